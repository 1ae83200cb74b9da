package io.krater.report.draw;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;

/**
 * Draws what takes more than one plot: panels, bars and cells. Text goes out as outlines, so that it looks the same wherever
 * the figure is shown. Not thread-safe.
 */
public final class Pen {
    /** Of text, axes and outlines. */
    public static final Color INK = new Color(0x22, 0x22, 0x22);

    /** Of lines behind what is drawn. */
    public static final Color GRID = new Color(0xdd, 0xdd, 0xdd);

    /** Okabe and Ito's palette (2008) in an order of falling lightness differences: what a series has in all figures. */
    public static final List<Color> PALETTE = List.of(
            new Color(0x00, 0x72, 0xb2),
            new Color(0xe6, 0x9f, 0x00),
            new Color(0x00, 0x9e, 0x73),
            new Color(0xcc, 0x79, 0xa7),
            new Color(0x56, 0xb4, 0xe9),
            new Color(0xd5, 0x5e, 0x00),
            new Color(0x00, 0x00, 0x00),
            new Color(0xf0, 0xe4, 0x42));

    public static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 9);
    public static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final FontRenderContext MEASURE = new FontRenderContext(null, true, true);
    private static final double TO_MIDDLE = 0.36;

    private final Graphics2D canvas;

    public Pen(Graphics2D canvas) {
        this.canvas = canvas;
    }

    public static double width(String text, Font font) {
        return font.getStringBounds(text, MEASURE).getWidth();
    }

    public void fill(double x, double y, double width, double height, Color colour) {
        canvas.setColor(colour);
        canvas.fill(new Rectangle2D.Double(x, y, width, height));
    }

    public void frame(double x, double y, double width, double height, Color colour) {
        canvas.setColor(colour);
        canvas.setStroke(new BasicStroke(0.5f));
        canvas.draw(new Rectangle2D.Double(x, y, width, height));
    }

    public void line(double x0, double y0, double x1, double y1, Color colour, float thickness) {
        canvas.setColor(colour);
        canvas.setStroke(new BasicStroke(thickness, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        canvas.draw(new Line2D.Double(x0, y0, x1, y1));
    }

    public void path(Path2D path, Color colour, float thickness) {
        canvas.setColor(colour);
        canvas.setStroke(new BasicStroke(thickness, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        canvas.draw(path);
    }

    /** Text whose middle is at a height, from a point to the right. */
    public void left(String text, double x, double middle, Font font, Color colour) {
        canvas.setColor(colour);
        float baseline = (float) (middle + font.getSize() * TO_MIDDLE);
        canvas.fill(font.createGlyphVector(MEASURE, text).getOutline((float) x, baseline));
    }

    public void right(String text, double x, double middle, Font font, Color colour) {
        left(text, x - width(text, font), middle, font, colour);
    }

    public void centre(String text, double x, double middle, Font font, Color colour) {
        left(text, x - width(text, font) / 2, middle, font, colour);
    }

    /** Text from below upwards, whose middle is at this height and whose line's middle is at this place. */
    public void upwards(String text, double middle, double height, Font font, Color colour) {
        canvas.setColor(colour);
        AffineTransform turned = AffineTransform.getRotateInstance(-Math.PI / 2);
        double baseline = middle + font.getSize() * TO_MIDDLE;
        canvas.fill(AffineTransform.getTranslateInstance(baseline, height + width(text, font) / 2)
                .createTransformedShape(turned.createTransformedShape(
                        font.createGlyphVector(MEASURE, text).getOutline())));
    }

    /** As much of a text as a width holds. */
    public static String fitting(String text, double width, Font font) {
        if (width(text, font) <= width) {
            return text;
        }
        String shorter = text;
        while (shorter.length() > 1 && width(shorter + "…", font) > width) {
            shorter = shorter.substring(0, shorter.length() - 1);
        }
        return shorter + "…";
    }

    /** As much of a text's end as a width holds: what tells numbered names apart. */
    public static String fittingEnd(String text, double width, Font font) {
        String shorter = text;
        while (shorter.length() > 1 && width(shorter.equals(text) ? text : "…" + shorter, font) > width) {
            shorter = shorter.substring(1);
        }
        return shorter.equals(text) ? text : "…" + shorter;
    }

    /** A round number not below a value: 1, 2, 2.5 or 5 times a power of ten. */
    public static double roundUp(double value) {
        if (!(value > 0)) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 2.5, 5}) {
            if (step * power >= value * (1 - 1e-9)) {
                return step * power;
            }
        }
        return 10 * power;
    }

    public static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return Long.toString((long) value);
        }
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.1f", value);
    }
}
