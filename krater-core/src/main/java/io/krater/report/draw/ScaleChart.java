package io.krater.report.draw;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Lines over a quantity that spans decades, on axes that are logarithmic or linear: a marker at each point, a band around
 * it, names below. Lines are told apart by colour, dashes and marker, so in grey as well. Immutable and thread-safe.
 *
 * @param xLabel what is on the horizontal axis, with its unit
 * @param yLabel what is on the vertical axis, with its unit
 * @param xLog whether the horizontal axis is logarithmic
 * @param yLog whether the vertical axis is logarithmic
 * @param lines the lines, each of at least one point
 */
public record ScaleChart(String xLabel, String yLabel, boolean xLog, boolean yLog, List<Line> lines) {
    private static final float[][] DASHES = {{}, {7, 3}, {2, 2}, {8, 2, 2, 2}, {12, 3}, {4, 2, 1, 2}};
    private static final int KINDS = 4;
    private static final double PLOT_HEIGHT = 190;
    private static final double LEGEND_ROW = 17;
    private static final double TOP = 10;
    private static final double BOTTOM = 40;
    private static final double RIGHT = 12;

    /**
     * A line.
     *
     * @param name its name
     * @param x where its points are, ascending
     * @param y how high they are
     * @param low the band's lower edge at each; as many as points, or none for no band
     * @param high the band's upper edge at each
     * @param marked whether each point has a marker
     */
    @SuppressWarnings("ArrayRecordComponent") // drawn, never compared
    public record Line(String name, double[] x, double[] y, double[] low, double[] high, boolean marked) {}

    /** Copies the list. */
    public ScaleChart {
        lines = List.copyOf(lines);
    }

    /** The height that it takes at this width. */
    public int height(int width) {
        return (int) Math.ceil(TOP + PLOT_HEIGHT + BOTTOM + legend(width).rows() * LEGEND_ROW + 4);
    }

    /** Draws it. */
    public void paint(Graphics2D canvas, int width, int height) {
        Pen pen = new Pen(canvas);
        Axis y = Axis.of(yLog, values(false), false);
        Axis x = Axis.of(xLog, values(true), true);
        double left = 24
                + y.ticks.stream()
                        .mapToDouble(tick -> Pen.width(y.text(tick), Pen.TEXT))
                        .max()
                        .orElse(0);
        Rectangle2D area = new Rectangle2D.Double(left, TOP, width - left - RIGHT, PLOT_HEIGHT);
        axes(pen, area, x, y);
        for (int i = 0; i < lines.size(); i++) {
            band(canvas, area, x, y, i);
        }
        for (int i = 0; i < lines.size(); i++) {
            line(canvas, area, x, y, i);
        }
        for (Entry entry : legend(width).entries()) {
            double at = area.getMaxY() + BOTTOM + entry.row() * LEGEND_ROW + LEGEND_ROW / 2;
            Path2D sample = new Path2D.Double();
            sample.moveTo(entry.x(), at);
            sample.lineTo(entry.x() + 26, at);
            stroke(canvas, sample, entry.line());
            if (lines.get(entry.line()).marked()) {
                marker(canvas, entry.x() + 13, at, entry.line());
            }
            pen.left(lines.get(entry.line()).name(), entry.x() + 31, at, Pen.TEXT, Pen.INK);
        }
    }

    private DoubleStream values(boolean horizontal) {
        return lines.stream()
                .flatMapToDouble(line -> horizontal
                        ? DoubleStream.of(line.x)
                        : DoubleStream.concat(
                                DoubleStream.of(line.y),
                                DoubleStream.concat(DoubleStream.of(line.low), DoubleStream.of(line.high))));
    }

    private void axes(Pen pen, Rectangle2D area, Axis x, Axis y) {
        for (double tick : y.ticks) {
            double at = area.getMaxY() - y.place(tick) * area.getHeight();
            pen.line(area.getX(), at, area.getMaxX(), at, Pen.GRID, 0.7f);
            pen.right(y.text(tick), area.getX() - 5, at, Pen.TEXT, Pen.INK);
        }
        double free = Double.NEGATIVE_INFINITY;
        for (double tick : x.ticks) {
            double at = area.getX() + x.place(tick) * area.getWidth();
            pen.line(at, area.getMaxY(), at, area.getMaxY() + 4, Pen.INK, 0.8f);
            double half = Pen.width(x.text(tick), Pen.TEXT) / 2;
            if (at - half > free) {
                pen.centre(x.text(tick), at, area.getMaxY() + 12, Pen.TEXT, Pen.INK);
                free = at + half + 3;
            }
        }
        pen.line(area.getX(), area.getMaxY(), area.getMaxX(), area.getMaxY(), Pen.INK, 0.8f);
        pen.line(area.getX(), area.getY(), area.getX(), area.getMaxY(), Pen.INK, 0.8f);
        pen.centre(xLabel, area.getCenterX(), area.getMaxY() + 28, Pen.TEXT, Pen.INK);
        pen.upwards(yLabel, 9, area.getCenterY(), Pen.TEXT, Pen.INK);
    }

    private static double at(Rectangle2D area, Axis x, double value) {
        return area.getX() + x.place(value) * area.getWidth();
    }

    private static double height(Rectangle2D area, Axis y, double value) {
        return area.getMaxY() - y.place(value) * area.getHeight();
    }

    private void band(Graphics2D canvas, Rectangle2D area, Axis x, Axis y, int i) {
        Line line = lines.get(i);
        int n = line.low.length;
        if (n < 2) {
            return;
        }
        Path2D band = new Path2D.Double();
        band.moveTo(at(area, x, line.x[0]), height(area, y, line.high[0]));
        for (int k = 1; k < n; k++) {
            band.lineTo(at(area, x, line.x[k]), height(area, y, line.high[k]));
        }
        for (int k = n - 1; k >= 0; k--) {
            band.lineTo(at(area, x, line.x[k]), height(area, y, line.low[k]));
        }
        band.closePath();
        Color colour = Pen.PALETTE.get(i % Pen.PALETTE.size());
        canvas.setColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 45));
        canvas.fill(band);
    }

    private void line(Graphics2D canvas, Rectangle2D area, Axis x, Axis y, int i) {
        Line line = lines.get(i);
        Path2D path = new Path2D.Double();
        path.moveTo(at(area, x, line.x[0]), height(area, y, line.y[0]));
        for (int k = 1; k < line.x.length; k++) {
            path.lineTo(at(area, x, line.x[k]), height(area, y, line.y[k]));
        }
        stroke(canvas, path, i);
        for (int k = 0; k < line.x.length; k++) {
            double px = at(area, x, line.x[k]);
            if (line.low.length == 1) {
                Path2D whisker = new Path2D.Double();
                whisker.moveTo(px, height(area, y, line.low[0]));
                whisker.lineTo(px, height(area, y, line.high[0]));
                stroke(canvas, whisker, i);
            }
            if (line.marked) {
                marker(canvas, px, height(area, y, line.y[k]), i);
            }
        }
    }

    private static void stroke(Graphics2D canvas, Path2D path, int i) {
        float[] dash = DASHES[i % DASHES.length];
        canvas.setColor(Pen.PALETTE.get(i % Pen.PALETTE.size()));
        canvas.setStroke(
                dash.length == 0
                        ? new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND)
                        : new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0));
        canvas.draw(path);
    }

    private static void marker(Graphics2D canvas, double x, double y, int i) {
        double r = 3.4;
        Path2D shape = new Path2D.Double();
        switch (i % KINDS) {
            case 0 -> shape.append(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r), false);
            case 1 -> shape.append(new Rectangle2D.Double(x - r, y - r, 2 * r, 2 * r), false);
            case 2 -> polygon(shape, x, y - 1.2 * r, x + 1.2 * r, y + r, x - 1.2 * r, y + r);
            default -> polygon(shape, x, y - 1.3 * r, x + 1.3 * r, y, x, y + 1.3 * r, x - 1.3 * r, y);
        }
        boolean hollow = i / KINDS % 2 == 1;
        canvas.setColor(hollow ? Color.WHITE : Pen.PALETTE.get(i % Pen.PALETTE.size()));
        canvas.fill(shape);
        canvas.setColor(Pen.PALETTE.get(i % Pen.PALETTE.size()));
        canvas.setStroke(new BasicStroke(1.2f));
        canvas.draw(shape);
    }

    private static void polygon(Path2D shape, double... points) {
        shape.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            shape.lineTo(points[i], points[i + 1]);
        }
        shape.closePath();
    }

    private record Entry(int line, double x, int row) {}

    private record Names(List<Entry> entries, int rows) {}

    private Names legend(int width) {
        List<Entry> entries = new ArrayList<>();
        double x = 10;
        int row = 0;
        for (int i = 0; i < lines.size(); i++) {
            double needed = 31 + Pen.width(lines.get(i).name, Pen.TEXT) + 14;
            if (x > 10 && x + needed > width) {
                x = 10;
                row++;
            }
            entries.add(new Entry(i, x, row));
            x += needed;
        }
        return new Names(entries, row + 1);
    }

    /** An axis: from values to places between 0 and 1. */
    private record Axis(boolean log, double low, double high, List<Double> ticks) {
        private static final double[][] STEPS = {
            {1, 2, 5}, {1, 1.5, 2, 3, 5, 7}, {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9}
        };
        private static final int FEWEST_TICKS = 3;

        static Axis of(boolean log, DoubleStream values, boolean tight) {
            double[] all = values.filter(value -> !log || value > 0).toArray();
            double least = DoubleStream.of(all).min().orElse(log ? 1 : 0);
            double most = DoubleStream.of(all).max().orElse(1);
            return log ? log(least, most, tight) : linear(least, most, tight);
        }

        private static Axis log(double least, double most, boolean tight) {
            double margin = tight ? 1.12 : 1.25;
            double low = least / margin;
            double high = Math.max(most * margin, low * 2);
            List<Double> ticks = List.of();
            for (double[] steps : Math.log10(high / low) < 2.6 ? STEPS : new double[][] {{1}}) {
                ticks = ticks.size() < FEWEST_TICKS ? decades(low, high, steps) : ticks;
            }
            return new Axis(true, low, high, ticks);
        }

        private static List<Double> decades(double low, double high, double... steps) {
            List<Double> ticks = new ArrayList<>();
            for (int power = (int) Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
                for (double step : steps) {
                    double tick = step * Math.pow(10, power);
                    if (tick >= low && tick <= high) {
                        ticks.add(tick);
                    }
                }
            }
            return ticks;
        }

        private static Axis linear(double least, double most, boolean tight) {
            double low = Math.min(0, least);
            double high = tight ? most : most + (most - low) * 0.06;
            high = high > low ? high : low + 1;
            double step = Pen.roundUp((high - low) / 6);
            List<Double> ticks = new ArrayList<>();
            for (long k = (long) Math.ceil(low / step); k * step <= high * (1 + 1e-9); k++) {
                ticks.add(k * step);
            }
            return new Axis(false, low, high, ticks);
        }

        double place(double value) {
            return log ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / (high - low);
        }

        String text(double tick) {
            double size = Math.abs(tick);
            if (size >= 1e6 || (size > 0 && size < 1e-4)) {
                return String.format(Locale.ROOT, "%.0e", tick);
            }
            String text = String.format(Locale.ROOT, "%.5f", tick);
            return text.replaceAll("0+$", "").replaceAll("\\.$", "");
        }
    }
}
