package io.krater.result.table;

import io.krater.metric.Metric;
import io.krater.result.model.ResultData;
import io.krater.result.model.ResultException;
import io.krater.result.store.AtomicFile;
import io.krater.result.store.Disk;
import io.krater.result.store.FileProblem;
import io.krater.sample.Column;
import io.krater.suite.Variant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tidy tables of a result for R and pandas, as CSV (RFC 4180): UTF-8, lines ended by CR LF, a decimal point in any
 * locale, an empty field for what is absent. Columns are described in {@code docs/result-format.md}.
 *
 * <p>A table is there whole or not at all; one of the same name is replaced.
 */
public final class Tables {
    private static final Map<String, String> UNIT_WORDS =
            Map.of("s", "seconds", "us", "usec", "B", "bytes", "J", "joules", "%", "percent");

    private Tables() {}

    /**
     * Writes a row for each trial: its cell, outcome, phases, what the workload reported, and metrics. Metrics of a trial
     * that did not complete are left empty, so that a mean over the column is a mean over measurements.
     *
     * @throws ResultException if the file cannot be written
     */
    public static void trials(ResultData result, List<Metric> metrics, Path file) {
        write(file, out -> new TrialsTable(result, metrics).writeTo(out));
    }

    /**
     * Writes a row for each instant at which something was sampled, for all trials and scopes.
     *
     * @throws ResultException if the file cannot be written
     */
    public static void samples(ResultData result, Path file) {
        write(file, out -> new SamplesTable(result).writeTo(out));
    }

    /**
     * Writes a row for each instance of each trial: its node, how it came out, and when it reached which moment.
     *
     * @throws ResultException if the file cannot be written
     */
    public static void instances(ResultData result, Path file) {
        write(file, out -> new InstancesTable(result).writeTo(out));
    }

    private static void write(Path file, AtomicFile.Content content) {
        try {
            AtomicFile.write(Disk.system(), file, content);
        } catch (IOException failed) {
            throw new ResultException(
                    "cannot write " + file + ": " + FileProblem.describe(failed)
                            + "; the results that it is made from are unharmed; " + FileProblem.remedy(failed),
                    failed);
        }
    }

    /** Keys of all variants' parameters, in the order of their first use. */
    static Set<String> parameters(ResultData result) {
        Set<String> keys = new LinkedHashSet<>();
        for (Variant variant : result.suite().workload().variants()) {
            keys.addAll(variant.parameters().keySet());
        }
        result.trials()
                .forEach(trial -> keys.addAll(trial.variant().parameters().keySet()));
        return keys;
    }

    static String parameterHeader(String key) {
        return "param_" + plain(key);
    }

    /** A metric's name, with its unit unless the name ends in it, short or in words. */
    static String header(Metric metric) {
        String unit = metric.unit();
        String name = metric.name();
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
