package io.krater.result;

import io.krater.launch.Printable;
import io.krater.metric.FoundMetrics;
import io.krater.metric.Metric;
import io.krater.metric.Timelines;
import io.krater.plan.TrialId;
import io.krater.result.compare.MetricComparison;
import io.krater.result.compare.SavedComparison;
import io.krater.result.model.ResultData;
import io.krater.result.model.ResultException;
import io.krater.result.store.Exclusions;
import io.krater.result.store.FolderReader;
import io.krater.result.table.ExclusionText;
import io.krater.result.table.ResultTable;
import io.krater.result.table.Tables;
import io.krater.timeline.Timeline;
import io.krater.trial.Trial;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a suite gave: its description, where and when it ran, and its trials. Immutable and thread-safe. Samples are held
 * as columns: a thousand trials of a thousand samples take about 80 MB.
 */
public final class SuiteResult extends ResultData {
    /** The result of this data. */
    public SuiteResult(ResultData data) {
        super(data);
    }

    /**
     * Reads a suite's results folder. A run may be writing to it meanwhile. Files that cannot be read are left out and
     * told of in {@link #warnings}.
     *
     * @param folder the suite's own folder, the one that holds {@code suite.json}
     * @throws ResultException if nothing there can be read, or a newer version of the library wrote it
     */
    public static SuiteResult read(Path folder) {
        ResultData read = new FolderReader(folder).read();
        return new SuiteResult(read.withMetrics(FoundMetrics.of(read.trials())));
    }

    /**
     * Sets a trial aside by hand: it takes no part in any figure from now on, whoever reads the folder or goes on in it, and
     * reports list it with the reason. Its file stays as it is; the decision is kept in {@code exclusions.json}. The tables in
     * the folder are as the last run wrote them: {@link #writeTables} writes them anew.
     *
     * @param folder the suite's own folder
     * @param trial which trial, as the results name it now; should it be made again, the new one counts
     * @param reason why, for readers of the result
     * @return the result with it
     * @throws IllegalArgumentException if there is no such trial, or the reason is blank
     * @throws ResultException if a run is going on in the folder, or it cannot be read or written
     */
    public static SuiteResult exclude(Path folder, TrialId trial, String reason) {
        Exclusions.add(folder, trial, reason);
        return read(folder);
    }

    /**
     * Takes back what {@link #exclude} did. What a rule of the experiment set aside stays so.
     *
     * @throws IllegalArgumentException if the trial was not set aside by hand
     * @throws ResultException if a run is going on in the folder, or it cannot be read or written
     */
    public static SuiteResult include(Path folder, TrialId trial) {
        Exclusions.remove(folder, trial);
        return read(folder);
    }

    /** The same result with a trial set aside; see {@link ResultData#excluding}. Nothing is kept in the folder: {@link #exclude} does that. */
    @Override
    public SuiteResult excluding(TrialId id, String reason) {
        return new SuiteResult(super.excluding(id, reason));
    }

    /**
     * Writes {@code trials.csv} (with these {@link #metrics}), {@code instances.csv} and {@code samples.csv}, each whole or not
     * at all.
     *
     * @param folder where to; it has to be there
     * @throws ResultException if one cannot be written
     */
    public void writeTables(Path folder) {
        Tables.trials(this, metrics(), folder.resolve("trials.csv"));
        Tables.instances(this, folder.resolve("instances.csv"));
        Tables.samples(this, folder.resolve("samples.csv"));
    }

    /** The same result with other metrics; see {@link #metrics()}. */
    public SuiteResult with(List<Metric> others) {
        return new SuiteResult(withMetrics(others));
    }

    /**
     * The same result with the marks of logs, put to the trials whose containers they tell of (see {@link Timelines#attach}), so
     * that steps are metrics like any other: {@link io.krater.metric.Metrics#step}. The files of the result stay as they are.
     */
    public SuiteResult attach(Collection<Timeline> timelines) {
        UnaryOperator<Trial> attaching = Timelines.attaching(timelines);
        return new SuiteResult(withTrials(attaching));
    }

    /**
     * The metrics that a person looks at first, those of one's own last; only such as some trial has. Never empty: where no
     * trial has any, it is what the suite would have been about.
     */
    public List<Metric> chiefMetrics() {
        List<Metric> chief = ResultTable.chief(this);
        List<Metric> known = chief.stream()
                .filter(metric -> trials().stream()
                        .anyMatch(trial -> trial.counts() && metric.of(trial).isPresent()))
                .toList();
        return known.isEmpty() ? chief.subList(0, 1) : known;
    }

    /** Compares a metric between environments, variant by variant, against the first environment until told otherwise. */
    public MetricComparison compare(Metric metric) {
        return MetricComparison.of(this, metric);
    }

    /**
     * Compares a metric with that of a saved result of the same suite, cell by cell.
     *
     * @param margin the relative margin within which means count as the same, between 0 and 1 exclusive, such as 0.05
     * @throws IllegalArgumentException if the margin is out of range and there is a cell to compare
     */
    public SavedComparison compareWith(SuiteResult saved, Metric metric, double margin) {
        return SavedComparison.of(this, saved, metric, margin);
    }

    /**
     * Compares a metric over several runs a side, this one among those here: scatter between runs of the same code is then
     * known, and counted.
     *
     * @param alsoHere other runs of this suite in the same state
     * @param saved the runs that these are set against, at least 2
     * @param margin the relative margin within which means count as the same, between 0 and 1 exclusive
     * @throws IllegalArgumentException with fewer than 2 runs a side, or a margin out of range
     */
    public SavedComparison compareRuns(
            List<SuiteResult> alsoHere, List<SuiteResult> saved, Metric metric, double margin) {
        List<SuiteResult> here = new ArrayList<>(List.of(this));
        here.addAll(alsoHere);
        return SavedComparison.ofRuns(here, saved, metric, margin);
    }

    /** Prints the chief metrics and those of one's own as a table, as wide as the terminal says ({@code COLUMNS}), else 80. */
    public void print(PrintStream out) {
        print(out, ResultTable.chief(this));
    }

    /** Prints these metrics as a table; one without any value leaves no trace. */
    public void print(PrintStream out, List<Metric> chosen) {
        print(out, chosen, ResultTable.terminalWidth());
    }

    /**
     * Prints these metrics as a table, and below it, each after an exclamation mark, the cells without a completed trial and
     * the warnings by which numbers may be wrong.
     *
     * @param width characters in a line, at least 40; from 120 on there are more columns
     */
    public void print(PrintStream out, List<Metric> chosen, int width) {
        out.print(ResultTable.of(this, chosen, width));
        ExclusionText.of(this).forEach(out::println);
        stopping().ifPresent(stopping -> stopping.sentences().forEach(out::println));
        new Notes(this).sentences().forEach(note -> out.println("! " + Printable.of(note)));
        out.flush();
    }
}
