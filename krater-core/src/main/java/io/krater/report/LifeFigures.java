package io.krater.report;

import io.krater.experiment.lifecycle.Life;
import io.krater.experiment.lifecycle.LifePhase;
import io.krater.experiment.lifecycle.Lives;
import io.krater.experiment.lifecycle.PhaseTable;
import io.krater.monitor.HostQuantity;
import io.krater.monitor.HostSeries;
import io.krater.report.draw.Pen;
import io.krater.stats.Interval;
import io.krater.stats.Sample;
import io.krater.stats.Summary;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures of lives. What there are no values for is not drawn. */
public final class LifeFigures {
    private static final List<HostQuantity> DRAWN = List.of(HostQuantity.CPU, HostQuantity.MEMORY, HostQuantity.DISK);

    private LifeFigures() {}

    /** The phases of each platform end to end, and side by side, with intervals. */
    public static List<Figure> phases(Lives lives, PhaseTable table) {
        List<Figure> figures = new ArrayList<>();
        StackedPhases.of(lives, table).ifPresent(figures::add);
        PhaseDots.of(lives, table).ifPresent(figures::add);
        return figures;
    }

    /** A quantity over time, a panel for each life and host, a figure a platform. */
    public static List<Figure> facets(Lives lives, PhaseTable table) {
        List<Figure> figures = new ArrayList<>();
        for (HostQuantity quantity : DRAWN) {
            for (String platform : lives.platforms()) {
                LifeFacets.of(platform, lives.of(platform), quantity, table).ifPresent(figures::add);
            }
        }
        return figures;
    }

    /** The mean of a quantity over each life of each host, a figure a quantity. */
    public static List<Figure> heatMaps(Lives lives) {
        List<Figure> figures = new ArrayList<>();
        DRAWN.forEach(quantity -> LifeHeatMap.of(lives, quantity).ifPresent(figures::add));
        return figures;
    }

    /** A row a phase: each platform's mean length with its interval, on a logarithmic axis, for phases differ by a hundred times. */
    private static final class PhaseDots {
        private PhaseDots() {}

        static Optional<Figure> of(Lives lives, PhaseTable table) {
            List<LifePhase> phases = new ArrayList<>(table.withWaits());
            phases.add(table.total());
            List<String> platforms = lives.platforms();
            Plot plot = Plot.rows(phases.stream().map(LifePhase::name).toList(), "mean length (s), logarithmic")
                    .xLogarithmic();
            double lowest = Double.MAX_VALUE;
            double highest = 0;
            for (int p = 0; p < platforms.size(); p++) {
                List<double[]> points = new ArrayList<>();
                double shift = platforms.size() == 1 ? 0 : 0.28 - 0.56 * p / (platforms.size() - 1);
                for (int row = 0; row < phases.size(); row++) {
                    double[] lengths = lives.lengths(platforms.get(p), phases.get(row));
                    if (lengths.length == 0
                            || !(Summary.of(Sample.of(lengths)).mean().get() > 0)) {
                        continue; // what took no time has no place on this axis
                    }
                    Summary summary = Summary.of(Sample.of(lengths));
                    double mean = summary.mean().get();
                    double y = shift - row;
                    points.add(new double[] {mean, y});
                    Optional<Interval> interval = summary.interval().optional().filter(each -> each.low() > 0);
                    interval.ifPresent(each -> plot.line(Plot.INK, 1.1f, each.low(), y, each.high(), y));
                    lowest = Math.min(lowest, interval.map(Interval::low).orElse(mean));
                    highest = Math.max(highest, interval.map(Interval::high).orElse(mean));
                }
                if (!points.isEmpty()) {
                    plot.points(
                            points.stream().mapToDouble(point -> point[0]).toArray(),
                            points.stream().mapToDouble(point -> point[1]).toArray(),
                            Plot.PALETTE.get(p % Plot.PALETTE.size()),
                            Plot.MARKERS.get(p % Plot.MARKERS.size()),
                            platforms.get(p));
                }
            }
            if (highest <= 0) {
                return Optional.empty();
            }
            plot.xRange(lowest * 0.8, highest * 1.25);
            return Optional.of(
                    plot.figure(
                            "phases",
                            "Lengths of phases by platform",
                            "Mean and 95 % interval (t) over the lives that have the phase; intervals that reach 0 are not drawn."));
        }
    }

    /** Lives by hosts: the mean of a quantity over each life, the darker the more. */
    private static final class LifeHeatMap {
        private static final int LEFT = 130;
        private static final int RIGHT = 12;
        private static final int TOP = 24;
        private static final int BOTTOM = 44;
        private static final int CELL_HEIGHT = 16;
        private static final int MOST_ROWS = 120;
        private static final Color NOTHING = new Color(0xf4, 0xf4, 0xf4);
        private static final Color LIGHT = new Color(0xf1, 0xf7, 0xfb);
        private static final Color DARK = new Color(0x00, 0x3f, 0x6b);

        private final HostQuantity quantity;
        private final List<Life> lives;
        private final List<String> hosts;
        private final List<List<Optional<Double>>> cells = new ArrayList<>();
        private final double low;
        private final double high;

        private LifeHeatMap(Lives all, HostQuantity quantity) {
            this.quantity = quantity;
            this.lives = all.counted().stream().limit(MOST_ROWS).toList();
            this.hosts = lives.stream()
                    .flatMap(life -> life.metrics().of(quantity).stream().map(HostSeries::host))
                    .distinct()
                    .sorted()
                    .limit(LifeFacets.MOST_HOSTS)
                    .toList();
            double least = Double.MAX_VALUE;
            double most = -Double.MAX_VALUE;
            for (Life life : lives) {
                List<Optional<Double>> row = new ArrayList<>();
                for (String host : hosts) {
                    Optional<Double> mean = life.metrics()
                            .of(host, quantity)
                            .filter(series -> series.size() > 0)
                            .map(HostSeries::mean);
                    row.add(mean);
                    least = Math.min(least, mean.orElse(least));
                    most = Math.max(most, mean.orElse(most));
                }
                cells.add(row);
            }
            this.low = least;
            this.high = most;
        }

        static Optional<Figure> of(Lives all, HostQuantity quantity) {
            LifeHeatMap map = new LifeHeatMap(all, quantity);
            if (map.hosts.isEmpty()) {
                return Optional.empty();
            }
            int cellWidth = Math.max(54, Math.min(110, 420 / map.hosts.size()));
            int left = all.counted().size() - map.lives.size();
            return Optional.of(new Figure(
                    "heat_" + quantity.name(),
                    quantity.title() + " by life and host",
                    "Mean over each life, in " + quantity.unit() + ": from " + Pen.number(map.low) + " (lightest) to "
                            + Pen.number(map.high) + " (darkest). Empty cells were not measured."
                            + (left > 0 ? " " + left + " more lives are not drawn." : ""),
                    LEFT + RIGHT + map.hosts.size() * cellWidth,
                    TOP + BOTTOM + map.lives.size() * CELL_HEIGHT,
                    (canvas, w, h) -> map.paint(canvas, cellWidth, w, h)));
        }

        private void paint(Graphics2D canvas, int cellWidth, int width, int height) {
            Pen pen = new Pen(canvas);
            pen.fill(0, 0, width, height, Color.WHITE);
            for (int column = 0; column < hosts.size(); column++) {
                String name = Pen.fitting(hosts.get(column), cellWidth - 4, Pen.SMALL);
                pen.centre(name, LEFT + (column + 0.5) * cellWidth, TOP - 9, Pen.SMALL, Plot.INK);
            }
            String platform = "";
            for (int row = 0; row < lives.size(); row++) {
                Life life = lives.get(row);
                double y = TOP + row * CELL_HEIGHT;
                if (!life.platform().equals(platform)) {
                    platform = life.platform();
                    pen.line(4, y, width - RIGHT, y, Plot.INK, 0.6f);
                    pen.left(Pen.fitting(platform, 66, Pen.SMALL), 4, y + CELL_HEIGHT / 2.0, Pen.SMALL, Plot.INK);
                }
                pen.right(Pen.fitting(life.id(), 52, Pen.SMALL), LEFT - 5, y + CELL_HEIGHT / 2.0, Pen.SMALL, Plot.INK);
                for (int column = 0; column < hosts.size(); column++) {
                    cell(pen, cells.get(row).get(column), LEFT + column * cellWidth, y, cellWidth);
                }
            }
            scale(pen, height - BOTTOM + 14);
        }

        private void cell(Pen pen, Optional<Double> value, double x, double y, double width) {
            if (value.isEmpty()) {
                pen.fill(x, y, width - 1, CELL_HEIGHT - 1, NOTHING);
                return;
            }
            double share = share(value.get());
            pen.fill(x, y, width - 1, CELL_HEIGHT - 1, colour(share));
            pen.centre(
                    String.format(Locale.ROOT, high < 10 ? "%.2f" : "%.1f", value.get()),
                    x + width / 2,
                    y + CELL_HEIGHT / 2.0 - 0.5,
                    Pen.SMALL,
                    share > 0.5 ? Color.WHITE : Plot.INK);
        }

        private void scale(Pen pen, double y) {
            double width = 120;
            for (int i = 0; i < 24; i++) {
                pen.fill(LEFT + i * width / 24, y, width / 24, 9, colour(i / 23.0));
            }
            pen.right(Pen.number(low), LEFT - 5, y + 5, Pen.SMALL, Plot.INK);
            pen.left(Pen.number(high) + " " + quantity.unit(), LEFT + width + 5, y + 5, Pen.SMALL, Plot.INK);
        }

        private double share(double value) {
            return high > low ? (value - low) / (high - low) : 0.5;
        }

        private static Color colour(double share) {
            return new Color(
                    mix(LIGHT.getRed(), DARK.getRed(), share),
                    mix(LIGHT.getGreen(), DARK.getGreen(), share),
                    mix(LIGHT.getBlue(), DARK.getBlue(), share));
        }

        private static int mix(int from, int to, double share) {
            return (int) Math.round(from + (to - from) * share);
        }
    }
}
