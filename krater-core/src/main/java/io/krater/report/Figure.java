package io.krater.report;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import io.krater.report.draw.Svg;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/**
 * A figure for a paper or a page: drawn anew for each format, sized so that it can be read at one column's width (8.5 cm).
 * Immutable and thread-safe.
 */
public final class Figure {
    private final String name;
    private final String title;
    private final String caption;
    private final int width;
    private final int height;
    private final Drawing drawing;

    /** Draws on a canvas of the figure's size. */
    interface Drawing {
        void paint(Graphics2D canvas, int width, int height);
    }

    Figure(String name, String title, String caption, int width, int height, Drawing drawing) {
        this.name = name;
        this.title = title;
        this.caption = caption;
        this.width = width;
        this.height = height;
        this.drawing = drawing;
    }

    /** A name for files: letters, digits, {@code _} and {@code -}; unique in a report. */
    public String name() {
        return name;
    }

    /** What it shows, in a few words. */
    public String title() {
        return title;
    }

    /** What is to be known to read it, the number of trials included. Plain text, not escaped for any format. */
    public String caption() {
        return caption;
    }

    /** Width in points of 1/96 inch. */
    public int width() {
        return width;
    }

    /** Height in points of 1/96 inch. */
    public int height() {
        return height;
    }

    /** The figure as an SVG document. Text is drawn as outlines, so that it looks the same everywhere. */
    public String svg() {
        VectorGraphics2D canvas = new VectorGraphics2D();
        drawing.paint(canvas, width, height);
        return Svg.of(canvas, width, height);
    }

    /**
     * The figure as a PNG image on white.
     *
     * @param scale pixels for each of the figure's points, 1 to 10; 3 is 288 dpi
     * @throws IllegalArgumentException if the scale is out of range
     */
    public byte[] png(int scale) {
        if (scale < 1 || scale > 10) {
            throw new IllegalArgumentException("scale must be in 1..10, was " + scale);
        }
        BufferedImage image = new BufferedImage(width * scale, height * scale, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        try {
            canvas.setColor(Color.WHITE);
            canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
            canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            canvas.scale(scale, scale);
            drawing.paint(canvas, width, height);
        } finally {
            canvas.dispose();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException impossible) { // nothing but memory is written to
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    @Override
    public String toString() {
        return name;
    }
}
