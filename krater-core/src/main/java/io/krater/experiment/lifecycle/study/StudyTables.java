package io.krater.experiment.lifecycle.study;

import io.krater.experiment.lifecycle.Decimals;
import io.krater.experiment.lifecycle.ExcludedLife;
import io.krater.experiment.lifecycle.Life;
import io.krater.experiment.lifecycle.LifePhase;
import io.krater.experiment.lifecycle.Lives;
import io.krater.experiment.lifecycle.PhaseTable;
import io.krater.experiment.lifecycle.Spread;
import io.krater.monitor.HostQuantity;
import io.krater.monitor.HostSeries;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The study's six tables as CSV, numbers with at most 4 decimals and none that are zero, as R writes them. What was not
 * observed has no row, and a standard deviation of one value is empty.
 *
 * <pre>
 * simulation-events.csv   event,type,duration,sim_id,platform      type is Start or End, duration counts from START_SIMULATION
 * phases.csv              platform,sim_id,event,length
 * phases-by-platform.csv  platform,event,n,min,max,median,q0.25,q0.75,mean,sd
 * summary-cpu.csv         hostname,sim_id,min,max,median,q0.25,q0.75,mean,sd
 * summary-ram.csv         the same, summary-disk.csv too
 * exclusions.csv          sim_id,platform,reason
 * </pre>
 */
public final class StudyTables {
    private static final String SPREAD = "min,max,median,q0.25,q0.75,mean,sd";

    private final Lives lives;
    private final PhaseTable table;

    private StudyTables(Lives lives, PhaseTable table) {
        this.lives = lives;
        this.table = table;
    }

    /** The tables of these lives with the study's phases. */
    public static StudyTables of(Lives lives) {
        return new StudyTables(lives, PhaseTable.study());
    }

    /** The tables of these lives with other phases. */
    public static StudyTables of(Lives lives, PhaseTable table) {
        return new StudyTables(lives, table);
    }

    /** Writes a table. */
    private interface Table {
        void write(Rows to) throws IOException;
    }

    /**
     * Writes all of them into a folder, which is made where it is not there; tables of before are replaced, one by one.
     *
     * @return the files
     * @throws IOException if one cannot be written
     */
    public List<Path> write(Path folder) throws IOException {
        Files.createDirectories(folder);
        return List.of(
                file(folder, "simulation-events.csv", "event,type,duration,sim_id,platform", this::events),
                file(folder, "phases.csv", "platform,sim_id,event,length", this::phases),
                file(folder, "phases-by-platform.csv", "platform,event,n," + SPREAD, this::phasesByPlatform),
                file(folder, "summary-cpu.csv", "hostname,sim_id," + SPREAD, to -> summary(HostQuantity.CPU, to)),
                file(folder, "summary-ram.csv", "hostname,sim_id," + SPREAD, to -> summary(HostQuantity.MEMORY, to)),
                file(folder, "summary-disk.csv", "hostname,sim_id," + SPREAD, to -> summary(HostQuantity.DISK, to)),
                file(folder, "exclusions.csv", "sim_id,platform,reason", this::exclusions));
    }

    private static Path file(Path folder, String name, String header, Table table) throws IOException {
        Path file = folder.resolve(name);
        Path unfinished = folder.resolve(".krater-" + ProcessHandle.current().pid() + "-" + name + ".tmp");
        Files.deleteIfExists(unfinished);
        try {
            // made anew: a link that somebody puts there is not followed
            try (BufferedWriter out = Files.newBufferedWriter(
                    unfinished, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                out.write(header + "\n");
                table.write(new Rows(out));
            }
            return Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Rows of a file. */
    private record Rows(Writer out) {
        void row(List<String> cells) throws IOException {
            for (int i = 0; i < cells.size(); i++) {
                if (i > 0) {
                    out.write(',');
                }
                out.write(quoted(cells.get(i)));
            }
            out.write('\n');
        }

        private static String quoted(String cell) {
            boolean plain =
                    cell.indexOf(',') < 0 && cell.indexOf('"') < 0 && cell.indexOf('\n') < 0 && cell.indexOf('\r') < 0;
            return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
        }
    }

    private void events(Rows to) throws IOException {
        for (Life life : lives.counted()) {
            for (LifePhase phase : table.withTotal()) {
                event(to, life, phase.name(), "Start", phase.from());
                event(to, life, phase.name(), "End", phase.to());
            }
        }
    }

    private void event(Rows to, Life life, String phase, String type, String event) throws IOException {
        OptionalDouble duration = life.sinceStart(table, event);
        if (duration.isPresent()) {
            to.row(List.of(phase, type, Decimals.text(duration.getAsDouble()), life.id(), life.platform()));
        }
    }

    private void phases(Rows to) throws IOException {
        for (Life life : lives.counted()) {
            for (LifePhase phase : table.withTotal()) {
                OptionalDouble length = life.length(phase);
                if (length.isPresent()) {
                    to.row(List.of(life.platform(), life.id(), phase.name(), Decimals.text(length.getAsDouble())));
                }
            }
        }
    }

    private void phasesByPlatform(Rows to) throws IOException {
        for (String platform : lives.platforms()) {
            for (LifePhase phase : table.withTotal()) {
                double[] lengths = lives.of(platform).stream()
                        .map(life -> life.length(phase))
                        .filter(OptionalDouble::isPresent)
                        .mapToDouble(OptionalDouble::getAsDouble)
                        .toArray();
                if (lengths.length > 0) {
                    List<String> row =
                            new ArrayList<>(List.of(platform, phase.name(), Integer.toString(lengths.length)));
                    spread(row, lengths);
                    to.row(row);
                }
            }
        }
    }

    private void summary(HostQuantity quantity, Rows to) throws IOException {
        record Row(String id, HostSeries series) {}
        List<Row> rows = new ArrayList<>();
        lives.counted()
                .forEach(life -> life.metrics().of(quantity).stream()
                        .filter(series -> series.size() > 0)
                        .forEach(series -> rows.add(new Row(life.id(), series))));
        // as R sorts what is summarised by group
        rows.sort(Comparator.<Row, String>comparing(row -> row.series.host())
                .thenComparing(Row::id, StudyCollector::compareIds));
        List<List<String>> lines = rows.parallelStream()
                .map(row -> {
                    List<String> cells = new ArrayList<>(List.of(row.series.host(), row.id));
                    spread(cells, row.series.values());
                    return cells;
                })
                .toList();
        for (List<String> line : lines) {
            to.row(line);
        }
    }

    private static void spread(List<String> row, double[] values) {
        Spread spread = Spread.of(values);
        for (double value :
                new double[] {spread.min(), spread.max(), spread.median(), spread.q25(), spread.q75(), spread.mean()}) {
            row.add(number(value));
        }
        row.add(spread.sd().isPresent() ? number(spread.sd().getAsDouble()) : "");
    }

    private static String number(double value) {
        return Decimals.text(Decimals.round(value, 4));
    }

    private void exclusions(Rows to) throws IOException {
        for (ExcludedLife exclusion : lives.excluded()) {
            to.row(List.of(exclusion.id(), exclusion.platform(), exclusion.reason()));
        }
    }
}
