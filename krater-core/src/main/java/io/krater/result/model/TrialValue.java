package io.krater.result.model;

import io.krater.plan.TrialId;

/**
 * A metric's value in one trial.
 *
 * @param id which trial
 * @param position place in the order of the whole suite, from 0 up
 * @param block the block it belongs to, from 0 up: trials of one block ran near each other in time
 * @param value the value, finite
 */
public record TrialValue(TrialId id, int position, int block, double value) {}
