package io.krater.stats.compare;

import io.krater.stats.Computed;
import io.krater.stats.Interval;
import io.krater.stats.IntervalMethod;
import io.krater.stats.Moments;
import io.krater.stats.Obstacle;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;
import io.krater.stats.StudentT;
import io.krater.stats.series.EffectiveSize;
import io.krater.stats.test.Tost;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * Two means of unpaired samples by Welch's t: their ratio θ by the linear contrast mean(a) - θ mean(b) (Fieller 1954), with
 * Welch and Satterthwaite's degrees of freedom at each θ, or their difference. At θ = 1 both are Welch's test.
 */
final class MeansContrast implements Contrast {
    /** A ratio beyond so many times the estimate is as good as unbounded. */
    private static final double FAR = 1e6;

    private final Estimand estimand;
    private final Mean a;
    private final Mean b;
    /** The difference of the means, without the rounding error of an offset that both have. */
    private final double apart;

    /** A mean with its squared standard error, by the trials that the sample counts as. */
    private record Mean(double value, double error, EffectiveSize size) {
        static Mean of(Sample sample) {
            Moments moments = Moments.of(sample);
            EffectiveSize size = EffectiveSize.of(sample);
            return new Mean(moments.mean(), moments.variance() / size.effective(), size);
        }
    }

    private MeansContrast(Estimand estimand, Mean a, Mean b, double apart) {
        this.estimand = estimand;
        this.a = a;
        this.b = b;
        this.apart = apart;
    }

    /** Of two samples; a ratio where no value is negative and the second has a mean above 0, else a difference. */
    static Computed<Contrast> of(Sample x, Sample y) {
        int smaller = Math.min(x.size(), y.size());
        if (smaller < 2) {
            return Reasons.tooFew("Welch's test on each side", 2, smaller);
        }
        Mean a = Mean.of(x);
        Mean b = Mean.of(y);
        if (a.error() + b.error() == 0) {
            return Computed.not(
                    Obstacle.NO_SPREAD,
                    "all trials gave " + a.value() + " on one side and " + b.value()
                            + " on the other, and Welch's test needs values that differ");
        }
        boolean ratio = x.origin() >= 0 && y.origin() >= 0 && b.value() > 0;
        return Computed.of(new MeansContrast(
                ratio ? Estimand.RATIO_OF_MEANS : Estimand.DIFFERENCE_OF_MEANS, a, b, Moments.differenceOfMeans(x, y)));
    }

    @Override
    public Estimand estimand() {
        return estimand;
    }

    @Override
    public double value() {
        return estimand.isRatio() ? a.value() / b.value() : apart;
    }

    /** mean(a) - θ mean(b) by its standard error. */
    private double t(double theta) {
        return (apart + (1 - theta) * b.value()) / error(theta);
    }

    private double error(double theta) {
        return Math.sqrt(a.error() + theta * theta * b.error());
    }

    private double df(double theta) {
        double both = a.error() + theta * theta * b.error();
        double shareA = both == 0 ? 1 : a.error() / both;
        double shareB = 1 - shareA;
        return 1 / (shareA * shareA / a.size().df() + shareB * shareB / b.size().df());
    }

    @Override
    public double t() {
        return t(1);
    }

    @Override
    public double p() {
        return StudentT.twoSided(t(), df(1));
    }

    @Override
    public Computed<Interval> interval(double level) {
        if (!estimand.isRatio()) {
            double half = StudentT.critical(level, df(1)) * error(1);
            return Computed.of(new Interval(apart - half, apart + half, level, IntervalMethod.WELCH));
        }
        double value = value();
        double far = FAR * Math.max(1, value);
        // one side may not scatter: at a ratio of 0 or far away nothing does then, and the limit is no limit
        UnivariateFunction beyond =
                theta -> Math.abs(value - theta) * b.value() - StudentT.critical(level, df(theta)) * error(theta);
        if (!(beyond.value(far) > 0)) {
            return Computed.not(
                    Obstacle.ZERO_MEAN,
                    "the reference's mean is not told from 0 by its trials, so that the ratio has no upper limit");
        }
        double high = solve(beyond, value, Math.max(2 * value, 1), far);
        double low = value > 0 && beyond.value(0) > 0 ? solve(beyond, 0, value) : 0;
        return Computed.of(new Interval(low, high, level, IntervalMethod.FIELLER));
    }

    /** The root above the estimate, bracketed by doubling so that the solver begins near it. */
    private static double solve(UnivariateFunction beyond, double from, double step, double far) {
        double upper = from + step;
        while (upper < far && beyond.value(upper) <= 0) {
            upper = from + 2 * (upper - from);
        }
        return solve(beyond, from, Math.min(upper, far));
    }

    private static double solve(UnivariateFunction beyond, double low, double high) {
        double tolerance = 1e-15 * Math.max(1e-300, Math.max(Math.abs(low), Math.abs(high)));
        return new BrentSolver(1e-14, tolerance, 1e-300).solve(200, beyond, low, high);
    }

    @Override
    public Computed<Tost> sameness(double margin) {
        if (!estimand.isRatio()) {
            return Computed.not(Obstacle.NEGATIVE_VALUES, "differences have no relative margin");
        }
        return Computed.of(new Tost(
                StudentT.survival(t(1 - margin), df(1 - margin)), StudentT.survival(-t(1 + margin), df(1 + margin))));
    }

    @Override
    public List<EffectiveSize> dependent() {
        return Stream.of(a.size(), b.size()).filter(EffectiveSize::isReduced).toList();
    }
}
