package io.krater.report;

import io.krater.result.SuiteResult;
import io.krater.result.compare.MetricComparison;
import io.krater.result.store.AtomicFile;
import io.krater.result.store.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A result as a document. An extension point: implementations are immutable and thread-safe.
 *
 * <p>The documents here open with the conclusion in a sentence. Names, logs and facts are escaped for the format.
 */
@FunctionalInterface
public interface Report {

    /** The document. */
    String text();

    /**
     * Writes the document as UTF-8, whole or not at all, and durably; a file of this name is replaced. A link, a pipe or a device,
     * such as {@code /dev/stdout}, is written to.
     *
     * @throws UncheckedIOException if it cannot be written; the message names the file
     */
    default void write(Path file) {
        byte[] bytes = text().getBytes(StandardCharsets.UTF_8);
        Path whole = file.toAbsolutePath();
        try {
            Path folder = whole.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            AtomicFile.write(Disk.system(), whole, out -> out.write(bytes));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write report " + file + ": " + failed, failed);
        }
    }

    /** One self-contained page that needs no network, about the result's chief metric. */
    static Report html(SuiteResult result) {
        return html(result, chief(result));
    }

    /** The page about a comparison: its metric, its baseline, its margin. */
    static Report html(SuiteResult result, MetricComparison comparison) {
        return () -> new HtmlReport(result, comparison).render();
    }

    /** Markdown for a pull request, about the result's chief metric. */
    static Report markdown(SuiteResult result) {
        return markdown(result, chief(result));
    }

    /** Markdown about a comparison. */
    static Report markdown(SuiteResult result, MetricComparison comparison) {
        return () -> new TextReports(result, comparison).markdown();
    }

    /** A table for a paper in LaTeX with the package booktabs, about the result's chief metric. */
    static Report latex(SuiteResult result) {
        return latex(result, chief(result));
    }

    /** The LaTeX table of a comparison. */
    static Report latex(SuiteResult result, MetricComparison comparison) {
        return () -> new TextReports(result, comparison).latex();
    }

    private static MetricComparison chief(SuiteResult result) {
        return result.compare(result.chiefMetrics().get(0));
    }
}
