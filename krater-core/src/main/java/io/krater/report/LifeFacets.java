package io.krater.report;

import io.krater.experiment.lifecycle.Life;
import io.krater.experiment.lifecycle.LifePhase;
import io.krater.experiment.lifecycle.PhaseTable;
import io.krater.monitor.HostQuantity;
import io.krater.monitor.HostSeries;
import io.krater.report.draw.Pen;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A grid of panels, a row a life and a column a host: a quantity over time, coloured by the host's role, phases shaded. */
final class LifeFacets {
    /** Lives that are drawn. */
    static final int MOST_LIVES = 30;
    /** Hosts that are drawn. */
    static final int MOST_HOSTS = 12;

    private static final int LEFT = 78;
    private static final int RIGHT = 8;
    private static final int TOP = 34;
    private static final int BOTTOM = 54;
    private static final int GAP = 4;
    private static final Color SHADE = new Color(0xe8, 0xe8, 0xe8);

    private final HostQuantity quantity;
    private final PhaseTable table;
    private final List<Life> lives;
    private final List<String> hosts;
    private final List<String> roles;
    private final double first;
    private final double last;
    private final double top;

    private LifeFacets(List<Life> all, HostQuantity quantity, PhaseTable table) {
        this.quantity = quantity;
        this.table = table;
        this.lives = all.stream().limit(MOST_LIVES).toList();
        this.hosts = lives.stream()
                .flatMap(life -> life.metrics().of(quantity).stream().map(HostSeries::host))
                .distinct()
                .sorted()
                .limit(MOST_HOSTS)
                .toList();
        this.roles = roles(lives, hosts);
        double low = 0;
        double high = 1;
        double most = 0;
        for (Life life : lives) {
            for (HostSeries series : life.metrics().of(quantity)) {
                if (series.size() > 0) {
                    low = Math.min(low, time(life, series, 0));
                    high = Math.max(high, time(life, series, series.size() - 1));
                    for (int i = 0; i < series.size(); i++) {
                        most = Math.max(most, series.value(i));
                    }
                }
            }
        }
        this.first = low;
        this.last = high;
        this.top = quantity.unit().equals("%") && most <= 100 ? Math.min(100, Pen.roundUp(most)) : Pen.roundUp(most);
    }

    private static List<String> roles(List<Life> lives, List<String> hosts) {
        List<String> roles = new ArrayList<>();
        for (Life life : lives) {
            for (String host : hosts) {
                String role = life.role(host).orElse("");
                if (!roles.contains(role)) {
                    roles.add(role);
                }
            }
        }
        return roles.stream().sorted().toList();
    }

    /** The figure of a platform's lives; empty where nothing was measured. */
    static Optional<Figure> of(String platform, List<Life> all, HostQuantity quantity, PhaseTable table) {
        LifeFacets facets = new LifeFacets(all, quantity, table);
        if (facets.hosts.isEmpty()) {
            return Optional.empty();
        }
        int panelWidth = Math.max(70, Math.min(190, 760 / facets.hosts.size()));
        int panelHeight = facets.lives.size() > 12 ? 34 : 52;
        int width = LEFT + RIGHT + facets.hosts.size() * panelWidth;
        int height = TOP + BOTTOM + facets.lives.size() * panelHeight;
        String left = all.size() > MOST_LIVES ? " The first " + MOST_LIVES + " of " + all.size() + " lives." : "";
        return Optional.of(new Figure(
                ("facets_" + quantity.name() + "_" + platform).replaceAll("[^A-Za-z0-9_-]", "_"),
                quantity.title() + ": " + platform,
                "Rows are lives, columns are hosts, n = " + facets.lives.size() + " lives. Time counts from "
                        + table.total().from() + "; every second phase is shaded and numbered above: "
                        + legend(table) + ". Where there are more samples than points, lowest and highest are drawn."
                        + left,
                width,
                height,
                (canvas, w, h) -> facets.paint(canvas, panelWidth, panelHeight)));
    }

    private static String legend(PhaseTable table) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i < table.phases().size(); i += 2) {
            names.add((i + 1) + " " + table.phases().get(i).name());
        }
        return String.join(", ", names);
    }

    private static double time(Life life, HostSeries series, int index) {
        return series.epochNanos(index) / 1e9 - zero(life, series);
    }

    /** A life without a beginning is drawn from its first sample on. */
    private static double zero(Life life, HostSeries series) {
        OptionalDouble start = life.events().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(life.events().get(0).epochSeconds());
        return start.orElse(series.epochNanos(0) / 1e9);
    }

    private void paint(Graphics2D canvas, int panelWidth, int panelHeight) {
        Pen pen = new Pen(canvas);
        pen.fill(
                0, 0, LEFT + RIGHT + hosts.size() * panelWidth, TOP + BOTTOM + lives.size() * panelHeight, Color.WHITE);
        for (int column = 0; column < hosts.size(); column++) {
            double x = LEFT + column * panelWidth;
            String name = Pen.fitting(hosts.get(column), panelWidth - GAP, Pen.SMALL);
            pen.centre(name, x + (panelWidth - GAP) / 2.0, 9, Pen.SMALL, Plot.INK);
            axis(pen, x, TOP + lives.size() * panelHeight, panelWidth - GAP);
        }
        for (int row = 0; row < lives.size(); row++) {
            Life life = lives.get(row);
            double y = TOP + row * panelHeight;
            pen.left(
                    Pen.fittingEnd(life.id(), LEFT - 34, Pen.SMALL),
                    4,
                    y + (panelHeight - GAP) / 2.0,
                    Pen.SMALL,
                    Plot.INK);
            pen.right(Pen.number(top), LEFT - 4, y + 4, Pen.SMALL, Plot.INK);
            pen.right("0", LEFT - 4, y + panelHeight - GAP - 3, Pen.SMALL, Plot.INK);
            for (int column = 0; column < hosts.size(); column++) {
                panel(
                        pen,
                        life,
                        hosts.get(column),
                        LEFT + column * panelWidth,
                        y,
                        panelWidth - GAP,
                        panelHeight - GAP,
                        row == 0);
            }
        }
        double below = TOP + lives.size() * panelHeight;
        pen.centre("time (s)", LEFT + hosts.size() * panelWidth / 2.0, below + 24, Pen.SMALL, Plot.INK);
        roles(pen, below + 42);
    }

    private void axis(Pen pen, double x, double y, double width) {
        double step = Pen.roundUp((last - first) / 4);
        for (double tick = 0; tick <= last; tick += step) {
            double at = x + (tick - first) / (last - first) * width;
            pen.line(at, y - GAP, at, y - GAP + 3, Plot.INK, 0.5f);
            if (at + Pen.width(Pen.number(tick), Pen.SMALL) / 2 <= x + width + GAP) {
                pen.centre(Pen.number(tick), at, y + 7, Pen.SMALL, Plot.INK);
            }
        }
    }

    private void roles(Pen pen, double y) {
        double x = LEFT;
        pen.left(quantity.title() + " (" + quantity.unit() + "):", x, y, Pen.SMALL, Plot.INK);
        x += Pen.width(quantity.title() + " (" + quantity.unit() + "):", Pen.SMALL) + 10;
        for (String role : roles) {
            pen.line(x, y, x + 16, y, colour(role), 1.6f);
            String name = role.isEmpty() ? "no role" : role;
            pen.left(name, x + 20, y, Pen.SMALL, Plot.INK);
            x += 34 + Pen.width(name, Pen.SMALL);
        }
    }

    private Color colour(String role) {
        return Plot.PALETTE.get(Math.max(0, roles.indexOf(role)) % Plot.PALETTE.size());
    }

    private void panel(
            Pen pen, Life life, String host, double x, double y, double width, double height, boolean numbered) {
        Optional<HostSeries> series = life.metrics().of(host, quantity).filter(each -> each.size() > 0);
        double zero = life.events().isEmpty() ? 0 : life.events().get(0).epochSeconds();
        for (int i = 1; i < table.phases().size(); i += 2) {
            LifePhase phase = table.phases().get(i);
            OptionalDouble from = life.at(phase.from());
            OptionalDouble to = life.at(phase.to());
            if (from.isPresent() && to.isPresent() && to.getAsDouble() >= from.getAsDouble()) {
                double x0 = at(from.getAsDouble() - zero, x, width);
                double x1 = at(to.getAsDouble() - zero, x, width);
                pen.fill(x0, y, Math.max(0.6, x1 - x0), height, SHADE);
                if (numbered) {
                    // phases may be shorter than a digit is wide: odd ones stand higher
                    double above = i / 2 % 2 == 0 ? y - 5 : y - 14;
                    pen.centre(Integer.toString(i + 1), (x0 + x1) / 2, above, Pen.SMALL, Plot.INK);
                }
            }
        }
        pen.frame(x, y, width, height, Plot.GRID);
        if (series.isEmpty()) {
            pen.centre("no samples", x + width / 2, y + height / 2, Pen.SMALL, new Color(0x88, 0x88, 0x88));
            return;
        }
        double begin = zero(life, series.get());
        pen.path(
                HostPanels.line(series.get(), nanos -> at(nanos / 1e9 - begin, x, width), y, height, top),
                colour(life.role(host).orElse("")),
                0.8f);
    }

    private double at(double seconds, double x, double width) {
        return x + (seconds - first) / (last - first) * width;
    }
}
