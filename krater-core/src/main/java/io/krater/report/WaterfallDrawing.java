package io.krater.report;

import io.krater.report.Waterfall.Bar;
import io.krater.report.Waterfall.Lane;
import io.krater.report.Waterfall.Lanes;
import io.krater.timeline.LengthUnit;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;

/** Paints a waterfall: a row a step, lanes named at the left edge, one axis below all. */
final class WaterfallDrawing {
    private static final int MARGIN = 6;
    private static final int LANE_NAME = 14;
    private static final int TITLE = 18;
    private static final int AXIS = 36;
    private static final int BETWEEN = 8;
    /** Lighter and darker in turn, so that neighbouring lanes differ in grey as well. */
    private static final List<Color> FILLS = List.of(
            Plot.BLUE,
            new Color(0xe6, 0x9f, 0x00),
            new Color(0x00, 0x73, 0x58),
            new Color(0x9c, 0xcf, 0xee),
            Plot.VERMILION,
            new Color(0xc8, 0xc8, 0xc8));

    private static final FontRenderContext MEASURE = new FontRenderContext(null, true, true);

    private final List<Lanes> panels;
    private final LengthUnit unit;
    private final double end;
    private final int row;
    private final Font font;
    private final Font bold;
    private final double left;
    private final double right;

    WaterfallDrawing(List<Lanes> panels, LengthUnit unit, double end) {
        this.panels = panels;
        this.unit = unit;
        this.end = end > 0 ? end : 1;
        int most = panels.stream().mapToInt(Lanes::rows).max().orElse(1);
        row = most > 24 ? 11 : most > 12 ? 14 : 17;
        font = new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont(most > 24 ? 9.5f : 11f);
        bold = font.deriveFont(Font.BOLD, 11.5f);
        double widest = panels.stream()
                .flatMap(panel -> panel.lanes().stream())
                .flatMap(lane -> lane.bars().stream().map(bar -> label(lane, bar)))
                .mapToDouble(label -> width(label, font))
                .max()
                .orElse(0);
        left = MARGIN + LANE_NAME + Math.min(widest, 140) + 5;
        right = Plot.WIDTH - MARGIN - 4.0;
    }

    int height() {
        return MARGIN
                + panels.stream()
                        .mapToInt(panel -> TITLE + panel.rows() * row + BETWEEN)
                        .sum()
                + AXIS;
    }

    void paint(Graphics2D canvas, int width, int height) {
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, width, height);
        double y = MARGIN;
        double bottom = height - AXIS;
        axis(canvas, bottom);
        for (Lanes panel : panels) {
            text(canvas, fitting(panel.title(), bold, width - 2 * MARGIN), bold, MARGIN, y + 12);
            y += TITLE;
            for (int i = 0; i < panel.lanes().size(); i++) {
                lane(canvas, panel.lanes().get(i), fill(panel.lanes().get(i).name()), y);
                y += panel.lanes().get(i).bars().size() * row;
            }
            y += BETWEEN;
        }
    }

    /** A lane has one colour in all environments. */
    private Color fill(String lane) {
        List<String> names = panels.stream()
                .flatMap(panel -> panel.lanes().stream())
                .map(Lane::name)
                .distinct()
                .toList();
        return FILLS.get(names.indexOf(lane) % FILLS.size());
    }

    private void axis(Graphics2D canvas, double bottom) {
        double step = tickStep(end / unit.nanos());
        for (int i = 0; i * step * unit.nanos() <= end * 1.0001; i++) {
            double x = x(i * step * unit.nanos());
            canvas.setColor(Plot.GRID);
            canvas.setStroke(new BasicStroke(0.7f));
            canvas.draw(new Line2D.Double(x, MARGIN + TITLE, x, bottom));
            String label = label(i * step);
            double from = Math.min(x - width(label, font) / 2, Plot.WIDTH - MARGIN - width(label, font));
            text(canvas, label, font, from, bottom + 12);
        }
        canvas.setColor(Plot.INK);
        canvas.setStroke(new BasicStroke(0.8f));
        canvas.draw(new Line2D.Double(left, bottom, right, bottom));
        String title = "time since the first mark (" + unit.symbol() + ")";
        text(canvas, title, font, (left + right - width(title, font)) / 2, bottom + 28);
    }

    /** Of 1, 2, 5 and their tens the one that gives at most six steps. */
    private static double tickStep(double whole) {
        double power = Math.pow(10, Math.floor(Math.log10(whole / 6)));
        for (double factor : new double[] {1, 2, 5}) {
            if (whole / (factor * power) <= 6) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static String label(double value) {
        String text = String.format(Locale.ROOT, "%.6f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    /** Whether a lane is tall enough for its name beside it. */
    private boolean isNamedUpright(Lane lane) {
        return width(lane.name(), font) <= lane.bars().size() * row - 3;
    }

    private String label(Lane lane, Bar bar) {
        return isNamedUpright(lane) ? bar.label() : lane.name() + ": " + bar.label();
    }

    private void lane(Graphics2D canvas, Lane lane, Color fill, double top) {
        double tall = lane.bars().size() * row;
        canvas.setColor(Plot.GRID);
        canvas.setStroke(new BasicStroke(0.7f));
        canvas.draw(new Line2D.Double(MARGIN, top, right, top));
        canvas.setColor(fill);
        canvas.fill(new Rectangle2D.Double(MARGIN, top + 1, 2.5, tall - 2));
        if (isNamedUpright(lane)) {
            String name = lane.name();
            canvas.setColor(Plot.INK);
            AffineTransform upright = AffineTransform.getTranslateInstance(
                    MARGIN + LANE_NAME - 2.0, top + (tall + width(name, font)) / 2);
            upright.rotate(-Math.PI / 2);
            canvas.fill(upright.createTransformedShape(outline(name, font, 0, 0)));
        }
        for (int i = 0; i < lane.bars().size(); i++) {
            bar(canvas, lane.bars().get(i), label(lane, lane.bars().get(i)), fill, top + i * row);
        }
    }

    private void bar(Graphics2D canvas, Bar bar, String name, Color fill, double top) {
        double middle = top + row / 2.0;
        double baseline = middle + font.getSize2D() * 0.36;
        String label = fitting(name, font, left - MARGIN - LANE_NAME - 4);
        text(canvas, label, font, left - 5 - width(label, font), baseline);
        double from = x(bar.start());
        double to = x(bar.start() + bar.median());
        double thick = row * 0.56;
        canvas.setColor(fill);
        canvas.fill(new Rectangle2D.Double(
                Math.min(from, to), middle - thick / 2, Math.max(1, Math.abs(to - from)), thick));
        double low = x(bar.start() + bar.low());
        double high = x(bar.start() + bar.high());
        canvas.setColor(Plot.INK);
        canvas.setStroke(new BasicStroke(0.9f));
        if (high - low > 0.5) {
            canvas.draw(new Line2D.Double(low, middle, high, middle));
            canvas.draw(new Line2D.Double(low, middle - thick / 3, low, middle + thick / 3));
            canvas.draw(new Line2D.Double(high, middle - thick / 3, high, middle + thick / 3));
        }
        figure(canvas, bar, Math.max(Math.max(from + 1, to), high), Math.min(from, Math.min(to, low)), baseline);
    }

    /** The median behind the bar, or before it where there is no room behind. */
    private void figure(Graphics2D canvas, Bar bar, double end, double begin, double baseline) {
        String figure = significant(bar.median() / unit.nanos());
        double wide = width(figure, font);
        double at = end + 3 + wide <= Plot.WIDTH - 1 ? end + 3 : begin - 3 - wide;
        text(canvas, figure, font, at, baseline);
    }

    /** Three significant digits, no exponent. */
    private static String significant(double value) {
        double size = Math.abs(value);
        int decimals = size == 0 ? 0 : (int) Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(size))));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private double x(double nanos) {
        return left + (right - left) * nanos / end;
    }

    private static String fitting(String text, Font font, double room) {
        if (width(text, font) <= room) {
            return text;
        }
        for (int length = text.length() - 1; length > 0; length--) {
            String shorter = text.substring(0, length).stripTrailing() + "…";
            if (width(shorter, font) <= room) {
                return shorter;
            }
        }
        return "";
    }

    private static double width(String text, Font font) {
        return font.getStringBounds(text, MEASURE).getWidth();
    }

    private static Shape outline(String text, Font font, double x, double y) {
        return font.createGlyphVector(MEASURE, text).getOutline((float) x, (float) y);
    }

    private static void text(Graphics2D canvas, String text, Font font, double x, double baseline) {
        canvas.setColor(Plot.INK);
        // as an outline: the page's fonts may be others than those that were measured
        canvas.fill(outline(text, font, x, baseline));
    }
}
