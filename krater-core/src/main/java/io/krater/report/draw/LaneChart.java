package io.krater.report.draw;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.List;

/**
 * When each of many began and was ready: a bar each, in the order of beginning, on one axis of time. Immutable and
 * thread-safe.
 *
 * @param xLabel what is on the axis, with its unit
 * @param begin when each began
 * @param end when each was ready; NaN for one that never was
 * @param names names of those that never were, as they stand in the figure's order; empty elsewhere
 */
@SuppressWarnings("ArrayRecordComponent") // drawn, never compared
public record LaneChart(String xLabel, double[] begin, double[] end, List<String> names) {
    private static final Color BAR = new Color(0x56, 0x9f, 0xc8);
    private static final Color NEVER = new Color(0xd5, 0x5e, 0x00);
    private static final double MOST = 300;
    private static final double WIDEST = 9;
    private static final double LEFT = 12;
    private static final double BOTTOM = 40;

    /** The height that it takes. */
    public int height() {
        return (int) Math.ceil(10 + lane() * begin.length + BOTTOM);
    }

    private double lane() {
        return Math.min(WIDEST, MOST / begin.length);
    }

    /** Draws it. */
    public void paint(Graphics2D canvas, int width, int height) {
        Pen pen = new Pen(canvas);
        double last = 0;
        for (int i = 0; i < begin.length; i++) {
            last = Math.max(last, Double.isNaN(end[i]) ? begin[i] : end[i]);
        }
        last = last > 0 ? last : 1;
        double room = width - 2 * LEFT - 6;
        double bottom = 10 + lane() * begin.length;
        double step = Pen.roundUp(last / 6);
        for (int k = 0; k * step <= last * (1 + 1e-9); k++) {
            double x = LEFT + room * k * step / last;
            pen.line(x, 8, x, bottom + 4, Pen.GRID, 0.7f);
            pen.centre(Pen.number(k * step), x, bottom + 12, Pen.TEXT, Pen.INK);
        }
        for (int i = 0; i < begin.length; i++) {
            double y = 10 + lane() * i;
            double from = LEFT + room * begin[i] / last;
            boolean never = Double.isNaN(end[i]);
            double to = never ? LEFT + room : LEFT + room * end[i] / last;
            double thick = lane() > 3 ? lane() - 1 : lane();
            if (never) {
                pen.line(from, y + thick / 2, to, y + thick / 2, NEVER, (float) Math.min(1.2, thick));
                if (lane() >= WIDEST) {
                    pen.left(names.get(i), from + 4, y + thick / 2, Pen.SMALL, Pen.INK);
                }
            } else {
                pen.fill(from, y, Math.max(0.5, to - from), thick, BAR);
            }
        }
        pen.line(LEFT, bottom + 1, LEFT + room, bottom + 1, Pen.INK, 0.8f);
        pen.centre(xLabel, LEFT + room / 2, bottom + 28, Pen.TEXT, Pen.INK);
    }
}
