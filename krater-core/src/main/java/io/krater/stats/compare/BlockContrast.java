package io.krater.stats.compare;

import io.krater.stats.Computed;
import io.krater.stats.ConfidenceSequence;
import io.krater.stats.Interval;
import io.krater.stats.IntervalMethod;
import io.krater.stats.Moments;
import io.krater.stats.Numbers;
import io.krater.stats.Obstacle;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;
import io.krater.stats.StudentT;
import io.krater.stats.series.Autocorrelation;
import io.krater.stats.series.EffectiveSize;
import io.krater.stats.test.Tost;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * The mean of one number for each block, with Student's t: of log-ratios, whose mean is the logarithm of the geometric mean
 * of the ratios, or of differences.
 */
final class BlockContrast implements Contrast {
    private final Estimand estimand;
    private final Moments moments;
    private final EffectiveSize size;
    private final Optional<Autocorrelation> autocorrelation;
    private final boolean atEveryLook;

    private BlockContrast(
            Estimand estimand,
            Moments moments,
            EffectiveSize size,
            Optional<Autocorrelation> autocorrelation,
            boolean atEveryLook) {
        this.estimand = estimand;
        this.moments = moments;
        this.size = size;
        this.autocorrelation = autocorrelation;
        this.atEveryLook = atEveryLook;
    }

    /** Of a number for each block, in the order of the blocks: logarithms of ratios where the estimand is a ratio. */
    static Computed<Contrast> of(Estimand estimand, Sample perBlock) {
        return of(estimand, perBlock, false);
    }

    /** The same with an interval that holds at every look ({@link ConfidenceSequence}) in the place of Student's. */
    static Computed<Contrast> atEveryLook(Estimand estimand, Sample perBlock) {
        return of(estimand, perBlock, true);
    }

    private static Computed<Contrast> of(Estimand estimand, Sample perBlock, boolean atEveryLook) {
        Moments moments = Moments.of(perBlock);
        if (moments.n() < 2) {
            return Reasons.tooFew("a comparison within blocks", 2, moments.n());
        }
        if (moments.squares() == 0) {
            return Computed.not(
                    Obstacle.NO_SPREAD,
                    estimand.isRatio()
                            ? "the ratio is " + Math.exp(moments.mean())
                                    + " in every block, and a t test needs values that differ"
                            : "the difference is " + moments.mean()
                                    + " in every block, and a t test needs values that differ");
        }
        Optional<Autocorrelation> found = perBlock.size() < EffectiveSize.FEWEST
                ? Optional.empty()
                : Autocorrelation.of(perBlock).optional();
        return Computed.of(new BlockContrast(estimand, moments, EffectiveSize.of(perBlock), found, atEveryLook));
    }

    int blocks() {
        return moments.n();
    }

    Optional<Autocorrelation> autocorrelation() {
        return autocorrelation;
    }

    /** The same where the family shows this autocorrelation; its own counts where it is larger. */
    BlockContrast dependingAtLeast(double correlation) {
        EffectiveSize shared = EffectiveSize.of(moments.n(), correlation);
        return shared.effective() < size.effective()
                ? new BlockContrast(estimand, moments, shared, autocorrelation, atEveryLook)
                : this;
    }

    @Override
    public Estimand estimand() {
        return estimand;
    }

    @Override
    public double value() {
        return shown().applyAsDouble(moments.mean());
    }

    private DoubleUnaryOperator shown() {
        return estimand.isRatio() ? Math::exp : v -> v;
    }

    private double error() {
        return Math.sqrt(moments.variance() / size.effective());
    }

    private double df() {
        return size.df();
    }

    @Override
    public double t() {
        return moments.mean() / error();
    }

    @Override
    public double p() {
        return atEveryLook ? ConfidenceSequence.p(t(), df() + 1) : StudentT.twoSided(t(), df());
    }

    @Override
    public Computed<Interval> interval(double level) {
        OptionalDouble critical = atEveryLook
                ? ConfidenceSequence.critical(level, df() + 1)
                : OptionalDouble.of(StudentT.critical(level, df()));
        if (critical.isEmpty()) {
            return Computed.not(
                    Obstacle.TOO_FEW_VALUES,
                    moments.n() + " blocks do not bound a mean at " + Numbers.brief(100 * level) + " % at every look");
        }
        double half = critical.getAsDouble() * error();
        double low = shown().applyAsDouble(moments.mean() - half);
        double high = shown().applyAsDouble(moments.mean() + half);
        return Computed.of(new Interval(
                low, high, level, atEveryLook ? IntervalMethod.CONFIDENCE_SEQUENCE : IntervalMethod.PAIRED_T));
    }

    @Override
    public Computed<Tost> sameness(double margin) {
        if (!estimand.isRatio()) {
            return Computed.not(Obstacle.NEGATIVE_VALUES, "differences have no relative margin");
        }
        double above = (moments.mean() - Math.log1p(-margin)) / error();
        double below = (Math.log1p(margin) - moments.mean()) / error();
        return Computed.of(
                atEveryLook
                        ? new Tost(oneSided(above), oneSided(below))
                        : new Tost(StudentT.survival(above, df()), StudentT.survival(below, df())));
    }

    /** At every look, of the side to which t points alone. */
    private double oneSided(double t) {
        return t > 0 ? ConfidenceSequence.p(t, df() + 1) : 1;
    }

    @Override
    public List<EffectiveSize> dependent() {
        return size.isReduced() ? List.of(size) : List.of();
    }
}
