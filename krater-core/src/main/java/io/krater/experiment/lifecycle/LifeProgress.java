package io.krater.experiment.lifecycle;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Tells of steps, and how long the rest of the life may take by what the same steps took before. Thread-safe. */
final class LifeProgress {
    private final Consumer<String> told;
    /** Of a step by platform and place: how often it was done, and how long that took in all. */
    private final Map<List<Object>, long[]> taken = new HashMap<>();

    LifeProgress(Consumer<String> told) {
        this.told = told;
    }

    synchronized void begins(String life, LifePlatform platform, int step) {
        List<LifeStep> steps = platform.steps();
        long left = 0;
        boolean known = true;
        for (int i = step; i < steps.size(); i++) {
            long[] before = taken.get(List.of(platform.name(), i));
            LifeStep each = steps.get(i);
            known &= before != null
                    || each.action().isEmpty()
                    || !each.expected().isZero();
            left += before != null ? before[1] / before[0] : each.expected().toNanos();
        }
        told.accept(life + ", step " + (step + 1) + " of " + steps.size() + ": "
                + steps.get(step).describe() + ", " + (known ? "about " : "at least ")
                + Duration.ofNanos(left).plusMillis(500).toSeconds() + " s of this life left");
    }

    synchronized void took(LifePlatform platform, int step, long nanos) {
        long[] sum = taken.computeIfAbsent(List.of(platform.name(), step), none -> new long[2]);
        sum[0]++;
        sum[1] += nanos;
    }

    synchronized void warns(String text) {
        told.accept("warning: " + text);
    }
}
