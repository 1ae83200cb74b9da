package io.krater.stats.compare;

import io.krater.stats.Computed;
import io.krater.stats.Interval;
import io.krater.stats.Obstacle;
import io.krater.stats.Reasons;
import io.krater.stats.bootstrap.Bootstrap;
import io.krater.stats.test.Equivalence;
import io.krater.stats.test.HolmBonferroni;
import io.krater.stats.test.TestResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The pairs that are compared together: which they are, by which test, and their p values adjusted to one another. */
final class Family {
    private final List<GroupSummary> groups;
    private final Direction direction;
    private final ComparisonSettings settings;
    private final Bootstrap bootstrap;

    Family(List<GroupSummary> groups, Direction direction, ComparisonSettings settings, Bootstrap bootstrap) {
        this.groups = groups;
        this.direction = direction;
        this.settings = settings;
        this.bootstrap = bootstrap;
    }

    private record Pair(GroupSummary a, GroupSummary reference) {
        boolean isMeasured() {
            return Math.min(a.sample().size(), reference.sample().size()) > 0;
        }
    }

    Computed<List<PairComparison>> compare() {
        int k = groups.size();
        if (k < 2) {
            return Computed.not(Obstacle.ONE_GROUP, "a comparison needs at least 2 groups, there " + Reasons.count(k));
        }
        boolean all = settings.family() == ComparisonSettings.Family.ALL_PAIRS;
        long count = all ? (long) k * (k - 1) / 2 : k - 1L;
        if (count > ComparisonSettings.MOST_PAIRS) {
            return Computed.not(
                    Obstacle.TOO_MANY_GROUPS,
                    k + " groups make " + count + " pairs, more than " + ComparisonSettings.MOST_PAIRS
                            + (all ? "; compare with a baseline only" : ""));
        }
        Optional<TestChoice> common = TestSelection.common(settings.rule(), groups);
        List<Pair> pairs = pairs(all);
        long measured = pairs.stream().filter(Pair::isMeasured).count();
        double alpha = settings.ownAlpha() / Math.max(1, measured);
        List<Optional<Judged>> contrasts = contrasts(pairs);
        List<PairComparison> compared = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            Pair p = pairs.get(i);
            compared.add(new PairAnalysis(p.a(), p.reference(), settings, bootstrap, alpha)
                    .compare(common, contrasts.get(i)));
        }
        return Computed.of(judged(compared));
    }

    /** By what each pair is judged where intervals decide, with what the whole family shows of dependence. */
    private List<Optional<Judged>> contrasts(List<Pair> pairs) {
        if (!settings.rule().isByInterval()) {
            return Collections.nCopies(pairs.size(), Optional.empty());
        }
        return FamilyContrasts.of(
                        settings.rule(),
                        pairs.stream()
                                .map(p -> new FamilyContrasts.Sides(
                                        p.a().name(),
                                        p.a().sample(),
                                        p.reference().name(),
                                        p.reference().sample()))
                                .toList())
                .stream()
                .map(Optional::of)
                .toList();
    }

    /** Pairs with the baseline first, as the denominator; others with the earlier group as the denominator. */
    private List<Pair> pairs(boolean all) {
        List<Pair> pairs = new ArrayList<>();
        List<GroupSummary> others = new ArrayList<>(groups);
        settings.baseline().ifPresent(name -> {
            GroupSummary base = groups.stream()
                    .filter(g -> g.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            others.remove(base);
            others.forEach(g -> pairs.add(new Pair(g, base)));
        });
        if (all) {
            for (int i = 0; i < others.size(); i++) {
                for (int j = i + 1; j < others.size(); j++) {
                    pairs.add(new Pair(others.get(j), others.get(i)));
                }
            }
        }
        return pairs;
    }

    private List<PairComparison> judged(List<PairComparison> pairs) {
        if (settings.rule().isByInterval()) {
            return pairs.stream()
                    .map(p -> with(p, p.test(), p.equivalence(), byInterval(p)))
                    .toList();
        }
        List<Computed<TestResult>> tests = adjusted(
                pairs.stream().map(PairComparison::test).toList(),
                TestResult::p,
                (test, byHolm) -> test.adjusted(Math.min(1, byHolm * settings.comparisons())));
        List<Computed<Equivalence>> equivalences = adjusted(
                pairs.stream().map(PairComparison::equivalence).toList(),
                e -> e.tost().p(),
                (same, byHolm) -> same.adjusted(Math.min(1, byHolm * settings.comparisons())));
        List<PairComparison> judged = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            PairComparison p = pairs.get(i);
            judged.add(with(p, tests.get(i), equivalences.get(i), byTest(p, tests.get(i), equivalences.get(i))));
        }
        return List.copyOf(judged);
    }

    private static PairComparison with(
            PairComparison p, Computed<TestResult> test, Computed<Equivalence> equivalence, Verdict verdict) {
        return new PairComparison(
                p.name(),
                p.reference(),
                p.choice(),
                test,
                p.reach(),
                p.effect(),
                p.ratio(),
                p.typical(),
                p.ratioOfMeans(),
                p.difference(),
                p.cohensD(),
                p.cliffsDelta(),
                equivalence,
                p.blocked(),
                p.power(),
                verdict);
    }

    /** With a margin: better or worse by at least the margin, the same within it, or open. */
    private Verdict byInterval(PairComparison p) {
        if (isSame(p.equivalence())) {
            return Verdict.SAME;
        }
        Optional<Effect> effect = p.effect().optional();
        if (effect.isEmpty()) {
            return Verdict.CANNOT_TELL;
        }
        Estimand estimand = effect.get().estimand();
        Interval interval = effect.get().simultaneous();
        double margin = estimand.isRatio() ? settings.margin().orElse(0) : 0;
        if (interval.low() > estimand.equal() + margin) {
            return direction.verdict(1);
        }
        return interval.high() < estimand.equal() - margin ? direction.verdict(-1) : Verdict.CANNOT_TELL;
    }

    private boolean isSame(Computed<Equivalence> equivalence) {
        return equivalence
                .optional()
                .filter(e -> e.adjustedP() < settings.alpha())
                .isPresent();
    }

    private Verdict byTest(PairComparison p, Computed<TestResult> test, Computed<Equivalence> equivalence) {
        if (isSame(equivalence)) {
            return Verdict.SAME;
        }
        if (test.optional().filter(t -> t.adjustedP() < settings.alpha()).isEmpty()) {
            return Verdict.CANNOT_TELL;
        }
        return direction.verdict(sign(p));
    }

    /** The side to which the tested quantity points; 0 where ranks and means point opposite ways. */
    private static double sign(PairComparison p) {
        double byMean = Math.signum(p.difference().get().value());
        return switch (p.choice().test()) {
            case WELCH, RATIO, LOG_RATIO, SEQUENCE -> byMean;
            case MANN_WHITNEY -> Math.signum(p.cliffsDelta().get().delta()) == byMean ? byMean : 0;
            case PAIRED_T, WILCOXON ->
                Math.signum(p.blocked().get().difference().value());
        };
    }

    /** Holm's adjustment over those that have a p value. */
    private static <T> List<Computed<T>> adjusted(
            List<Computed<T>> tests, Function<T, Double> p, BiFunction<T, Double, T> adjust) {
        double[] values = tests.stream()
                .flatMap(t -> t.optional().stream())
                .mapToDouble(p::apply)
                .toArray();
        double[] byHolm = HolmBonferroni.adjust(values);
        List<Computed<T>> result = new ArrayList<>();
        int next = 0;
        for (Computed<T> test : tests) {
            double adjusted = test.isComputed() ? byHolm[next++] : 1;
            result.add(test.map(t -> adjust.apply(t, adjusted)));
        }
        return result;
    }
}
