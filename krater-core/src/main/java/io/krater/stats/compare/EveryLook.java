package io.krater.stats.compare;

import io.krater.stats.Computed;
import io.krater.stats.Interval;
import io.krater.stats.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What trials tell so far by {@link TestRule#AT_EVERY_LOOK}: the same intervals and answers as those of a
 * {@link Comparison} by that rule with this baseline, without all that a table has beside them. Cheap enough to be asked
 * after every round.
 */
public final class EveryLook {
    private static final double ALPHA = 0.05;

    private EveryLook() {}

    /**
     * A group against the baseline.
     *
     * @param name the group
     * @param reference the baseline
     * @param interval of the ratio, or of the difference where values are not all above 0; holds at every look, with those of
     *     the other pairs together
     * @param told whether it leaves out equality; with a margin, by at least the margin, or lies within it
     */
    public record Answer(String name, String reference, Computed<Interval> interval, boolean told) {}

    /**
     * The pairs with the baseline whose two sides have trials.
     *
     * @param groups each group's trials with their blocks
     * @param baseline the group that others are set against
     * @param margin the relative margin, between 0 and 1 exclusive; empty where a difference is all that is asked for
     */
    public static List<Answer> of(Map<String, Sample> groups, String baseline, OptionalDouble margin) {
        Sample reference = groups.get(baseline);
        if (reference == null || reference.size() == 0) {
            return List.of();
        }
        List<FamilyContrasts.Sides> pairs = groups.entrySet().stream()
                .filter(group ->
                        !group.getKey().equals(baseline) && group.getValue().size() > 0)
                .map(group -> new FamilyContrasts.Sides(group.getKey(), group.getValue(), baseline, reference))
                .toList();
        List<Judged> judged = FamilyContrasts.of(TestRule.AT_EVERY_LOOK, pairs);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            Computed<Contrast> contrast = judged.get(i).contrast();
            Computed<Interval> interval = contrast.flatMap(c -> c.interval(1 - ALPHA / pairs.size()));
            boolean told = interval.isComputed() && isTold(contrast.get().estimand(), interval.get(), margin);
            answers.add(new Answer(pairs.get(i).a(), baseline, interval, told));
        }
        return answers;
    }

    private static boolean isTold(Estimand estimand, Interval interval, OptionalDouble margin) {
        if (!estimand.isRatio() || margin.isEmpty()) {
            return !interval.contains(estimand.equal());
        }
        double low = 1 - margin.getAsDouble();
        double high = 1 + margin.getAsDouble();
        return interval.low() > high || interval.high() < low || (interval.low() > low && interval.high() < high);
    }
}
