package io.krater.stats.series;

import io.krater.stats.Computed;
import io.krater.stats.Moments;
import io.krater.stats.Normal;
import io.krater.stats.Numbers;
import io.krater.stats.Obstacle;
import io.krater.stats.Quantile;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;
import io.krater.stats.StudentT;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Doubts that come from the order in which the trials of a cell ran. */
final class OrderDoubts {
    private static final int FEWEST_IN_ORDER = 6;

    private final Sample sample;
    private final SeriesThresholds thresholds;

    OrderDoubts(Sample sample, SeriesThresholds thresholds) {
        this.sample = sample;
        this.thresholds = thresholds;
    }

    Computed<Optional<SeriesWarning>> drift() {
        int n = sample.size();
        if (n < FEWEST_IN_ORDER) {
            return Reasons.tooFew("a search for drift", FEWEST_IN_ORDER, n);
        }
        double median = Quantile.ofSorted(sample.sorted(), 0.5);
        if (median == 0) {
            return Computed.not(Obstacle.ZERO_MEAN, "the median is 0, and a relative drift divides by it");
        }
        return TheilSen.of(sample)
                .flatMap(line -> MannKendall.test(sample).map(trend -> {
                    double change = line.slope() * (n - 1) / Math.abs(median);
                    boolean doubtful = trend.p() < thresholds.alpha() && Math.abs(change) >= thresholds.drift();
                    Supplier<String> text = () -> driftText(change, trend);
                    return SpreadDoubts.warnIf(
                            doubtful, SeriesWarning.Kind.DRIFT, change, thresholds.drift(), List.of(), text);
                }));
    }

    private static String driftText(double change, MannKendall trend) {
        return String.format(
                Locale.ROOT,
                "from the first trial to the last the values %s by %.1f %% of the median (Theil-Sen), Mann-Kendall p = %.2g",
                change > 0 ? "rise" : "fall",
                100 * Math.abs(change),
                trend.p());
    }

    Computed<Optional<SeriesWarning>> autocorrelation() {
        int n = sample.size();
        if (n < FEWEST_IN_ORDER) {
            return Reasons.tooFew("a search for autocorrelation", FEWEST_IN_ORDER, n);
        }
        return Autocorrelation.of(sample).map(found -> {
            double bound = Autocorrelation.deviation(n) * -Normal.quantile(thresholds.alpha()) - 1.0 / n;
            Supplier<String> text = () -> String.format(
                    Locale.ROOT,
                    "each trial resembles the one before it: lag-1 autocorrelation %.2f, above %.2f; %d trials tell about as"
                            + " much as %.0f independent ones",
                    found.r1(),
                    bound,
                    n,
                    Math.max(1, n * (1 - found.r1()) / (1 + found.r1())));
            return SpreadDoubts.warnIf(
                    found.r1() > bound, SeriesWarning.Kind.AUTOCORRELATION, found.r1(), bound, List.of(), text);
        });
    }

    Computed<Optional<SeriesWarning>> levelChange() {
        int n = sample.size();
        if (n < FEWEST_IN_ORDER) {
            return Reasons.tooFew("a search for a change of level", FEWEST_IN_ORDER, n);
        }
        return ChangePoint.test(sample, thresholds.alpha()).map(found -> {
            boolean doubtful = found.p() < thresholds.alpha();
            Supplier<String> text = () -> {
                double[] values = sample.values();
                return String.format(
                        Locale.ROOT,
                        "the level changes after trial %d: the median goes from %s to %s (Pettitt, p = %.2g)",
                        found.before(),
                        Numbers.of(median(Arrays.copyOfRange(values, 0, found.before()))),
                        Numbers.of(median(Arrays.copyOfRange(values, found.before(), n))),
                        found.p());
            };
            return SpreadDoubts.warnIf(
                    doubtful, SeriesWarning.Kind.LEVEL_CHANGE, found.p(), thresholds.alpha(), List.of(), text);
        });
    }

    private static double median(double[] values) {
        return Quantile.ofSorted(Sample.of(values).sorted(), 0.5);
    }

    /** Student's t of one new value against the mean and scatter of the others. */
    Computed<Optional<SeriesWarning>> firstTrial() {
        int n = sample.size();
        if (n < FEWEST_IN_ORDER) {
            return Reasons.tooFew("a search for a first-trial effect", FEWEST_IN_ORDER, n);
        }
        Moments rest = Moments.of(Arrays.copyOfRange(sample.raw(), 1, n));
        if (rest.squares() == 0) {
            return Reasons.noSpread("a search for a first-trial effect", rest.mean());
        }
        if (rest.mean() == 0) {
            return Computed.not(Obstacle.ZERO_MEAN, "the mean is 0, and a relative difference divides by it");
        }
        double apart = sample.get(0) - rest.mean();
        double t = apart / (rest.sd() * Math.sqrt(1 + 1.0 / rest.n()));
        double critical = StudentT.critical(1 - thresholds.alpha(), rest.n() - 1.0);
        Supplier<String> text = () -> String.format(
                Locale.ROOT,
                "the first trial differs by %+.1f %% from the mean of the others, t = %.1f beyond %.1f",
                100 * apart / Math.abs(rest.mean()),
                t,
                critical);
        boolean doubtful = Math.abs(t) > critical;
        return Computed.of(
                SpreadDoubts.warnIf(doubtful, SeriesWarning.Kind.FIRST_TRIAL, t, critical, List.of(0), text));
    }
}
