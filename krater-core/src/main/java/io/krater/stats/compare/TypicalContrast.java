package io.krater.stats.compare;

import io.krater.stats.Computed;
import io.krater.stats.Estimate;
import io.krater.stats.Interval;
import io.krater.stats.Sample;
import io.krater.stats.series.EffectiveSize;
import io.krater.stats.test.HodgesLehmann;
import io.krater.stats.test.MannWhitney;
import io.krater.stats.test.Tost;
import io.krater.stats.test.WilcoxonSignedRank;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/** The ratio that a typical trial shows, by ranks of logarithms: of ratios within blocks, or of both sides' trials. */
final class TypicalContrast implements Contrast {
    private final double shift;
    /** The estimate with its interval at a level, on the scale of logarithms. */
    private final Function<Double, Computed<Estimate>> at;
    /** The rank test against a shift. */
    private final DoubleFunction<Ranked> ranked;

    private final List<EffectiveSize> series;

    /** A rank test's statistic less its mean under the shift, and its two-sided p. */
    private record Ranked(double statistic, double above, double p) {}

    private TypicalContrast(
            double shift,
            Function<Double, Computed<Estimate>> at,
            DoubleFunction<Ranked> ranked,
            List<EffectiveSize> series) {
        this.shift = shift;
        this.at = at;
        this.ranked = ranked;
        this.series = series;
    }

    /** Of the logarithms of the ratios within blocks. */
    static Computed<Contrast> withinBlocks(Sample logs) {
        return WilcoxonSignedRank.test(logs)
                .flatMap(any -> HodgesLehmann.ofDifferences(logs, 0.5))
                .map(estimate -> new TypicalContrast(
                        estimate.value(),
                        level -> HodgesLehmann.ofDifferences(logs, level),
                        theta -> signed(shifted(logs, theta)),
                        List.of(EffectiveSize.of(logs))));
    }

    /** Of the logarithms of both sides' values. */
    static Computed<Contrast> unpaired(Sample a, Sample b) {
        return MannWhitney.test(a, b)
                .flatMap(any -> HodgesLehmann.ofSamples(a, b, 0.5))
                .map(estimate -> new TypicalContrast(
                        estimate.value(),
                        level -> HodgesLehmann.ofSamples(a, b, level),
                        theta -> summed(shifted(a, theta), b),
                        List.of(EffectiveSize.of(a), EffectiveSize.of(b))));
    }

    private static Sample shifted(Sample logs, double theta) {
        return Sample.derived(
                Arrays.stream(logs.raw()).map(value -> value - theta).toArray());
    }

    private static Ranked signed(Sample differences) {
        return WilcoxonSignedRank.test(differences)
                .map(test -> new Ranked(test.w(), test.w() - test.pairs() * (test.pairs() + 1) / 4.0, test.p()))
                .optional()
                .orElseGet(() -> new Ranked(0, 0, 1));
    }

    private static Ranked summed(Sample a, Sample b) {
        return MannWhitney.test(a, b)
                .map(test -> new Ranked(test.u(), test.u() - a.size() * b.size() / 2.0, test.p()))
                .optional()
                .orElseGet(() -> new Ranked(0, 0, 1));
    }

    @Override
    public Estimand estimand() {
        return Estimand.TYPICAL_RATIO;
    }

    @Override
    public double value() {
        return Math.exp(shift);
    }

    @Override
    public double t() {
        return ranked.apply(0).statistic();
    }

    @Override
    public double p() {
        return ranked.apply(0).p();
    }

    @Override
    public Computed<Interval> interval(double level) {
        return at.apply(level)
                .flatMap(Estimate::interval)
                .map(i -> new Interval(Math.exp(i.low()), Math.exp(i.high()), level, i.method()));
    }

    @Override
    public Computed<Tost> sameness(double margin) {
        Ranked low = ranked.apply(Math.log1p(-margin));
        Ranked high = ranked.apply(Math.log1p(margin));
        return Computed.of(new Tost(
                low.above() > 0 ? low.p() / 2 : 1 - low.p() / 2, high.above() < 0 ? high.p() / 2 : 1 - high.p() / 2));
    }

    @Override
    public List<EffectiveSize> dependent() {
        return series.stream().filter(EffectiveSize::isReduced).toList();
    }
}
