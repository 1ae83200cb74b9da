package io.krater.stats.compare;

import io.krater.stats.Normal;
import io.krater.stats.series.Autocorrelation;
import io.krater.stats.series.EffectiveSize;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The autocorrelation of the trials of a whole family: its pairs are looked at together, because many short series tell what
 * each of them hides.
 */
final class SharedDependence {
    /** The correlation of two series of log-ratios is 1/2 where they share a group, and that of their lag-1 products 1/4. */
    private static final double SHARED = 0.25;

    private final List<Series> all = new ArrayList<>();

    private record Series(String a, String b, int n, Autocorrelation found) {
        double likeness(Series other) {
            if (a.equals(other.a) && b.equals(other.b)) {
                return 1;
            }
            boolean shared = a.equals(other.a) || a.equals(other.b) || b.equals(other.a) || b.equals(other.b);
            return shared ? SHARED : 0;
        }
    }

    /** Takes the series of a pair; one without an autocorrelation says nothing. */
    void add(String a, String b, BlockContrast contrast) {
        contrast.autocorrelation().ifPresent(found -> all.add(new Series(a, b, contrast.blocks(), found)));
    }

    /** The autocorrelation without its bias, where the family shows one that independent trials show in one of ten. */
    OptionalDouble correlation() {
        if (all.size() < 2) {
            return OptionalDouble.empty();
        }
        double z = all.stream().mapToDouble(s -> s.found().z()).sum();
        double variance = all.stream()
                .mapToDouble(s -> all.stream().mapToDouble(s::likeness).sum())
                .sum();
        if (z / Math.sqrt(variance) <= -Normal.quantile(EffectiveSize.ALPHA)) {
            return OptionalDouble.empty();
        }
        return all.stream()
                .mapToDouble(s -> EffectiveSize.unbiased(s.found().r1(), s.n()))
                .average();
    }
}
