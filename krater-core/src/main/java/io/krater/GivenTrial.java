package io.krater;

import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Marks;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.plan.PlannedTrial;
import io.krater.trial.Instance;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Looks at what a session gave: whether it is the trial that was planned, and whether it can have been seen of it. */
final class GivenTrial {
    /** Stamps of programs that tell whole seconds lie up to one before what they stamp. */
    private static final long SLACK_NANOS = 1_000_000_000L;

    private final PlannedTrial planned;
    private final long begunEpochNanos;
    private final Trial trial;

    /**
     * A trial that a session gave.
     *
     * @param begunEpochNanos when the session was asked to run it, on the client's clock
     */
    GivenTrial(PlannedTrial planned, long begunEpochNanos, Trial trial) {
        this.planned = planned;
        this.begunEpochNanos = begunEpochNanos;
        this.trial = trial;
    }

    /** The trial, at its planned place; one that cannot be what was asked for has failed, with all that was seen of it. */
    Trial checked() {
        Optional<String> wrong = misplaced().or(this::early);
        if (wrong.isEmpty()) {
            return trial;
        }
        Outcome failed = new Outcome.Failed(FailureReason.of(Kind.PLATFORM_ERROR, wrong.get()));
        return Trial.of(
                planned,
                trial.limits(),
                trial.outcome().isCompleted() ? failed : trial.outcome(),
                trial.instances(),
                trial.whole(),
                trial.clockStepNanos());
    }

    private Optional<String> misplaced() {
        List<String> differences = new ArrayList<>();
        if (trial.position() != planned.position()) {
            differences.add("position " + trial.position() + " where " + planned.position() + " was planned");
        }
        if (trial.block() != planned.block()) {
            differences.add("block " + trial.block() + " where " + planned.block() + " was planned");
        }
        if (!trial.variant().equals(planned.variant())) {
            differences.add("variant " + trial.variant() + " where " + planned.variant() + " was planned");
        }
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of("the session gave trial " + planned.id() + " with " + String.join(", ", differences));
    }

    private Optional<String> early() {
        // a clock that was set back in between makes stamps look early
        long begun = begunEpochNanos + Math.min(0, trial.clockStepNanos()) - SLACK_NANOS;
        Optional<String> found = early(trial.whole().marks(), begun, "");
        for (Instance instance : trial.instances()) {
            if (found.isPresent()) {
                return found;
            }
            // an instance that outlives trials was asked for in an earlier one
            Optional<Stamp> requested = instance.marks()
                    .at(Phase.REQUESTED)
                    .filter(stamp -> stamp.clock().equals(Stamp.Clock.CLIENT));
            long first = requested
                    .map(stamp -> Math.min(begun, stamp.epochNanos() - SLACK_NANOS))
                    .orElse(begun);
            found = early(instance.marks(), first, " of instance \"" + instance.name() + "\"");
        }
        return found;
    }

    private Optional<String> early(Marks marks, long first, String whose) {
        for (Map.Entry<String, Stamp> mark : marks.stamps().entrySet()) {
            Stamp stamp = mark.getValue();
            if (stamp.clock().equals(Stamp.Clock.CLIENT) && stamp.epochNanos() < first) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "mark \"%s\"%s lies %.3f s before trial %s began: it cannot have been seen of this trial",
                        mark.getKey(),
                        whose,
                        (begunEpochNanos - stamp.epochNanos()) / 1e9,
                        planned.id()));
            }
        }
        return Optional.empty();
    }
}
