package io.krater.stats.bootstrap;

import io.krater.stats.Computed;
import io.krater.stats.Estimate;
import io.krater.stats.Interval;
import io.krater.stats.Moments;
import io.krater.stats.Obstacle;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;
import java.util.Arrays;

/** Two non-empty samples whose means are set against each other. */
public record MeanPair(Sample a, Sample b, double meanA, double meanB) {

    public static Computed<MeanPair> of(Sample a, Sample b) {
        if (Math.min(a.size(), b.size()) < 1) {
            return Reasons.tooFew("a comparison of means on each side", 1, 0);
        }
        return Computed.of(
                new MeanPair(a, b, Moments.of(a).mean(), Moments.of(b).mean()));
    }

    public Estimate difference(ResampledPair resampled, double level) {
        double value = Moments.differenceOfMeans(a, b);
        return new Estimate(value, smallerSize().flatMap(n -> {
            double acceleration = Bca.acceleration(shifted(a, 1), shifted(b, -1));
            return Bootstrap.interval(resampled.differences(), value, acceleration, level, widening(1, 1));
        }));
    }

    public Computed<Estimate> ratio(ResampledPair resampled, double level) {
        if (meanB == 0) {
            return Computed.not(Obstacle.ZERO_MEAN, "the baseline's mean is 0, and a ratio divides by it");
        }
        if (Arrays.stream(a.raw()).anyMatch(v -> v < 0)
                || Arrays.stream(b.raw()).anyMatch(v -> v < 0)) {
            return Computed.not(
                    Obstacle.NEGATIVE_VALUES, "some trials gave negative values, whose means have no meaningful ratio");
        }
        double value = meanA / meanB;
        return Computed.of(new Estimate(value, smallerSize().flatMap(n -> ratioInterval(resampled, value, level))));
    }

    private Computed<Interval> ratioInterval(ResampledPair resampled, double value, double level) {
        double[] ratios = resampled.ratios();
        if (ratios.length == 0) {
            return Computed.not(
                    Obstacle.ZERO_MEAN, "a resample of the baseline holds only zeros, so the ratio has no upper limit");
        }
        return Bootstrap.interval(ratios, value, ratioAcceleration(), level, widening(meanA, meanB));
    }

    public double ratioAcceleration() {
        double[] leftA = Jackknife.means(a.raw());
        double[] leftB = Jackknife.means(b.raw());
        for (int i = 0; i < leftA.length; i++) {
            leftA[i] /= meanB;
        }
        double centre = Moments.meanFrom(b.get(0), b.raw());
        for (int i = 0; i < leftB.length; i++) {
            // meanA / leftB less meanA / meanB, by the difference of the two means and not of the two quotients
            leftB[i] = meanA * (centre - leftB[i]) / ((b.get(0) + leftB[i]) * meanB);
        }
        return Bca.acceleration(leftA, leftB);
    }

    /** The size of the smaller sample, where there are enough trials and they differ. */
    private Computed<Integer> smallerSize() {
        int smaller = Math.min(a.size(), b.size());
        if (smaller < Bootstrap.FEWEST_FOR_TWO_MEANS) {
            return Reasons.tooFew("a bootstrap interval on each side", Bootstrap.FEWEST_FOR_TWO_MEANS, smaller);
        }
        if (a.isConstant() && b.isConstant()) {
            return Computed.not(
                    Obstacle.NO_SPREAD, "neither side scatters, and a bootstrap interval needs values that differ");
        }
        return Computed.of(smaller);
    }

    private static double[] shifted(Sample sample, double sign) {
        double[] means = Jackknife.means(sample.raw());
        for (int i = 0; i < means.length; i++) {
            means[i] *= sign;
        }
        return means;
    }

    /** With each mean's standard error in units of the given number; a mean of 0 here has no error either. */
    private Widening widening(double unitA, double unitB) {
        double errorA = unitA == 0 ? 0 : Math.sqrt(Moments.of(a).varianceOfMean()) / unitA;
        double errorB = Math.sqrt(Moments.of(b).varianceOfMean()) / unitB;
        double larger = Math.max(errorA, errorB);
        double va = errorA / larger;
        double vb = errorB / larger;
        return Widening.ofTwoMeans(a.size(), va * va, b.size(), vb * vb);
    }
}
