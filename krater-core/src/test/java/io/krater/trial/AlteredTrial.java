package io.krater.trial;

import io.krater.launch.ClockOffset;
import io.krater.launch.Marks;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import java.util.Map;
import java.util.Optional;

/** A copy of a trial in which some of what was observed is other than it was. */
public final class AlteredTrial {
    private final Trial trial;
    private Outcome outcome;
    private Optional<GateTimes> gate;
    private LogExcerpt log;
    private Map<Scope, SampleSet> samples;
    private ClockOffset offset;
    private long clockStepNanos;
    private Map<Phase, Stamp> phases;
    private Map<String, String> facts;

    private AlteredTrial(Trial trial) {
        this.trial = trial;
        outcome = trial.outcome();
        gate = trial.gate();
        log = trial.log();
        samples = trial.samples();
        offset = trial.clockOffset();
        clockStepNanos = trial.clockStepNanos();
        phases = trial.phases();
        facts = trial.facts();
    }

    public static AlteredTrial of(Trial trial) {
        return new AlteredTrial(trial);
    }

    public AlteredTrial outcome(Outcome other) {
        outcome = other;
        return this;
    }

    public AlteredTrial gate(Optional<GateTimes> other) {
        gate = other;
        return this;
    }

    public AlteredTrial log(LogExcerpt other) {
        log = other;
        return this;
    }

    public AlteredTrial samples(Map<Scope, SampleSet> other) {
        samples = other;
        return this;
    }

    public AlteredTrial clockOffset(ClockOffset other) {
        offset = other;
        return this;
    }

    public AlteredTrial phases(Map<Phase, Stamp> other) {
        phases = other;
        return this;
    }

    public AlteredTrial clockStepNanos(long other) {
        clockStepNanos = other;
        return this;
    }

    public AlteredTrial facts(Map<String, String> other) {
        facts = other;
        return this;
    }

    public Trial build() {
        return Trial.ofOne(
                trial.id(),
                trial.position(),
                trial.block(),
                trial.variant(),
                trial.limits(),
                outcome,
                Marks.ofPhases(phases),
                gate,
                trial.workloadResult(),
                log,
                samples,
                offset,
                clockStepNanos,
                facts);
    }
}
