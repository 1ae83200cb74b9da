package io.krater.report;

import io.krater.launch.Stamp;
import io.krater.monitor.HostGap;
import io.krater.monitor.HostQuantity;
import io.krater.monitor.HostRecord;
import io.krater.monitor.HostSeries;
import io.krater.report.draw.Pen;
import io.krater.result.SuiteResult;
import io.krater.trial.Instance;
import io.krater.trial.Trial;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import java.util.stream.Stream;

/** A host during a run: a panel a quantity, on one axis of time, with the trials shaded and a strip of their environments. */
final class HostPanels {
    private static final int LEFT = 46;
    private static final int RIGHT = 10;
    private static final int TOP = 20;
    private static final int TITLE = 15;
    private static final int PANEL = 34;
    private static final int ROW = TITLE + PANEL + 5;
    private static final int AXIS = 34;
    private static final int LEGEND = 16;
    private static final int STRIP = 5;
    private static final Color SHADE = new Color(0xe4, 0xe4, 0xe4);
    private static final Color FAINT = new Color(0x88, 0x88, 0x88);

    private final String host;
    private final HostRecord record;
    private final List<HostSeries> panels;
    private final List<Ran> trials;
    private final List<String> environments;
    private final double span;
    private final TimeUnit unit;

    /** When a trial ran, in nanoseconds since the Unix epoch. */
    private record Ran(String environment, long from, long to) {}

    /** What an axis of time counts in. */
    private record TimeUnit(String name, double seconds) {
        static TimeUnit of(double span) {
            if (span < 600) {
                return new TimeUnit("s", 1);
            }
            return span < 3 * 3600 ? new TimeUnit("min", 60) : new TimeUnit("h", 3600);
        }
    }

    private HostPanels(String host, HostRecord record, List<Ran> trials, List<String> environments) {
        this.host = host;
        this.record = record;
        this.panels = record.metrics().series().stream()
                .filter(series -> series.host().equals(host) && series.size() > 0)
                .sorted(java.util.Comparator.comparingInt(HostPanels::place))
                .toList();
        this.trials = trials;
        this.environments = environments;
        this.span = Math.max(1e-3, (record.endNanos() - record.beginNanos()) / 1e9);
        this.unit = TimeUnit.of(span);
    }

    private static int place(HostSeries series) {
        int known = HostQuantity.known().indexOf(series.quantity());
        return known < 0 ? Integer.MAX_VALUE : known;
    }

    /** A figure for each run and host that was measured. */
    static List<Figure> of(SuiteResult result) {
        List<String> environments =
                result.suite().environments().stream().map(each -> each.name()).toList();
        List<Figure> figures = new ArrayList<>();
        for (Map.Entry<String, HostRecord> run : result.hosts().entrySet()) {
            HostRecord record = run.getValue();
            List<Ran> trials = Stream.concat(result.trials().stream(), result.earlierAttempts().stream())
                    .flatMap(trial -> when(trial).stream())
                    .filter(trial -> trial.to() >= record.beginNanos() && trial.from() <= record.endNanos())
                    .toList();
            for (String host : record.roles().keySet()) {
                figures.add(new HostPanels(host, record, trials, environments).figure(run.getKey()));
            }
        }
        return figures;
    }

    /** From the first mark of a trial to its last: those of this machine's clock where there are two. */
    private static List<Ran> when(Trial trial) {
        List<Stamp> all = Stream.concat(
                        trial.whole().marks().stamps().values().stream(),
                        trial.instances().stream()
                                .map(Instance::marks)
                                .flatMap(marks -> marks.stamps().values().stream()))
                .toList();
        List<Stamp> here = all.stream()
                .filter(stamp -> stamp.clock().equals(Stamp.Clock.CLIENT))
                .toList();
        LongSummaryStatistics stamps = (here.size() > 1 ? here : all)
                .stream().mapToLong(Stamp::epochNanos).summaryStatistics();
        return stamps.getCount() == 0
                ? List.of()
                : List.of(new Ran(trial.id().environment(), stamps.getMin(), stamps.getMax()));
    }

    private Figure figure(String run) {
        int rows = Math.max(1, panels.size());
        int height = TOP + rows * ROW + AXIS + LEGEND * legendLines();
        String role = record.roles().getOrDefault(host, "");
        double missing = record.gaps().stream()
                .filter(gap -> gap.host().equals(host))
                .mapToDouble(HostGap::seconds)
                .max()
                .orElse(0);
        return new Figure(
                ("host_" + host + "_" + run).replaceAll("[^A-Za-z0-9_-]", "_"),
                "Host " + host + (role.isEmpty() ? "" : " (" + role + ")"),
                "Run " + run + ", n = " + trials.size() + (trials.size() == 1 ? " trial" : " trials")
                        + ": grey where one ran, with its environment in the strip above. Where there are more samples"
                        + " than points, lowest and highest are drawn; the line is broken where samples are missing"
                        + (missing > 0 ? " (longest gap " + Pen.number(missing) + " s)." : "."),
                Plot.WIDTH,
                height,
                (canvas, w, h) -> paint(canvas, w, h));
    }

    private int legendLines() {
        return legend().stream().mapToInt(each -> each.line).max().orElse(-1) + 1;
    }

    /** An environment's place in the legend. */
    private record Entry(String environment, int line, double x) {}

    private List<Entry> legend() {
        List<Entry> entries = new ArrayList<>();
        double x = LEFT;
        int line = 0;
        for (String environment : environments) {
            if (trials.stream().noneMatch(trial -> trial.environment().equals(environment))) {
                continue;
            }
            String name = Pen.fitting(environment, Plot.WIDTH - LEFT - RIGHT - 30, Pen.TEXT);
            double width = 30 + Pen.width(name, Pen.TEXT);
            if (x > LEFT && x + width > Plot.WIDTH - RIGHT) {
                x = LEFT;
                line++;
            }
            entries.add(new Entry(environment, line, x));
            x += width;
        }
        return entries;
    }

    private void paint(Graphics2D canvas, int width, int height) {
        Pen pen = new Pen(canvas);
        pen.fill(0, 0, width, height, Color.WHITE);
        double plot = width - LEFT - RIGHT;
        int rows = Math.max(1, panels.size());
        for (Ran trial : trials) {
            double from = x(trial.from(), plot);
            pen.fill(from, 8, Math.max(0.5, x(trial.to(), plot) - from), STRIP, colour(trial.environment()));
        }
        for (int row = 0; row < rows; row++) {
            double y = TOP + row * ROW + TITLE;
            for (Ran trial : trials) {
                double from = x(trial.from(), plot);
                pen.fill(from, y, Math.max(0.5, x(trial.to(), plot) - from), PANEL, SHADE);
            }
            pen.frame(LEFT, y, plot, PANEL, Plot.GRID);
            if (panels.isEmpty()) {
                pen.left(host, LEFT, y - 6, Pen.TEXT, Plot.INK);
                pen.centre("no samples", LEFT + plot / 2, y + PANEL / 2.0, Pen.TEXT, FAINT);
            } else {
                panel(pen, panels.get(row), y, plot);
            }
        }
        double below = TOP + rows * ROW - 5;
        double step = Pen.roundUp(span / unit.seconds() / 6);
        for (double tick = 0; tick * unit.seconds() <= span; tick += step) {
            double at = LEFT + tick * unit.seconds() / span * plot;
            pen.line(at, below, at, below + 3, Plot.INK, 0.8f);
            pen.centre(Pen.number(tick), at, below + 10, Pen.TEXT, Plot.INK);
        }
        pen.centre("time since the run began (" + unit.name() + ")", LEFT + plot / 2, below + 25, Pen.TEXT, Plot.INK);
        for (Entry entry : legend()) {
            double y = TOP + rows * ROW + AXIS + entry.line() * LEGEND + 3;
            pen.fill(entry.x(), y - STRIP / 2.0, 16, STRIP, colour(entry.environment()));
            String name = Pen.fitting(entry.environment(), plot - 30, Pen.TEXT);
            pen.left(name, entry.x() + 20, y, Pen.TEXT, Plot.INK);
        }
    }

    private void panel(Pen pen, HostSeries series, double y, double plot) {
        HostQuantity quantity = series.quantity();
        double most = 0;
        for (int i = 0; i < series.size(); i++) {
            most = Math.max(most, series.value(i));
        }
        double top = quantity.unit().equals("%") && most <= 100 ? Math.min(100, Pen.roundUp(most)) : Pen.roundUp(most);
        pen.left(quantity.title() + " (" + quantity.unit() + ")", LEFT, y - 7, Pen.TEXT, Plot.INK);
        pen.right(Pen.number(top), LEFT - 4, y + 4, Pen.TEXT, Plot.INK);
        pen.right("0", LEFT - 4, y + PANEL - 4, Pen.TEXT, Plot.INK);
        pen.path(line(series, nanos -> x(nanos, plot), y, PANEL, top), Plot.BLUE, 1.1f);
    }

    private double x(long nanos, double plot) {
        double seconds = (nanos - record.beginNanos()) / 1e9;
        return LEFT + Math.max(0, Math.min(span, seconds)) / span * plot;
    }

    private Color colour(String environment) {
        return Plot.PALETTE.get(Math.max(0, environments.indexOf(environment)) % Plot.PALETTE.size());
    }

    /**
     * A series as a line: one point a column where there is one sample, two where there are more; broken at gaps.
     *
     * @param x where a stamp is
     * @param y the panel's upper edge
     * @param top the value at the upper edge
     */
    static Path2D line(HostSeries series, LongToDoubleFunction x, double y, double height, double top) {
        Path2D path = new Path2D.Double();
        double broken = 2.5 * Math.max(1, series.interval());
        int i = 0;
        boolean begun = false;
        while (i < series.size()) {
            double position = x.applyAsDouble(series.epochNanos(i));
            double low = series.value(i);
            double high = low;
            boolean lowFirst = true;
            int j = i + 1;
            while (j < series.size()
                    && x.applyAsDouble(series.epochNanos(j)) < position + 1
                    && series.epochNanos(j) - series.epochNanos(j - 1) <= broken) {
                double value = series.value(j);
                if (value < low) {
                    low = value;
                    lowFirst = false;
                } else if (value > high) {
                    high = value;
                    lowFirst = true;
                }
                j++;
            }
            boolean gap = begun && series.epochNanos(i) - series.epochNanos(i - 1) > broken;
            double y0 = y + height * (1 - Math.min(1, (lowFirst ? low : high) / top));
            if (!begun || gap) {
                path.moveTo(position, y0);
            } else {
                path.lineTo(position, y0);
            }
            if (j > i + 1) {
                path.lineTo(position, y + height * (1 - Math.min(1, (lowFirst ? high : low) / top)));
            }
            begun = true;
            i = j;
        }
        return path;
    }
}
