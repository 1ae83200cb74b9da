package io.krater.report;

import io.krater.stats.Computed;
import io.krater.stats.Interval;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * How values of one unit are shown: in a unit that a person reads, with the digits that an interval justifies.
 *
 * @param unit the unit shown; empty for a plain number
 * @param factor from stored values to shown ones
 */
record DisplayUnit(String unit, double factor) {
    /** What stands where there is nothing to show. */
    static final String NONE = "–";

    private static final int DIGITS = 4;
    private static final double KIB = 1024;

    /** The way in which values up to this magnitude are shown. */
    static DisplayUnit of(String unit, DoubleStream values) {
        double largest = values.map(Math::abs).max().orElse(0);
        if (unit.equals("B")) {
            if (largest >= KIB * KIB * KIB) {
                return new DisplayUnit("GiB", 1 / KIB / KIB / KIB);
            }
            return largest >= KIB * KIB ? new DisplayUnit("MiB", 1 / KIB / KIB) : new DisplayUnit("KiB", 1 / KIB);
        }
        return unit.equals("s") && largest > 0 && largest < 1 ? new DisplayUnit("ms", 1e3) : new DisplayUnit(unit, 1);
    }

    /** Decimals that show two significant digits of the half width, or four of the value where there is none. */
    int digits(Optional<Double> halfWidth, Optional<Double> value) {
        double half = halfWidth.filter(h -> h > 0).orElse(0.0) * factor;
        if (half > 0) {
            return clamp(1 - (int) Math.floor(Math.log10(half)));
        }
        double size = Math.abs(value.orElse(0.0)) * factor;
        boolean whole = size == Math.rint(size);
        return whole ? 0 : clamp(DIGITS - 1 - (int) Math.floor(Math.log10(size)));
    }

    private static int clamp(int digits) {
        return Math.max(0, Math.min(6, digits));
    }

    String text(Computed<Double> value, int digits) {
        return value.optional().map(v -> text(v, digits)).orElse(NONE);
    }

    String text(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value * factor);
    }

    String interval(Computed<Interval> interval, int digits) {
        return interval.optional()
                .map(i -> text(i.low(), digits) + " to " + text(i.high(), digits))
                .orElse(NONE);
    }

    /** A label with the unit, as it stands on an axis or in a table's head. */
    String label(String name) {
        return unit.isEmpty() ? name : name + " (" + unit + ")";
    }

    /** Three significant digits, in plain digits where that is short. */
    static String brief(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (size >= 1e6 || size < 1e-3) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        return String.format(Locale.ROOT, "%." + Math.max(0, 2 - (int) Math.floor(Math.log10(size))) + "f", value);
    }

    /** A ratio: near 1, where differences of a per mille matter, with three decimals. */
    static String ratio(double value) {
        return value >= 0.1 && value < 10 ? String.format(Locale.ROOT, "%.3f", value) : brief(value);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String p(double p) {
        return p < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
    }
}
