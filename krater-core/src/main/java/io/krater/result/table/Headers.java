package io.krater.result.table;

import io.krater.metric.Metric;
import io.krater.sample.Column;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the columns of the tables are called: names that R and pandas take as they are. */
final class Headers {
    private static final Map<String, String> UNIT_WORDS =
            Map.of("s", "seconds", "us", "usec", "B", "bytes", "J", "joules", "%", "percent");

    private Headers() {}

    /** A metric's name, with its unit unless the name ends in it, short or in words. */
    static String header(Metric metric) {
        return withUnit(metric.name(), metric.unit());
    }

    /** A name, with its unit unless the name ends in it, short or in words. */
    static String withUnit(String name, String unit) {
        String folded = "_" + name.toLowerCase(Locale.ROOT);
        if (unit.isEmpty()
                || folded.endsWith("_" + ascii(unit).toLowerCase(Locale.ROOT))
                || folded.endsWith("_" + words(unit))) {
            return name;
        }
        return name + "_" + ascii(unit);
    }

    private static String ascii(String unit) {
        return plain(unit.replace("/", "_per_").replace("%", "percent"));
    }

    private static String words(String unit) {
        return Arrays.stream(unit.split("/", -1))
                .map(part -> UNIT_WORDS.getOrDefault(part, ascii(part).toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining("_per_"));
    }

    /** A figure's name, with its unit where the kernel's name lacks it. */
    static String header(Column column) {
        return switch (column) {
            case MEMORY_CURRENT, MEMORY_PEAK, SWAP_CURRENT, ANON, FILE, KERNEL, INACTIVE_FILE ->
                column.label() + "_bytes";
            default -> column.label();
        };
    }

    /** A name that R and pandas take as it is. */
    static String plain(String text) {
        return text.replaceAll("[^A-Za-z0-9_]+", "_");
    }
}
