package io.krater;

import io.krater.metric.Metric;
import io.krater.result.model.ResultData;
import io.krater.result.model.StopLook;
import io.krater.result.model.Stopping;
import io.krater.result.model.SuiteDescription;
import io.krater.suite.StopRule;
import io.krater.suite.Suite;
import io.krater.trial.Trial;
import java.util.List;

/**
 * Looks after each round of blocks whether a suite may stop. A round is all trials of one number; what it says of a round
 * depends on the trials up to it alone, so a resumed suite comes to the same answer. Not thread-safe.
 */
final class StopCheck {
    private final StopRule rule;
    private final int warmups;
    private final StopLook look;

    /**
     * The check of a suite's rule.
     *
     * @throws IllegalArgumentException if the rule's metric is none of these
     */
    StopCheck(StopRule rule, Suite suite, List<Metric> metrics) {
        this.rule = rule;
        this.warmups = suite.procedure().warmupTrials();
        Metric metric = metrics.stream()
                .filter(known -> known.name().equals(rule.metric()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(rule.name() + " looks at metric \"" + rule.metric()
                        + "\", which this run does not know; it knows "
                        + String.join(", ", metrics.stream().map(Metric::name).toList())));
        this.look = new StopLook(rule, metric, SuiteDescription.of(suite));
    }

    /** Takes the trials that are there from earlier runs. */
    void addAll(ResultData earlier) {
        look.addAll(earlier);
    }

    /** Takes a trial of this run. */
    void add(Trial trial, String run) {
        look.add(trial, run);
    }

    /** Whether the suite may stop after the round of trials with this number. */
    boolean reachedAfter(int round) {
        return round - warmups >= rule.firstLook() && look.after(round).hasEnded();
    }

    /** What is known after a round of what the rule asks for. */
    String state(int round) {
        return after(round).state();
    }

    private Stopping after(int round) {
        return look.after(round);
    }
}
