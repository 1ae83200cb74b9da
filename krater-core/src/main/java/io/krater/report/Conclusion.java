package io.krater.report;

import io.krater.metric.Direction;
import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.result.compare.Factor;
import io.krater.result.compare.MetricComparison;
import io.krater.result.compare.SliceComparison;
import io.krater.stats.Computed;
import io.krater.stats.Interval;
import io.krater.stats.Numbers;
import io.krater.stats.compare.Effect;
import io.krater.stats.compare.Estimand;
import io.krater.stats.compare.PairComparison;
import io.krater.stats.compare.Verdict;
import io.krater.stats.compare.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a comparison says: first as a person would, then a sentence for each slice, only what was shown, and of what nothing can be told. */
final class Conclusion {
    private static final int MOST_NAMED = 6;

    private final MetricComparison comparison;

    Conclusion(MetricComparison comparison) {
        this.comparison = comparison;
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        new Lead(comparison).sentence().ifPresent(sentences::add);
        comparison.slices().forEach(slice -> sentences.add(sentence(slice)));
        return sentences;
    }

    private String sentence(SliceComparison variant) {
        String start =
                (comparison.factor() == Factor.ENVIRONMENT_OVER_VARIANTS ? "Over " : "In ") + variant.name() + ", ";
        long measured = variant.comparison().groups().stream()
                .filter(group -> group.sample().size() > 0)
                .count();
        if (measured == 0) {
            return start + "no trial gave a value of " + comparison.metric().name()
                    + ", so there is nothing to conclude.";
        }
        if (measured == 1) {
            return start + "only one " + comparison.factor().one() + " has values of "
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
            if (verdict == Verdict.CANNOT_TELL) {
                parts.addAll(unknown(those));
            } else if (!those.isEmpty()) {
                parts.add(shown(verdict, those));
            }
        }
        return String.join("; ", parts);
    }

    private String shown(Verdict verdict, List<PairComparison> pairs) {
        if (pairs.size() > MOST_NAMED) {
            return pairs.size() + " " + comparison.factor().many() + " are " + word(verdict);
        }
        return String.join(
                ", ",
                pairs.stream()
                        .map(pair -> pair.name() + " is " + word(verdict) + " (" + ratio(pair) + caveat(pair) + ")")
                        .toList());
    }

    /**
     * Where a test decides, it may tell a difference that the interval of the ratio leaves open: ranks where few trials lie
     * far off, paired tests because the interval does not look at blocks.
     */
    private static String caveat(PairComparison pair) {
        boolean open = pair.verdict() != Verdict.SAME
                && !pair.effect().isComputed()
                && pair.ratio()
                        .optional()
                        .flatMap(ratio -> ratio.interval().optional())
                        .filter(interval -> interval.contains(1))
                        .isPresent();
        return (open ? ": told by " + pair.choice().test().label() + ", while this interval, " + of(pair) : "")
                + notes(pair);
    }

    private static String of(PairComparison pair) {
        return switch (pair.choice().test()) {
            case PAIRED_T, WILCOXON -> "which does not look at blocks, holds 1";
            case MANN_WHITNEY, WELCH, RATIO, LOG_RATIO, SEQUENCE -> "of the means, holds 1";
        };
    }

    private static String notes(PairComparison pair) {
        List<String> notes = new ArrayList<>();
        if (pair.isTypicalElsewhere()) {
            notes.add(Wording.typical(pair.typical().get()));
        } else if (pair.isTypicalTold()) {
            notes.add(Wording.typicalTold(pair.typical().get()));
        }
        boolean dependent =
                pair.effect().optional().filter(e -> !e.dependent().isEmpty()).isPresent();
        if (dependent) {
            notes.add("its trials depend on one another, for which the interval "
                    + (pair.effect().get().estimand() == Estimand.TYPICAL_RATIO ? "is not" : "is") + " widened");
        }
        return notes.stream().map(note -> "; " + note).collect(Collectors.joining());
    }

    private String word(Verdict verdict) {
        boolean margin = comparison.slices().stream()
                .map(slice -> slice.comparison().settings())
                .anyMatch(settings ->
                        settings.margin().isPresent() && settings.rule().isByInterval());
        return switch (verdict) {
            case SAME -> "the same within the margin";
            case BETTER, WORSE -> verdict.label() + (margin ? " by at least the margin" : "");
            case DIFFERENT, CANNOT_TELL -> verdict.label();
        };
    }

    /** Why nothing is told differs: nothing could be computed, nothing could have been shown, or the trials leave it open. */
    private List<String> unknown(List<PairComparison> pairs) {
        List<PairComparison> untested = new ArrayList<>();
        List<PairComparison> unreachable = new ArrayList<>();
        List<PairComparison> byMargin = new ArrayList<>();
        List<PairComparison> open = new ArrayList<>();
        for (PairComparison pair : pairs) {
            if (!pair.test().isComputed()) {
                untested.add(pair);
            } else if (!pair.reach().isReachable()) {
                unreachable.add(pair);
            } else {
                (pair.isOpenByMargin() ? byMargin : open).add(pair);
            }
        }
        List<String> parts = new ArrayList<>();
        if (!byMargin.isEmpty()) {
            parts.add(names(byMargin)
                    + (byMargin.size() == 1 ? " differs" : " differ")
                    + ", and whether by the margin is open");
        }
        if (!open.isEmpty()) {
            parts.add("these trials cannot tell whether there is a difference for " + names(open));
        }
        if (!unreachable.isEmpty()) {
            parts.add("for " + names(unreachable) + ", " + Wording.unreachable(unreachable.get(0)));
        }
        if (!untested.isEmpty()) {
            parts.add("nothing can be tested for " + names(untested));
        }
        return parts;
    }

    private String names(List<PairComparison> pairs) {
        return pairs.size() > MOST_NAMED
                ? pairs.size() + " " + comparison.factor().many()
                : String.join(
                        ", ",
                        pairs.stream()
                                .map(pair -> pair.name() + " (" + ratio(pair) + notes(pair) + ")")
                                .toList());
    }

    static String ratio(PairComparison pair) {
        if (pair.effect().optional().filter(e -> !e.estimand().isRatio()).isPresent()) {
            return difference(pair.effect().get());
        }
        if (!pair.ratio().isComputed()) {
            return "no ratio, " + because(pair.ratio());
        }
        Computed<Interval> interval = pair.decisive();
        return "ratio " + DisplayUnit.ratio(pair.ratio().get().value())
                + interval.optional()
                        .map(i -> String.format(
                                Locale.ROOT,
                                ", %s %% interval %s to %s",
                                Numbers.brief(100 * i.level()),
                                DisplayUnit.ratio(i.low()),
                                DisplayUnit.ratio(i.high())))
                        .orElseGet(() -> ", no interval, " + because(interval));
    }

    private static String difference(Effect effect) {
        Interval interval = effect.simultaneous();
        return effect.estimand().label() + " " + Numbers.of(effect.value()) + ", "
                + Numbers.brief(100 * interval.level()) + " % interval " + Numbers.interval(interval);
    }

    private static String because(Computed<?> missing) {
        return missing.missing().map(known -> "because " + known.because()).orElse("");
    }

    /**
     * The first sentence of a report, as a person would say it: {@code native did 0.70 of jvm's work, 0.39 to 0.83, in 64_nw}.
     * It tells ratios with the intervals that decide, of the first slice that has any.
     */
    private static final class Lead {
        private static final int MOST_LED = 4;

        private final MetricComparison comparison;

        Lead(MetricComparison comparison) {
            this.comparison = comparison;
        }

        /** Empty where no ratio to the baseline has an interval. */
        Optional<String> sentence() {
            return comparison.slices().stream()
                    .flatMap(slice -> of(slice).stream())
                    .findFirst();
        }

        private Optional<String> of(SliceComparison slice) {
            String baseline = comparison.baseline().orElse("");
            List<PairComparison> pairs = slice.comparison().pairs().optional().orElse(List.of()).stream()
                    .filter(pair -> pair.reference().equals(baseline))
                    .filter(pair -> pair.ratio().isComputed() && pair.decisive().isComputed())
                    .filter(pair -> pair.effect()
                            .optional()
                            .map(e -> e.estimand().isRatio())
                            .orElse(true))
                    .toList();
            if (pairs.isEmpty()) {
                return Optional.empty();
            }
            List<String> parts = new ArrayList<>();
            for (PairComparison pair : pairs.subList(0, Math.min(MOST_LED, pairs.size()))) {
                parts.add(said(pair, baseline));
            }
            int others = pairs.size() - parts.size();
            String place = (comparison.factor() == Factor.ENVIRONMENT_OVER_VARIANTS ? "over " : "in ") + slice.name();
            return Optional.of(String.join("; ", parts) + ", " + place
                    + (others > 0 ? " (" + others + " more in the table below)" : "") + ".");
        }

        private String said(PairComparison pair, String baseline) {
            Interval interval = pair.decisive().get();
            String amount = DisplayUnit.ratio(pair.ratio().get().value());
            return pair.name() + " " + deed(amount, baseline) + ", " + DisplayUnit.ratio(interval.low()) + " to "
                    + DisplayUnit.ratio(interval.high())
                    + (pair.verdict() == Verdict.CANNOT_TELL ? ", which may be no difference" : "");
        }

        private String deed(String amount, String baseline) {
            Metric metric = comparison.metric();
            if (metric.equals(Metrics.THROUGHPUT)
                    || (metric.direction() == Direction.HIGHER_IS_BETTER
                            && metric.unit().contains("/s"))) {
                return "did " + amount + " of " + baseline + "'s work";
            }
            if (metric.unit().equals("s") && metric.direction() == Direction.LOWER_IS_BETTER) {
                return metric.equals(Metrics.WALL_TIME) || metric.equals(Metrics.GATE_TIME)
                        ? "took " + amount + " of " + baseline + "'s time"
                        : "took " + amount + " of " + baseline + "'s " + metric.name();
            }
            if (metric.unit().equals("B")) {
                return "used " + amount + " of " + baseline + "'s memory (" + metric.name() + ")";
            }
            return "had " + amount + " of " + baseline + "'s " + metric.name();
        }
    }
}
