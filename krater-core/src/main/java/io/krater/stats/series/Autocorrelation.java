package io.krater.stats.series;

import io.krater.stats.Computed;
import io.krater.stats.Moments;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;

/**
 * The correlation of each trial with the one before it.
 *
 * @param r1 the lag-1 autocorrelation, between -1 and 1; independent trials scatter around -1/n
 * @param z r1 less its mean, by its standard deviation, both as they are for independent normal trials (Moran 1948)
 */
public record Autocorrelation(double r1, double z) {
    private static final int FEWEST = 4;

    /** Returns the lag-1 autocorrelation; not computable with fewer than 4 trials, or where all are equal. */
    public static Computed<Autocorrelation> of(Sample sample) {
        int n = sample.size();
        if (n < FEWEST) {
            return Reasons.tooFew("an autocorrelation", FEWEST, n);
        }
        if (sample.isConstant()) {
            return Reasons.noSpread("an autocorrelation", sample.get(0));
        }
        Moments moments = Moments.of(sample);
        double origin = sample.get(0);
        double centre = Moments.meanFrom(origin, sample.raw());
        double products = 0;
        for (int i = 1; i < n; i++) {
            products += (sample.get(i - 1) - origin - centre) * (sample.get(i) - origin - centre);
        }
        double r1 = products / moments.squares();
        return Computed.of(new Autocorrelation(r1, (r1 + 1.0 / n) / deviation(n)));
    }

    /** The standard deviation of r1 of n independent normal trials. */
    static double deviation(double n) {
        return (n - 2) / (n * Math.sqrt(n - 1));
    }
}
