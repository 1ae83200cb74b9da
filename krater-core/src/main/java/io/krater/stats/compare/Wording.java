package io.krater.stats.compare;

import io.krater.stats.Computed;
import io.krater.stats.Estimate;
import io.krater.stats.Interval;
import io.krater.stats.IntervalMethod;
import io.krater.stats.Numbers;
import io.krater.stats.series.EffectiveSize;
import io.krater.stats.series.SeriesWarning;
import io.krater.stats.test.Friedman;
import io.krater.stats.test.KruskalWallis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How a comparison is told: the sentences and heads that text, Markdown, LaTeX and HTML share. */
public final class Wording {
    /** Doubts that touch a verdict, and so stand beside it. */
    private static final Set<SeriesWarning.Kind> TOUCHING = Set.of(
            SeriesWarning.Kind.AUTOCORRELATION,
            SeriesWarning.Kind.DRIFT,
            SeriesWarning.Kind.LEVEL_CHANGE,
            SeriesWarning.Kind.BIMODAL,
            SeriesWarning.Kind.SKEWED,
            SeriesWarning.Kind.OUTLIERS);

    private Wording() {}

    /** How the pairs were judged, and over how many: a sentence. */
    static String how(
            ComparisonSettings settings,
            List<PairComparison> pairs,
            Computed<KruskalWallis> overall,
            Computed<Friedman> overallInBlocks) {
        long judged = pairs.stream().filter(pair -> pair.test().isComputed()).count();
        if (judged == 0) {
            return "Nothing was tested" + overall(pairs, overall, overallInBlocks) + ".";
        }
        return (settings.rule().isByInterval() ? "Judged by " + estimands(pairs) : "Test: " + tests(pairs))
                + "; "
                + adjustment(settings, pairs, judged)
                + overall(pairs, overall, overallInBlocks)
                + ".";
    }

    private static String estimands(List<PairComparison> pairs) {
        Map<String, Long> ways = new LinkedHashMap<>();
        pairs.forEach(pair -> pair.effect()
                .optional()
                .ifPresent(effect -> ways.merge(
                        effect.estimand().label() + " (" + pair.choice().test().label() + "), because "
                                + pair.choice().why(),
                        1L,
                        Long::sum)));
        return ways.size() == 1
                ? ways.keySet().iterator().next()
                : ways.entrySet().stream()
                        .map(way -> way.getKey() + " (" + way.getValue() + (way.getValue() == 1 ? " pair)" : " pairs)"))
                        .collect(Collectors.joining("; by "));
    }

    /** Within blocks each pair's differences decide. */
    private static String tests(List<PairComparison> pairs) {
        TestChoice first = pairs.get(0).choice();
        return pairs.stream().allMatch(pair -> pair.choice().equals(first))
                ? first.test().label() + ", because " + first.why()
                : pairs.stream()
                                .map(pair -> pair.choice().test().label())
                                .distinct()
                                .collect(Collectors.joining(" or "))
                        + " within blocks, by what each pair's differences look like";
    }

    private static String adjustment(ComparisonSettings settings, List<PairComparison> pairs, long judged) {
        String over = judged + (judged == 1 ? " pair" : " pairs") + family(settings);
        if (!settings.rule().isByInterval()) {
            return "p adjusted by Holm-Bonferroni over " + over;
        }
        double each = pairs.stream()
                .flatMap(pair -> pair.effect().optional().stream())
                .mapToDouble(effect -> effect.simultaneous().level())
                .findFirst()
                .orElse(1 - settings.alpha());
        double together = 1 - settings.alpha();
        return each == together
                ? "the interval decides, and there is one pair"
                : "the intervals decide, and hold together at " + percent(together) + " over " + over
                        + " (Bonferroni: each at " + percent(each) + ")";
    }

    private static String family(ComparisonSettings settings) {
        int comparisons = settings.comparisons();
        return comparisons == 1 ? "" : ", one of " + comparisons + " comparisons of the declared family";
    }

    private static String overall(
            List<PairComparison> pairs, Computed<KruskalWallis> overall, Computed<Friedman> overallInBlocks) {
        boolean blocks = pairs.stream()
                .anyMatch(pair -> pair.choice().test() == TestUsed.LOG_RATIO
                        || pair.choice().test() == TestUsed.SEQUENCE
                        || pair.choice().test() == TestUsed.PAIRED_T
                        || pair.choice().test() == TestUsed.WILCOXON);
        if (blocks && overallInBlocks.isComputed()) {
            return "; Friedman over all groups: p "
                    + equalTo(overallInBlocks.get().p());
        }
        return overall.optional()
                .map(test -> "; Kruskal-Wallis over all groups: p " + equalTo(test.p()))
                .orElse("");
    }

    /** The head of the column of intervals: simultaneous ones are not those of each pair alone. */
    static String intervalHead(ComparisonSettings settings, List<PairComparison> pairs) {
        boolean simultaneous = pairs.stream()
                .flatMap(pair -> pair.effect().optional().stream())
                .anyMatch(effect -> effect.simultaneous().level() != 1 - settings.alpha());
        return simultaneous
                ? "joint " + percent(1 - settings.alpha()) + " interval"
                : percent(settings.rule().isByInterval() ? 1 - settings.alpha() : settings.level()) + " interval";
    }

    /** The head of the column of adjusted p values. */
    static String pHead(ComparisonSettings settings) {
        return settings.rule().isByInterval() ? "p (Bonferroni)" : "p (Holm)";
    }

    /** What has to be known beside a pair's verdict, a clause each. */
    public static List<String> notes(PairComparison pair) {
        List<String> notes = new ArrayList<>();
        if (pair.test().isComputed() && !pair.reach().isReachable()) {
            notes.add(unreachable(pair));
        }
        pair.effect().optional().ifPresent(effect -> {
            effect.dependent().forEach(series -> notes.add(dependent(series, effect.estimand())));
            if (!effect.estimand().isRatio()) {
                notes.add("judged by the " + effect.estimand().label() + ", " + Numbers.of(effect.value()) + " ("
                        + Numbers.interval(effect.simultaneous()) + ")");
            }
        });
        if (pair.isOpenByMargin()) {
            notes.add("a difference is shown, but neither that it is at least the margin nor that it is less");
        }
        if (pair.isTypicalElsewhere()) {
            notes.add(typical(pair.typical().get()));
        } else if (pair.isTypicalTold()) {
            notes.add(typicalTold(pair.typical().get()));
        }
        if (pair.ratio()
                .optional()
                .flatMap(ratio -> ratio.interval().optional())
                .filter(interval -> interval.method() == IntervalMethod.BCA_OF_FEW)
                .isPresent()) {
            notes.add("a limit of the ratio's interval rests on fewer than 20 resamples");
        }
        return notes;
    }

    /** What such trials cannot show by this test, whatever they are. */
    public static String unreachable(PairComparison pair) {
        return "so few trials can show no difference by " + pair.choice().test().label()
                + ", whatever they are: the smallest adjusted p is "
                + Numbers.p(pair.reach().smallestP()) + ", and it takes "
                + pair.reach().fewestTrials() + " trials a side";
    }

    private static String dependent(EffectiveSize series, Estimand estimand) {
        return "trials depend on one another (lag-1 autocorrelation "
                + Numbers.brief(series.r()) + "): " + series.n() + " count as "
                + Numbers.brief(series.effective())
                + (estimand == Estimand.TYPICAL_RATIO
                        ? ", which the interval of a rank test does not make up for"
                        : ", and the interval is the wider for it");
    }

    /** That mean and typical trial tell different things. */
    public static String typical(Estimate typical) {
        return "a typical trial shows another ratio, " + Numbers.of(typical.value())
                + typical.interval()
                        .optional()
                        .map(i -> " (" + percent(i.level()) + " interval " + Numbers.interval(i) + ")")
                        .orElse("")
                + ": a few trials far off move the mean";
    }

    /** That the typical trial differs, for this pair alone, where the mean leaves it open. */
    public static String typicalTold(Estimate typical) {
        return "a typical trial differs, by a ratio of " + Numbers.of(typical.value())
                + typical.interval()
                        .optional()
                        .map(i -> " (" + percent(i.level()) + " interval, of this pair alone, " + Numbers.interval(i)
                                + ")")
                        .orElse("")
                + ": a few trials far off hide it from the mean";
    }

    /** The doubts about a group's trials that touch its verdicts, and its median's interval where that is advised. */
    public static List<String> notes(GroupSummary group) {
        List<String> notes = new ArrayList<>();
        group.check().warnings().stream()
                .filter(warning -> TOUCHING.contains(warning.kind()))
                .forEach(warning -> notes.add(warning.text()));
        boolean median = group.check().warnings().stream()
                .anyMatch(warning ->
                        warning.kind() == SeriesWarning.Kind.SKEWED || warning.kind() == SeriesWarning.Kind.OUTLIERS);
        if (median) {
            notes.add("the median is "
                    + group.summary().median().optional().map(Numbers::of).orElse("not known")
                    + ", " + interval(group.median()));
        }
        return notes;
    }

    private static String interval(Computed<Interval> interval) {
        return interval.optional()
                .map(i -> percent(i.level()) + " interval " + Numbers.interval(i) + " ("
                        + i.method().label() + ")")
                .orElseGet(() -> "its interval " + interval);
    }

    private static String equalTo(double p) {
        String shown = Numbers.p(p);
        return shown.startsWith("<") ? shown : "= " + shown;
    }

    static String percent(double share) {
        return Numbers.brief(100 * share) + " %";
    }
}
