package io.krater.timeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Which steps a timeline is broken down into. */
public sealed interface Steps {

    /**
     * From each mark to the next in time, whichever that is in a timeline: every nanosecond belongs to one step, and a race
     * between processes gives a step another name. This is urunc's way.
     */
    record Consecutive() implements Steps {}

    /**
     * Between marks that are named: the step keeps its name, and is negative where its end came before its beginning.
     *
     * @param steps at least one, none twice
     */
    record Named(List<StepName> steps) implements Steps {
        /** Checks that there are steps and none comes twice. */
        public Named {
            steps = List.copyOf(steps);
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("a breakdown needs at least one step");
            }
            HashSet<StepName> seen = new HashSet<>();
            for (StepName step : steps) {
                if (!seen.add(step)) {
                    throw new IllegalArgumentException("a step is given once, " + step + " came twice");
                }
            }
        }
    }

    /** From each mark to the next in time. */
    static Steps consecutive() {
        return new Consecutive();
    }

    /** One step, between two marks. */
    static Steps between(String from, String to) {
        return new Named(List.of(new StepName(from, to)));
    }

    /**
     * From each of these marks to the next of them, whatever lies between in a timeline.
     *
     * @throws IllegalArgumentException for fewer than two marks, or a pair that comes twice
     */
    static Steps inOrder(List<String> marks) {
        List<StepName> steps = new ArrayList<>();
        for (int i = 1; i < marks.size(); i++) {
            steps.add(new StepName(marks.get(i - 1), marks.get(i)));
        }
        return new Named(steps);
    }
}
