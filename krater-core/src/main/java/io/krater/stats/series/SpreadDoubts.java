package io.krater.stats.series;

import io.krater.stats.Computed;
import io.krater.stats.Moments;
import io.krater.stats.Quantile;
import io.krater.stats.Reasons;
import io.krater.stats.Sample;
import io.krater.stats.Summary;
import io.krater.stats.test.ShapiroWilk;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Doubts that come from how the trials of a cell are distributed, whatever their order. */
final class SpreadDoubts {
    private static final int FEWEST_FOR_SHAPE = 8;

    private final Sample sample;
    private final SeriesThresholds thresholds;

    SpreadDoubts(Sample sample, SeriesThresholds thresholds) {
        this.sample = sample;
        this.thresholds = thresholds;
    }

    Computed<Optional<SeriesWarning>> highCv() {
        return Summary.of(sample).cv().map(cv -> {
            Supplier<String> text = () -> String.format(
                    Locale.ROOT,
                    "the coefficient of variation is %.1f %%, above %.1f %%",
                    100 * cv,
                    100 * thresholds.cv());
            return warnIf(cv > thresholds.cv(), SeriesWarning.Kind.HIGH_CV, cv, thresholds.cv(), List.of(), text);
        });
    }

    Computed<Optional<SeriesWarning>> bimodal() {
        int n = sample.size();
        if (n < FEWEST_FOR_SHAPE) {
            return Reasons.tooFew("a search for two modes", FEWEST_FOR_SHAPE, n);
        }
        return Dip.of(sample).map(dip -> {
            double scaled = dip.dip() * Math.sqrt(n);
            double critical = DipCritical.of(n);
            Supplier<String> text = () -> String.format(
                    Locale.ROOT,
                    "the trials look like several clusters: dip x sqrt(n) is %.2f, above %.2f",
                    scaled,
                    critical);
            return warnIf(scaled > critical, SeriesWarning.Kind.BIMODAL, scaled, critical, List.of(), text);
        });
    }

    Computed<Optional<SeriesWarning>> outliers() {
        int n = sample.size();
        if (n < FEWEST_FOR_SHAPE) {
            return Reasons.tooFew("a search for outliers", FEWEST_FOR_SHAPE, n);
        }
        double[] ascending = sample.sorted();
        double lower = Quantile.ofSorted(ascending, 0.25);
        double upper = Quantile.ofSorted(ascending, 0.75);
        if (lower == upper) {
            return Reasons.halfEqual("a search for outliers", lower);
        }
        double reach = thresholds.fence() * (upper - lower);
        List<Integer> beyond = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            if (sample.get(i) < lower - reach || sample.get(i) > upper + reach) {
                beyond.add(i);
            }
        }
        Supplier<String> text = () -> String.format(
                Locale.ROOT,
                "%d of %d trials outside %.6g .. %.6g, the quartiles widened by %.1f interquartile ranges",
                beyond.size(),
                n,
                lower - reach,
                upper + reach,
                thresholds.fence());
        return Computed.of(warnIf(
                !beyond.isEmpty(), SeriesWarning.Kind.OUTLIERS, beyond.size(), thresholds.fence(), beyond, text));
    }

    /** Cochran's rule (1977, section 2.15), asked only where Shapiro-Wilk says that the skewness is no accident. */
    Computed<Optional<SeriesWarning>> skewed() {
        int n = sample.size();
        if (n < FEWEST_FOR_SHAPE) {
            return Reasons.tooFew("a judgement of skewness", FEWEST_FOR_SHAPE, n);
        }
        return ShapiroWilk.test(sample).map(normality -> {
            double skewness = Moments.of(sample).skewness(sample.raw());
            double asked = 25 * skewness * skewness;
            Supplier<String> text = () -> String.format(
                    Locale.ROOT,
                    "the skewness is %.2f, for which an interval of the mean needs about %.0f trials, and there are %d",
                    skewness,
                    Math.ceil(asked),
                    n);
            boolean doubtful = normality.p() < thresholds.alpha() && asked > n;
            return warnIf(doubtful, SeriesWarning.Kind.SKEWED, asked, n, List.of(), text);
        });
    }

    static Optional<SeriesWarning> warnIf(
            boolean doubtful,
            SeriesWarning.Kind kind,
            double number,
            double threshold,
            List<Integer> trials,
            Supplier<String> text) {
        return doubtful
                ? Optional.of(new SeriesWarning(kind, number, threshold, trials, text.get()))
                : Optional.empty();
    }
}
