package io.krater.result.rund;

import io.krater.metric.HoldMetrics;
import io.krater.metric.StartMetrics;
import io.krater.result.SuiteResult;
import io.krater.result.store.AtomicFile;
import io.krater.result.store.Disk;
import io.krater.suite.Variant;
import io.krater.trial.MeasuredValue;
import io.krater.trial.Trial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * RunD's four kinds of table, from any result of experiments on start-up and density:
 *
 * <ul>
 *   <li>{@code time.csv}: a row for each runtime, a column for each level: mean over rounds of (latest end - earliest start), in
 *       ms
 *   <li>{@code cpu.csv}: the same of CPU time: mean busy ticks x 10 ms / level, in ms a container
 *   <li>{@code mem_<runtime>.csv}: a row for each size of memory, a column for each density: sum of PSS / density, in KiB
 *   <li>{@code density_<runtime>.csv}: a row for each background density, a column for each level, as in {@code time.csv}
 * </ul>
 *
 * What was not run is an empty cell; numbers are printed as Python prints them. Rounds that failed or are set aside take no
 * part. {@code mem_} and {@code density_} have the rows and columns of RunD's scripts where these hold all that was run, else
 * those that were run.
 */
public final class RundTables {
    private static final double MILLI = 1e6;
    private static final double TICK_MILLIS = 10;
    private static final double KIB = 1024;
    private static final String MEMORY = "memory";
    private static final List<Integer> SIZES = List.of(128, 256, 512, 1024, 2048, 4096);
    private static final List<Integer> DENSITIES = List.of(1, 10, 100, 500, 1000, 2000);
    private static final List<Integer> BACKGROUND = List.of(100, 200, 500, 1000);
    private static final List<Integer> ON_TOP = List.of(1, 10, 100, 200);

    private final Map<String, String> files = new LinkedHashMap<>();

    private RundTables(SuiteResult result) {
        List<String> runtimes = result.suite().environments().stream()
                .map(environment -> environment.name())
                .toList();
        List<Trial> rounds =
                counted(result, variant -> has(variant, StartMetrics.LEVEL) && !has(variant, HoldMetrics.DENSITY));
        if (!rounds.isEmpty()) {
            Function<Trial, String> byRuntime = trial -> trial.id().environment();
            List<String> rows = runtimes.stream()
                    .filter(name -> rounds.stream()
                            .anyMatch(trial -> byRuntime.apply(trial).equals(name)))
                    .toList();
            List<Integer> levels = present(rounds, StartMetrics.LEVEL);
            files.put(
                    "time.csv",
                    table("runtime", rows, byRuntime, levels, StartMetrics.LEVEL, rounds, RundTables::time));
            files.put(
                    "cpu.csv", table("runtime", rows, byRuntime, levels, StartMetrics.LEVEL, rounds, RundTables::cpu));
        }
        for (String runtime : runtimes) {
            List<Trial> held = of(
                    runtime,
                    counted(
                            result,
                            variant -> has(variant, HoldMetrics.DENSITY)
                                    && !has(variant, StartMetrics.LEVEL)
                                    && !has(variant, "until")));
            if (!held.isEmpty()) {
                files.put(
                        "mem_" + runtime + ".csv",
                        grid(held, MEMORY, SIZES, HoldMetrics.DENSITY, DENSITIES, RundTables::memory));
            }
            List<Trial> onTop = of(
                    runtime,
                    counted(result, variant -> has(variant, HoldMetrics.DENSITY) && has(variant, StartMetrics.LEVEL)));
            if (!onTop.isEmpty()) {
                files.put(
                        "density_" + runtime + ".csv",
                        grid(onTop, HoldMetrics.DENSITY, BACKGROUND, StartMetrics.LEVEL, ON_TOP, RundTables::time));
            }
        }
    }

    /** The tables of a result. */
    public static RundTables of(SuiteResult result) {
        return new RundTables(result);
    }

    /** The tables as text, by the names of their files; none where the result has no such experiment. */
    public Map<String, String> texts() {
        return java.util.Collections.unmodifiableMap(files);
    }

    /**
     * Writes the tables into a folder, which is made if need be; files of these names are replaced.
     *
     * @return the files
     * @throws IOException if one cannot be written
     */
    public List<Path> write(Path folder) throws IOException {
        AtomicFile.createDirectories(Disk.system(), folder);
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, String> table : files.entrySet()) {
            Path file = folder.resolve(table.getKey());
            byte[] bytes = table.getValue().getBytes(StandardCharsets.UTF_8);
            AtomicFile.replace(Disk.system(), file, out -> out.write(bytes));
            written.add(file);
        }
        return written;
    }

    private static List<Trial> counted(SuiteResult result, Function<Variant, Boolean> which) {
        return result.trials().stream()
                .filter(trial -> which.apply(trial.variant()))
                .toList();
    }

    private static List<Trial> of(String runtime, List<Trial> trials) {
        return trials.stream()
                .filter(trial -> trial.id().environment().equals(runtime))
                .toList();
    }

    private static boolean has(Variant variant, String parameter) {
        return variant.number(parameter).isPresent() || variant.parameters().containsKey(parameter);
    }

    private static int number(Trial trial, String parameter) {
        return (int) trial.variant().number(parameter).orElse(0);
    }

    private static List<Integer> present(List<Trial> trials, String parameter) {
        SortedSet<Integer> values = new TreeSet<>();
        trials.forEach(trial -> values.add(number(trial, parameter)));
        return List.copyOf(values);
    }

    private static String grid(
            List<Trial> trials,
            String row,
            List<Integer> usualRows,
            String column,
            List<Integer> usualColumns,
            Function<List<Trial>, OptionalDouble> cell) {
        List<Integer> rows = present(trials, row);
        List<Integer> columns = present(trials, column);
        boolean usual = usualRows.containsAll(rows) && usualColumns.containsAll(columns);
        List<String> names = (usual ? usualRows : rows)
                .stream().map(value -> rowName(row, value)).toList();
        return table(
                row,
                names,
                trial -> rowName(row, number(trial, row)),
                usual ? usualColumns : columns,
                column,
                trials,
                cell);
    }

    /** What ran without a limit of memory has none to be named by. */
    private static String rowName(String row, int value) {
        return row.equals(MEMORY) && value == 0 ? "unlimited" : Integer.toString(value);
    }

    private static String table(
            String corner,
            List<String> rows,
            Function<Trial, String> rowOf,
            List<Integer> columns,
            String column,
            List<Trial> trials,
            Function<List<Trial>, OptionalDouble> cell) {
        Map<String, List<Trial>> byCell = new LinkedHashMap<>();
        for (Trial trial : trials) {
            if (trial.outcome().isCompleted() && trial.exclusion().isEmpty()) {
                byCell.computeIfAbsent(rowOf.apply(trial) + "," + number(trial, column), fresh -> new ArrayList<>())
                        .add(trial);
            }
        }
        StringBuilder text = new StringBuilder(corner);
        columns.forEach(number -> text.append(',').append(number));
        text.append('\n');
        for (String row : rows) {
            text.append(row);
            for (int number : columns) {
                OptionalDouble value = cell.apply(byCell.getOrDefault(row + "," + number, List.of()));
                text.append(',').append(value.isPresent() ? PythonFloat.text(value.getAsDouble()) : "");
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static OptionalDouble time(List<Trial> rounds) {
        return rounds.stream()
                .map(StartMetrics::makespanNanos)
                .filter(OptionalLong::isPresent)
                .mapToDouble(nanos -> nanos.getAsLong() / MILLI)
                .average();
    }

    private static OptionalDouble cpu(List<Trial> rounds) {
        OptionalDouble busy = figures(rounds, StartMetrics.HOST_BUSY.name(), TICK_MILLIS);
        return busy.isPresent()
                ? OptionalDouble.of(busy.getAsDouble() * TICK_MILLIS / number(rounds.get(0), StartMetrics.LEVEL))
                : busy;
    }

    private static OptionalDouble memory(List<Trial> ramps) {
        OptionalDouble kib = figures(ramps, HoldMetrics.PSS.name(), KIB);
        return kib.isPresent() ? OptionalDouble.of(kib.getAsDouble() / number(ramps.get(0), HoldMetrics.DENSITY)) : kib;
    }

    /** Mean of a measured figure, in multiples of a unit. */
    private static OptionalDouble figures(List<Trial> trials, String name, double unit) {
        double sum = 0;
        int count = 0;
        for (Trial trial : trials) {
            MeasuredValue value = trial.whole().figures().get(name);
            if (value != null) {
                sum += value.value() / unit;
                count++;
            }
        }
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
    }
}
