package io.krater.report;

import io.krater.report.draw.Legend;
import io.krater.report.draw.Pen;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Boxes, lines and points on two axes, in the one style of all figures. Not thread-safe. */
final class Plot {
    /** Width of all figures: at one column's 8.5 cm their text is 7 points high. */
    static final int WIDTH = 420;

    static final Color INK = Pen.INK;
    static final Color GRID = Pen.GRID;
    /** Okabe and Ito's blue and vermilion (2008): told apart with any colour vision, and by lightness in grey. */
    static final Color BLUE = new Color(0x00, 0x72, 0xb2);

    static final Color VERMILION = new Color(0xd5, 0x5e, 0x00);
    static final Color FILL = new Color(0xc6, 0xdc, 0xec);
    static final Color SHADE = new Color(0xf0, 0xf0, 0xf0);

    static final List<Color> PALETTE = Pen.PALETTE;

    /** A marker for each colour, so that groups are told apart without any. */
    static final List<Marker> MARKERS = List.of(
            SeriesMarkers.CIRCLE,
            SeriesMarkers.SQUARE,
            SeriesMarkers.TRIANGLE_UP,
            SeriesMarkers.DIAMOND,
            SeriesMarkers.TRIANGLE_DOWN,
            SeriesMarkers.CROSS,
            SeriesMarkers.PLUS,
            SeriesMarkers.OVAL);

    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    /** The drawing library tries for ever to do without a longer label. */
    private static final int LONGEST_NAME = 20;

    private final XYChart chart;
    private final int height;
    private final Legend legend = new Legend(FONT, WIDTH);
    private int series;

    Plot(int height, String xLabel, String yLabel) {
        this.height = height;
        chart = new XYChart(WIDTH, height);
        chart.setXAxisTitle(xLabel);
        chart.setYAxisTitle(yLabel);
        XYStyler style = chart.getStyler();
        style.setBaseFont(FONT);
        style.setAxisTitleFont(FONT);
        style.setAxisTickLabelsFont(FONT);
        style.setLocale(Locale.ROOT);
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setChartTitleVisible(false);
        style.setLegendVisible(false);
        style.setChartFontColor(INK);
        style.setAxisTickLabelsColor(INK);
        style.setPlotGridLinesColor(GRID);
        style.setPlotGridLinesStroke(new BasicStroke(0.7f));
        style.setAxisTickMarksColor(INK);
        style.setAxisTickMarksStroke(new BasicStroke(0.8f));
        style.setChartPadding(6);
        style.setAxisTitlePadding(4);
        style.setPlotMargin(2);
        style.setPlotContentSize(1);
        style.setXAxisTickMarkSpacingHint(70);
        style.setXAxisTitleVisible(!xLabel.isEmpty());
        style.setYAxisTitleVisible(!yLabel.isEmpty());
        style.setXAxisTickLabelsFormattingFunction(Plot::tick);
        style.setYAxisTickLabelsFormattingFunction(Plot::tick);
        style.setMarkerSize(4);
    }

    /** A plot whose rows are named, from top to bottom, at heights -0, -1, -2 ... */
    static Plot rows(List<String> names, String xLabel) {
        int rowHeight = names.size() > 20 ? 18 : 30;
        int height = 58 + rowHeight * names.size();
        Plot plot = new Plot(height, xLabel, "");
        List<String> labels = distinct(names);
        XYStyler style = plot.chart.getStyler();
        style.setYAxisMin(-names.size() + 0.45);
        style.setYAxisMax(0.55);
        style.setYAxisTickMarkSpacingHint(rowHeight);
        style.setPlotGridHorizontalLinesVisible(false);
        style.setYAxisTickLabelsFormattingFunction(at -> {
            int row = (int) Math.rint(-at);
            boolean whole = Math.abs(at + row) < 1e-6;
            return whole && row >= 0 && row < names.size() ? labels.get(row) : blank(at);
        });
        return plot;
    }

    /**
     * Nothing to be seen, another nothing for each place: the library widens the steps between ticks until all labels are
     * distinct, and for ever where that never happens.
     */
    private static String blank(double at) {
        long place = Math.floorMod(Math.round(at * 100), (long) Math.pow(3, LONGEST_NAME));
        return Long.toString(place, 3)
                .replace('0', '\u200b')
                .replace('1', '\u200c')
                .replace('2', '\u200d');
    }

    private static List<String> distinct(List<String> names) {
        List<String> labels = new ArrayList<>();
        for (String name : names) {
            String label = shortened(name);
            for (int i = 2; labels.contains(label); i++) {
                String number = " " + i;
                label = shortened(name, LONGEST_NAME - number.length()) + number;
            }
            labels.add(label);
        }
        return labels;
    }

    static String shortened(String name) {
        return shortened(name, LONGEST_NAME);
    }

    private static String shortened(String name, int length) {
        return name.length() <= length ? name : name.substring(0, length - 1) + "…";
    }

    private static String tick(double value) {
        return Math.abs(value) < 1e-12 ? "0" : plain(value);
    }

    private static String plain(double value) {
        double size = Math.abs(value);
        if (size >= 1e6 || size < 1e-4) {
            String[] parts = String.format(Locale.ROOT, "%.5e", value).split("e", -1);
            String digits = parts[0].replaceAll("0+$", "").replaceAll("\\.$", "");
            return digits + "e" + Integer.parseInt(parts[1]);
        }
        String text = String.format(Locale.ROOT, "%.5f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    Plot xRange(double low, double high) {
        chart.getStyler().setXAxisMin(low);
        chart.getStyler().setXAxisMax(high);
        return this;
    }

    Plot yRange(double low, double high) {
        chart.getStyler().setYAxisMin(low);
        chart.getStyler().setYAxisMax(high);
        return this;
    }

    Plot xLogarithmic() {
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setXAxisLogarithmicDecadeOnly(true);
        return this;
    }

    Plot box(double x0, double x1, double y0, double y1, Color fill) {
        return area(new double[] {x0, x1, x1, x0}, new double[] {y0, y0, y1, y1}, fill, "");
    }

    /** A closed area; named in the legend unless the name is empty. */
    Plot area(double[] x, double[] y, Color fill, String name) {
        XYSeries added = add(x, y, XYSeriesRenderStyle.PolygonArea);
        name(name, fill, SeriesMarkers.NONE);
        added.setMarker(SeriesMarkers.NONE);
        added.setFillColor(fill);
        added.setLineColor(fill);
        added.setLineStyle(new BasicStroke(0.1f));
        return this;
    }

    Plot line(Color colour, float width, double... xy) {
        double[] x = new double[xy.length / 2];
        double[] y = new double[xy.length / 2];
        for (int i = 0; i < x.length; i++) {
            x[i] = xy[2 * i];
            y[i] = xy[2 * i + 1];
        }
        return line(colour, width, x, y);
    }

    Plot line(Color colour, float width, double[] x, double[] y) {
        XYSeries added = add(x, y, XYSeriesRenderStyle.Line);
        added.setMarker(SeriesMarkers.NONE);
        added.setLineColor(colour);
        added.setLineStyle(new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        return this;
    }

    /** Points; named in the legend unless the name is empty. */
    Plot points(double[] x, double[] y, Color colour, Marker marker, String name) {
        XYSeries added = add(x, y, XYSeriesRenderStyle.Scatter);
        name(name, colour, marker);
        added.setMarker(marker);
        added.setMarkerColor(colour);
        return this;
    }

    private void name(String name, Color colour, Marker marker) {
        if (!name.isEmpty()) {
            legend.add(shortened(name), colour, marker);
        }
    }

    private XYSeries add(double[] x, double[] y, XYSeriesRenderStyle style) {
        XYSeries added = chart.addSeries("s" + series++, x, y);
        added.setXYSeriesRenderStyle(style);
        return added;
    }

    Figure figure(String name, String title, String caption) {
        return new Figure(name, title, caption, WIDTH, height + legend.height(), this::paint);
    }

    /** A chart keeps where it was painted, so two threads must not paint one. */
    private synchronized void paint(Graphics2D canvas, int width, int whole) {
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, height, width, whole - height);
        chart.paint(canvas, width, height);
        legend.paint(canvas, height);
    }
}
