package io.krater.result.model;

import io.krater.trial.Trial;

/**
 * A trial as a file holds it.
 *
 * @param run the run that made it
 * @param trial the trial
 */
public record StoredTrial(String run, Trial trial) {}
