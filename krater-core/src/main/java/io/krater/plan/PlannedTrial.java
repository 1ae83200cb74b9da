package io.krater.plan;

import io.krater.suite.Environment;
import io.krater.suite.Variant;

/**
 * A trial and its place in the plan.
 *
 * @param id which trial
 * @param position place in the order of the whole suite, from 0 up
 * @param block the block it belongs to, from 0 up: within a block each environment runs the same variant once
 * @param session consecutive trials of one number share a session of the experiment
 * @param environment where it runs
 * @param variant what it runs
 */
public record PlannedTrial(TrialId id, int position, int block, int session, Environment environment, Variant variant) {
    /** A trial in a session of its own. */
    public PlannedTrial(TrialId id, int position, int block, Environment environment, Variant variant) {
        this(id, position, block, position, environment, variant);
    }
}
