package io.krater.result.table;

import io.krater.launch.Printable;
import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.result.model.Cell;
import io.krater.result.model.ResultData;
import io.krater.stats.Computed;
import io.krater.stats.Interval;
import io.krater.stats.Sample;
import io.krater.stats.Summary;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;

/** Results as text: for each metric a row a cell, within a given width. */
public final class ResultTable {
    private static final int WIDE = 120;
    /** Columns from here on are figures of the metric, but for the one of percents. */
    private static final int FIRST_FIGURE = 4;

    private static final int PERCENT = 6;

    private final int width;
    private final StringBuilder text = new StringBuilder();

    ResultTable(int width) {
        this.width = width;
    }

    /**
     * The metrics of a result that a person looks at first: what the workload says that it is about, what was achieved, at
     * what cost, and those of one's own.
     */
    public static List<Metric> chief(ResultData result) {
        boolean reports = hasValues(result, Metrics.THROUGHPUT);
        Set<Metric> chosen = new LinkedHashSet<>();
        primary(result).ifPresent(chosen::add);
        chosen.add(
                reports
                        ? Metrics.THROUGHPUT
                        : hasValues(result, Metrics.WALL_TIME) ? Metrics.WALL_TIME : Metrics.GATE_TIME);
        chosen.add(reports ? Metrics.CPU_CORES : Metrics.CPU_TIME);
        chosen.add(Metrics.PEAK_MEMORY);
        // one figure of the start: the pod's where there are pods, else the process's
        chosen.add(hasValues(result, Metrics.COLD_START) ? Metrics.COLD_START : Metrics.FIRST_OUTPUT);
        chosen.add(Metrics.ENERGY);
        result.metrics().stream()
                .filter(metric -> !Metrics.all().contains(metric))
                .forEach(chosen::add);
        return List.copyOf(chosen);
    }

    /** Empty for the gate's length, too, which is what a workload is about that does not say: throughput tells more. */
    private static Optional<Metric> primary(ResultData result) {
        return result.metrics().stream()
                .filter(metric -> !metric.equals(Metrics.GATE_TIME))
                .filter(metric -> result.suite().workload().primaryMetric().equals(Optional.of(metric.name())))
                .filter(metric -> hasValues(result, metric))
                .findFirst();
    }

    public static ResultTable of(ResultData result, List<Metric> metrics, int width) {
        ResultTable table = new ResultTable(width);
        List<Cell> cells = result.cells();
        for (Metric metric : metrics) {
            List<Row> rows = new ArrayList<>();
            for (Cell cell : cells) {
                Sample sample =
                        result.sample(metric, cell.environment(), cell.variant().label());
                rows.add(new Row(cell.variant().label(), cell.environment(), cell.failures(), Summary.of(sample)));
            }
            table.add(metric, rows);
        }
        return table;
    }

    public static int terminalWidth() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[1-9][0-9]{1,3}") ? Math.max(40, Integer.parseInt(columns)) : 80;
    }

    private static boolean hasValues(ResultData result, Metric metric) {
        return result.trials().stream()
                .anyMatch(trial -> trial.counts() && metric.of(trial).isPresent());
    }

    /**
     * One cell of one metric.
     *
     * @param failures trials of the cell that failed
     * @param summary what its completed trials say
     */
    record Row(String variant, String environment, int failures, Summary summary) {}

    /** Adds a metric with its cells; a metric without any value leaves no trace. */
    ResultTable add(Metric metric, List<Row> rows) {
        if (rows.stream().noneMatch(row -> row.summary().n() > 0)) {
            return this;
        }
        Scale scale = Scale.of(
                metric.unit(),
                rows.stream()
                        .flatMapToDouble(
                                row -> row.summary().mean().optional().stream().mapToDouble(v -> v)));
        List<String[]> cells = new ArrayList<>();
        cells.add(header());
        rows.forEach(row -> cells.add(cells(row, scale)));
        if (!text.isEmpty()) {
            text.append('\n');
        }
        text.append(metric.name()).append(scale.unit().isEmpty() ? "" : " (" + scale.unit() + ")");
        text.append(
                switch (metric.direction()) {
                    case HIGHER_IS_BETTER -> ", higher is better";
                    case LOWER_IS_BETTER -> ", lower is better";
                    case NEUTRAL -> "";
                });
        text.append('\n');
        align(cells);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private String[] header() {
        List<String> names = new ArrayList<>(List.of("variant", "environment", "n", "fail", "mean", "± 95 % CI", "CV"));
        if (width >= WIDE) {
            names.addAll(List.of("median", "min", "max"));
        }
        return names.toArray(String[]::new);
    }

    private String[] cells(Row row, Scale scale) {
        Summary summary = row.summary();
        Optional<Double> half = summary.interval()
                .optional()
                .map(Interval::high)
                .flatMap(high -> summary.mean().optional().map(mean -> high - mean));
        int digits = scale.digits(half, summary.mean().optional());
        List<String> cells = new ArrayList<>(List.of(
                row.variant(),
                row.environment(),
                Integer.toString(summary.n()),
                Integer.toString(row.failures()),
                scale.text(summary.mean().optional(), digits),
                scale.text(half, digits),
                summary.cv()
                        .optional()
                        .map(cv -> String.format(Locale.ROOT, "%.1f %%", cv * 100))
                        .orElse("-")));
        if (width >= WIDE) {
            for (Computed<Double> figure : List.of(summary.median(), summary.min(), summary.max())) {
                cells.add(scale.text(figure.optional(), digits));
            }
        }
        return cells.toArray(String[]::new);
    }

    /** Puts the decimal points of a column below each other: rows have as many decimals as their intervals justify. */
    private static void alignPoints(List<String[]> cells, int column) {
        int most = 0;
        for (String[] row : cells.subList(1, cells.size())) {
            most = Math.max(most, decimals(row[column]));
        }
        for (String[] row : cells.subList(1, cells.size())) {
            row[column] += " ".repeat(most - decimals(row[column]));
        }
    }

    /** Characters from the decimal point on. */
    private static int decimals(String number) {
        int point = number.indexOf('.');
        return point < 0 ? 0 : number.length() - point;
    }

    private void align(List<String[]> cells) {
        cells.forEach(row -> row[0] = Printable.of(row[0]));
        cells.forEach(row -> row[1] = Printable.of(row[1]));
        int columns = cells.get(0).length;
        for (int column = FIRST_FIGURE; column < columns; column++) {
            if (column != PERCENT) {
                alignPoints(cells, column);
            }
        }
        int[] widths = new int[columns];
        for (String[] row : cells) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        int total = 2 * (columns - 1) + 2;
        for (int w : widths) {
            total += w;
        }
        // the environment's name gives way where the terminal is narrow
        widths[1] = Math.max(8, widths[1] - Math.max(0, total - width));
        for (String[] row : cells) {
            text.append("  ");
            for (int i = 0; i < columns; i++) {
                text.append(i < 2 ? left(row[i], widths[i]) : right(row[i], widths[i]));
                text.append(i == columns - 1 ? "" : "  ");
            }
            text.append('\n');
        }
    }

    private static String left(String value, int width) {
        return value.length() > width
                ? value.substring(0, width - 1) + "…"
                : value + " ".repeat(width - value.length());
    }

    private static String right(String value, int width) {
        return " ".repeat(Math.max(0, width - value.length())) + value;
    }

    /** A unit that a person reads, and the digits that the interval justifies. */
    private record Scale(String unit, double factor) {
        private static final int NO_INTERVAL_DIGITS = 4;

        /** Decimal digits that a double has for certain. */
        private static final int SIGNIFICANT = 15;

        /** What is smaller than this is shown in a power of 1000 of its unit. */
        private static final double SMALL = 1e-3;

        private static final double MILLIS_DOWN_TO = 1e-4;

        static Scale of(String unit, DoubleStream values) {
            double largest = values.map(Math::abs).max().orElse(0);
            if (unit.equals("B")) {
                return largest >= 1 << 30
                        ? new Scale("GiB", 1.0 / (1 << 30))
                        : largest >= 1 << 20 ? new Scale("MiB", 1.0 / (1 << 20)) : new Scale("KiB", 1.0 / (1 << 10));
            }
            if (unit.equals("s") && largest < 1) {
                return largest == 0 || largest >= MILLIS_DOWN_TO
                        ? new Scale("ms", 1e3)
                        : largest >= 1e-6 ? new Scale("µs", 1e6) : new Scale("ns", 1e9);
            }
            if (largest == 0 || largest >= SMALL || Double.isInfinite(largest)) {
                return new Scale(unit, 1);
            }
            int thousands = (int) Math.ceil(-Math.log10(largest) / 3) * 3;
            return new Scale("1e-" + thousands + (unit.isEmpty() ? "" : " " + unit), Math.pow(10, thousands));
        }

        /** Decimals that show two significant digits of the half width, or four of the value where there is none. */
        int digits(Optional<Double> half, Optional<Double> value) {
            double shown = half.filter(h -> h > 0).orElse(0.0) * factor;
            if (shown > 0) {
                int room = value.filter(v -> v != 0)
                        .map(v -> SIGNIFICANT - 1 - (int) Math.floor(Math.log10(Math.abs(v) * factor)))
                        .orElse(SIGNIFICANT);
                return Math.max(0, Math.min(room, 1 - (int) Math.floor(Math.log10(shown))));
            }
            double size = Math.abs(value.orElse(0.0)) * factor;
            if (size == 0 || size == Math.rint(size)) {
                return 0;
            }
            return Math.max(0, Math.min(SIGNIFICANT, NO_INTERVAL_DIGITS - 1 - (int) Math.floor(Math.log10(size))));
        }

        String text(Optional<Double> value, int digits) {
            return value.map(v -> String.format(Locale.ROOT, "%." + digits + "f", v * factor))
                    .orElse("-");
        }
    }
}
