package io.krater.result.table;

import io.krater.metric.Metric;
import io.krater.result.model.ResultData;
import io.krater.result.model.ResultException;
import io.krater.result.store.AtomicFile;
import io.krater.result.store.Disk;
import io.krater.result.store.FileProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Tidy tables of a result for R and pandas, as CSV (RFC 4180): UTF-8, lines ended by CR LF, a decimal point in any
 * locale, an empty field for what is absent. Columns are described in {@code docs/result-format.md}.
 *
 * <p>A table is there whole or not at all; one of the same name is replaced.
 */
public final class Tables {
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
}
