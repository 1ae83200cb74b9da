package io.krater.report.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.style.markers.SeriesMarkers;

class LegendTest {
    private static final int WIDTH = 200;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private final Legend legend = new Legend(FONT, WIDTH);

    @Test
    void takesNoRoomWithoutNames() {
        assertThat(legend.height()).isZero();
    }

    @Test
    void takesAsManyLinesAsItsNamesNeedAndStaysWithinItsWidth() {
        legend.add("container_created", Color.BLUE, SeriesMarkers.NONE);
        int oneLine = legend.height();
        for (int i = 0; i < 7; i++) {
            legend.add("container_started", Color.RED, i % 2 == 0 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
        }
        assertThat(legend.height()).isGreaterThan(2 * oneLine);
        BufferedImage wider = painted(WIDTH + 50);
        assertThat(inked(wider, 0, 4)).isZero();
        assertThat(inked(wider, WIDTH - 4, WIDTH + 50)).isZero();
        assertThat(inked(wider, 4, WIDTH - 4)).isPositive();
    }

    private BufferedImage painted(int width) {
        BufferedImage image = new BufferedImage(width, legend.height() + 20, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, width, image.getHeight());
        legend.paint(canvas, 0);
        canvas.dispose();
        return image;
    }

    private static int inked(BufferedImage image, int from, int to) {
        int inked = 0;
        for (int x = from; x < to; x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                inked += image.getRGB(x, y) == Color.WHITE.getRGB() ? 0 : 1;
            }
        }
        return inked;
    }
}
