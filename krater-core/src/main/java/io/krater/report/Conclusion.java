package io.krater.report;

import io.krater.result.compare.MetricComparison;
import io.krater.result.compare.VariantComparison;
import io.krater.stats.Computed;
import io.krater.stats.Estimate;
import io.krater.stats.compare.PairComparison;
import io.krater.stats.compare.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a comparison says, as a sentence for each variant: only what was shown, and of what nothing can be told. */
final class Conclusion {
    private static final int MOST_NAMED = 6;

    private final MetricComparison comparison;

    Conclusion(MetricComparison comparison) {
        this.comparison = comparison;
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        comparison.variants().forEach(variant -> sentences.add(sentence(variant)));
        return sentences;
    }

    private String sentence(VariantComparison variant) {
        String start = "In " + variant.variant().label() + ", ";
        long measured = variant.comparison().groups().stream()
                .filter(group -> group.sample().size() > 0)
                .count();
        if (measured == 0) {
            return start + "no trial gave a value of " + comparison.metric().name()
                    + ", so there is nothing to conclude.";
        }
        if (measured == 1) {
            return start + "only one environment has values of "
                    + comparison.metric().name() + ", so there is nothing to compare.";
        }
        String baseline = comparison.baseline().orElse("");
        List<PairComparison> pairs = variant.comparison().pairs().optional().orElse(List.of()).stream()
                .filter(pair -> pair.reference().equals(baseline))
                .toList();
        if (pairs.isEmpty()) {
            return start + "pairs are " + variant.comparison().pairs() + ".";
        }
        return start + comparison.metric().name() + " against " + baseline + ": " + verdicts(pairs) + ".";
    }

    private String verdicts(List<PairComparison> pairs) {
        List<String> parts = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            List<PairComparison> those =
                    pairs.stream().filter(pair -> pair.verdict() == verdict).toList();
            if (!those.isEmpty()) {
                parts.add(verdict == Verdict.CANNOT_TELL ? unknown(those) : shown(verdict, those));
            }
        }
        return String.join("; ", parts);
    }

    private static String shown(Verdict verdict, List<PairComparison> pairs) {
        if (pairs.size() > MOST_NAMED) {
            return pairs.size() + " environments are " + word(verdict);
        }
        return String.join(
                ", ",
                pairs.stream()
                        .map(pair -> pair.name() + " is " + word(verdict) + " (" + ratio(pair) + caveat(pair) + ")")
                        .toList());
    }

    /** A test may tell a difference that the interval of the ratio leaves open, as ranks do where few trials lie far off. */
    private static String caveat(PairComparison pair) {
        boolean open = pair.verdict() != Verdict.SAME
                && pair.ratio()
                        .optional()
                        .flatMap(ratio -> ratio.interval().optional())
                        .filter(interval -> interval.contains(1))
                        .isPresent();
        return open ? ": told by " + pair.choice().test().label() + ", while the means may be equal" : "";
    }

    private static String word(Verdict verdict) {
        return verdict == Verdict.SAME ? "the same within the margin" : verdict.label();
    }

    private static String unknown(List<PairComparison> pairs) {
        String names = pairs.size() > MOST_NAMED
                ? pairs.size() + " environments"
                : String.join(
                        ", ",
                        pairs.stream()
                                .map(pair -> pair.name() + " (" + ratio(pair) + ")")
                                .toList());
        return "these trials cannot tell whether there is a difference for " + names;
    }

    static String ratio(PairComparison pair) {
        if (!pair.ratio().isComputed()) {
            return "no ratio, " + because(pair.ratio());
        }
        Estimate ratio = pair.ratio().get();
        return "ratio " + DisplayUnit.ratio(ratio.value())
                + ratio.interval()
                        .optional()
                        .map(i -> String.format(
                                Locale.ROOT,
                                ", %.0f %% interval %s to %s",
                                100 * i.level(),
                                DisplayUnit.ratio(i.low()),
                                DisplayUnit.ratio(i.high())))
                        .orElseGet(() -> ", no interval, " + because(ratio.interval()));
    }

    private static String because(Computed<?> missing) {
        return missing.missing().map(known -> "because " + known.because()).orElse("");
    }
}
