package io.krater.experiment.lifecycle.study;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A folder with the study's export: files named {@code *.csv}, {@code *.json}, {@code *.jsonl} or {@code *.ndjson}, and any of
 * them packed as {@code .gz}. What a file holds is told by its columns, not by its name:
 *
 * <pre>
 * simulations   _id, sim_id, platform
 * hosts         simulation_id, hostname, role        (and ram_total in MiB, where it is known)
 * events        simulation_id, event_type, timestamp
 * metrics       hostname, chart_name, id, value, timestamp   (and simulation_id or sim_id, else told by host and time)
 * </pre>
 *
 * <p>Stamps are seconds since the Unix epoch, or dates with a zone. Immutable and thread-safe.
 */
public final class StudyFolder {
    /** Memory of the study's own hosts in MiB. */
    public static final double STUDY_RAM_MIB = 3936;

    private final Path folder;
    private final double ramMib;
    private final Map<String, Double> ramOfHosts;

    private StudyFolder(Path folder, double ramMib, Map<String, Double> ramOfHosts) {
        this.folder = folder;
        this.ramMib = ramMib;
        this.ramOfHosts = ramOfHosts;
    }

    /** The export in a folder, of hosts that have {@value #STUDY_RAM_MIB} MiB of memory where nothing else is said. */
    public static StudyFolder at(Path folder) {
        return new StudyFolder(folder, STUDY_RAM_MIB, Map.of());
    }

    /** The same with another total of memory for all hosts of which none is known, in MiB. */
    public StudyFolder ramTotal(double mib) {
        return new StudyFolder(folder, requireRam(mib), ramOfHosts);
    }

    /** The same with the total of memory of a host, in MiB. It comes before what the table of hosts says. */
    public StudyFolder ramTotal(String host, double mib) {
        Map<String, Double> totals = new LinkedHashMap<>(ramOfHosts);
        totals.put(host, requireRam(mib));
        return new StudyFolder(folder, ramMib, Collections.unmodifiableMap(totals));
    }

    private static double requireRam(double mib) {
        if (!(mib > 0) || Double.isInfinite(mib)) {
            throw new IllegalArgumentException("a host's memory must be above 0 MiB, was " + mib);
        }
        return mib;
    }

    /** What a file can hold. */
    enum Table {
        METRICS("hostname", "chart_name", "id", "value", "timestamp"),
        EVENTS("event_type", "timestamp"),
        HOSTS("hostname", "role"),
        SIMULATIONS("platform");

        @SuppressWarnings("ImmutableEnumChecker") // List.of is
        final List<String> columns;

        Table(String... columns) {
            this.columns = List.of(columns);
        }
    }

    /**
     * Reads all of it. A gzip file and a plain one are read alike; of metrics only those are kept that are shown.
     *
     * @throws StudyFormatException if a file is damaged or lacks a column, if a value is no number or a stamp has no zone, or
     *     if there are no simulations; with file and line
     * @throws IOException if a file cannot be read
     */
    public StudyData read() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder + " is no folder: --from names the one with the study's export");
        }
        List<String> notes = new ArrayList<>();
        Map<Table, List<Path>> files = sortFiles(notes);
        if (!files.containsKey(Table.SIMULATIONS)) {
            throw new StudyFormatException(
                    folder.toString(),
                    "has no table of simulations: one of its .csv or .json files needs the columns sim_id and platform");
        }
        StudyCollector collector = new StudyCollector(ramMib, ramOfHosts, notes);
        for (Table table : List.of(Table.SIMULATIONS, Table.HOSTS, Table.EVENTS, Table.METRICS)) {
            for (Path file : files.getOrDefault(table, List.of())) {
                try (Rows rows = open(file)) {
                    collector.take(table, rows);
                }
            }
            if (!files.containsKey(table)) {
                notes.add("there is no table of " + table.name().toLowerCase(java.util.Locale.ROOT) + " in " + folder);
            }
        }
        return collector.finish();
    }

    private Map<Table, List<Path>> sortFiles(List<String> notes) throws IOException {
        List<Path> candidates;
        try (Stream<Path> entries = Files.list(folder)) {
            candidates = entries.filter(file -> name(file).matches("[^.].*\\.(csv|json|jsonl|ndjson)(\\.gz)?"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
        Map<Table, List<Path>> files = new EnumMap<>(Table.class);
        for (Path file : candidates) {
            Set<String> columns;
            try (Rows rows = open(file)) {
                columns = Set.copyOf(rows.columns());
            }
            Table table = tableOf(columns);
            if (table == null) {
                notes.add(file.getFileName() + " is left out: with the columns " + String.join(", ", sorted(columns))
                        + " it is none of the study's tables");
            } else {
                files.computeIfAbsent(table, none -> new ArrayList<>()).add(file);
            }
        }
        return files;
    }

    private static List<String> sorted(Set<String> columns) {
        return columns.stream().sorted().limit(8).toList();
    }

    private static @org.jspecify.annotations.Nullable Table tableOf(Set<String> columns) {
        for (Table table : Table.values()) {
            if (columns.containsAll(table.columns)) {
                return table;
            }
        }
        return null;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static Rows open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            String name = name(file);
            if (name.endsWith(".gz")) {
                in = new GZIPInputStream(in, 1 << 16);
                name = name.substring(0, name.length() - 3);
            }
            return name.endsWith(".csv") ? new CsvRows(in, name(file)) : new JsonRows(in, name(file));
        } catch (IOException failed) {
            in.close();
            throw failed;
        }
    }
}
