package io.krater.stats.test;

import io.krater.stats.Computed;
import io.krater.stats.Moments;
import io.krater.stats.Obstacle;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;

/** The difference of two means with Welch's standard error and degrees of freedom. */
record MeanDifference(double difference, double standardError, double df) {

    static Computed<MeanDifference> of(Sample a, Sample b, String what) {
        int smaller = Math.min(a.size(), b.size());
        if (smaller < 2) {
            return Reasons.tooFew(what + " on each side", 2, smaller);
        }
        Moments ma = Moments.of(a);
        Moments mb = Moments.of(b);
        double va = ma.varianceOfMean();
        double vb = mb.varianceOfMean();
        if (va + vb == 0) {
            return Computed.not(
                    Obstacle.NO_SPREAD,
                    "all trials gave " + ma.mean() + " on one side and " + mb.mean() + " on the other, and " + what
                            + " needs values that differ");
        }
        // by shares, so that no fourth power of a standard deviation is formed
        double shareA = va / (va + vb);
        double shareB = 1 - shareA;
        double df = 1 / (shareA * shareA / (ma.n() - 1) + shareB * shareB / (mb.n() - 1));
        return Computed.of(new MeanDifference(Moments.differenceOfMeans(a, b), Math.sqrt(va + vb), df));
    }

    double t() {
        return difference / standardError;
    }
}
