package io.krater.report.draw;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Names of what is drawn, in as many lines below a plot as they take. The chart library's own puts all into one line, whether
 * it fits or not. Not thread-safe.
 */
public final class Legend {
    private static final int LINE_HEIGHT = 18;
    private static final int MARGIN = 8;
    private static final int SWATCH = 11;
    private static final int GAP = 5;
    private static final int BETWEEN = 14;
    private static final int MARKER_SIZE = 5;
    private static final FontRenderContext MEASURE = new FontRenderContext(null, true, true);

    private final Font font;
    private final int width;
    private final List<Entry> entries = new ArrayList<>();
    private double right = MARGIN;
    private int line;

    /** A name, and where its mark begins. */
    private record Entry(String name, Color colour, Marker marker, double x, int line) {}

    /** A legend of a plot of this width, in pixels. */
    public Legend(Font font, int width) {
        this.font = font;
        this.width = width;
    }

    /** Adds a name at the end; {@link SeriesMarkers#NONE} for an area. */
    public void add(String name, Color colour, Marker marker) {
        double taken = SWATCH + GAP + font.getStringBounds(name, MEASURE).getWidth();
        if (right > MARGIN && right + taken > width - MARGIN) {
            right = MARGIN;
            line++;
        }
        entries.add(new Entry(name, colour, marker, right, line));
        right += taken + BETWEEN;
    }

    /** What it takes below the plot. */
    public int height() {
        return entries.isEmpty() ? 0 : (line + 1) * LINE_HEIGHT + 4;
    }

    /** Draws it from a height downwards. */
    public void paint(Graphics2D canvas, double top) {
        for (Entry entry : entries) {
            double middle = top + LINE_HEIGHT * (entry.line + 0.5);
            canvas.setColor(entry.colour);
            if (entry.marker == SeriesMarkers.NONE) {
                canvas.fill(new Rectangle2D.Double(entry.x, middle - SWATCH / 2.0, SWATCH, SWATCH));
            } else {
                entry.marker.paint(canvas, entry.x + SWATCH / 2.0, middle, MARKER_SIZE);
            }
            canvas.setColor(Pen.INK);
            // as an outline: the page's fonts may be others than those that were measured
            float baseline = (float) (middle + font.getSize() * 0.36);
            canvas.fill(
                    font.createGlyphVector(MEASURE, entry.name).getOutline((float) (entry.x + SWATCH + GAP), baseline));
        }
    }
}
