package io.krater.experiment.lifecycle;

import java.time.Duration;
import java.util.Optional;

/**
 * One step of a life: a mark, a pause, or an action between two marks.
 *
 * @param started the mark when it begins; empty for a pause
 * @param finished the mark when it is done; empty for a pause and for a mark alone
 * @param action what is done; empty for a mark alone
 * @param expected how long it is thought to take, for the estimate of what remains; zero where nobody knows
 */
public record LifeStep(
        Optional<String> started, Optional<String> finished, Optional<StepAction> action, Duration expected) {

    /** A mark and nothing else. */
    public static LifeStep mark(String name) {
        return new LifeStep(Optional.of(name), Optional.empty(), Optional.empty(), Duration.ZERO);
    }

    /** Doing nothing for a while. */
    public static LifeStep pause(Duration length) {
        if (length.isNegative()) {
            throw new IllegalArgumentException("a pause must not be negative, was " + length);
        }
        return new LifeStep(Optional.empty(), Optional.empty(), Optional.of(new Pause(length)), length);
    }

    /** An action, with a mark when it begins and one when it is done. */
    public static LifeStep action(String started, String finished, StepAction action) {
        return new LifeStep(Optional.of(started), Optional.of(finished), Optional.of(action), Duration.ZERO);
    }

    /** What it does, in a few words. */
    public String describe() {
        return action.map(StepAction::describe).orElseGet(() -> "mark " + started.orElse(""));
    }

    /** Does nothing. */
    private record Pause(Duration length) implements StepAction {
        @Override
        public String describe() {
            return "pause of " + length.toMillis() / 1000.0 + " s";
        }

        @Override
        public void perform() throws InterruptedException {
            Thread.sleep(length.toMillis());
        }
    }
}
