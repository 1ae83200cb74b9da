package io.krater.report;

import io.krater.experiment.lifecycle.LifePhase;
import io.krater.experiment.lifecycle.Lives;
import io.krater.experiment.lifecycle.PhaseTable;
import io.krater.report.draw.Pen;
import io.krater.stats.Interval;
import io.krater.stats.Sample;
import io.krater.stats.Summary;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A bar a platform: its phases and waits end to end, each as long as its mean, with the mean's interval. */
final class StackedPhases {
    private static final int WIDTH = 840;
    private static final int LEFT = 90;
    private static final int RIGHT = 30;
    private static final int BAR = 34;
    private static final int ROW = 62;
    private static final int AXIS = 40;
    private static final Color WAIT = new Color(0xdd, 0xdd, 0xdd);
    /** Light, and neighbours told apart: text in ink is read on each of them. */
    private static final List<Color> COLOURS = List.of(
            new Color(0xc6, 0xdc, 0xec),
            new Color(0xf6, 0xd1, 0x8f),
            new Color(0xa8, 0xdd, 0xcb),
            new Color(0xe9, 0xc3, 0xd8),
            new Color(0xbf, 0xe3, 0xf7),
            new Color(0xf2, 0xb5, 0x8c));

    private final PhaseTable table;
    private final List<LifePhase> phases;
    private final List<LifePhase> waits;
    private final List<Bar> bars;
    private final double longest;

    /** A platform's bar. */
    private record Bar(String platform, int lives, List<Segment> segments) {
        double end() {
            return segments.isEmpty() ? 0 : segments.get(segments.size() - 1).end();
        }
    }

    /** A phase of it; the interval is absent for a single life and for lives that are all alike. */
    private record Segment(int number, double start, double mean, Optional<Interval> interval) {
        double end() {
            return start + mean;
        }
    }

    private StackedPhases(Lives lives, PhaseTable table) {
        this.table = table;
        this.phases = table.withWaits();
        this.waits = table.waits();
        this.bars =
                lives.platforms().stream().map(platform -> bar(lives, platform)).toList();
        this.longest = bars.stream().mapToDouble(Bar::end).max().orElse(0);
    }

    private Bar bar(Lives lives, String platform) {
        List<Segment> segments = new ArrayList<>();
        double start = 0;
        for (int i = 0; i < phases.size(); i++) {
            double[] lengths = lives.lengths(platform, phases.get(i));
            if (lengths.length > 0) {
                Summary summary = Summary.of(Sample.of(lengths));
                double mean = summary.mean().get();
                segments.add(new Segment(i, start, mean, summary.interval().optional()));
                start += mean;
            }
        }
        return new Bar(platform, lives.of(platform).size(), segments);
    }

    static Optional<Figure> of(Lives lives, PhaseTable table) {
        StackedPhases stacked = new StackedPhases(lives, table);
        if (stacked.longest <= 0) {
            return Optional.empty();
        }
        int legend = (stacked.phases.size() + 3) / 4 * 15 + 8;
        int height = 14 + stacked.bars.size() * ROW + AXIS + legend;
        String n = stacked.bars.stream()
                .map(bar -> bar.platform + " n = " + bar.lives)
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        return Optional.of(new Figure(
                "phases_stacked",
                "Phases of a life by platform",
                "Mean length of each phase, end to end, with the 95 % interval (t) of each phase's own mean about its end; "
                        + "grey: waits that belong to no phase. " + n + ".",
                WIDTH,
                height,
                (canvas, w, h) -> stacked.paint(canvas)));
    }

    private double x(double seconds) {
        return LEFT + seconds / (longest * 1.02) * (WIDTH - LEFT - RIGHT);
    }

    private void paint(Graphics2D canvas) {
        Pen pen = new Pen(canvas);
        double bottom = 14 + bars.size() * ROW;
        pen.fill(0, 0, WIDTH, bottom + AXIS + 300, Color.WHITE);
        double step = Pen.roundUp(longest / 8);
        for (double tick = 0; tick <= longest * 1.02; tick += step) {
            pen.line(x(tick), 8, x(tick), bottom, Plot.GRID, 0.7f);
            pen.centre(Pen.number(tick), x(tick), bottom + 9, Pen.TEXT, Plot.INK);
        }
        pen.centre("time since the beginning (s)", (LEFT + WIDTH - RIGHT) / 2.0, bottom + 26, Pen.TEXT, Plot.INK);
        for (int row = 0; row < bars.size(); row++) {
            paint(pen, bars.get(row), 14 + row * ROW);
        }
        for (int i = 0; i < phases.size(); i++) {
            double left = LEFT + i % 4 * 185;
            double y = bottom + AXIS + 6 + i / 4 * 15;
            pen.fill(left, y - 5, 11, 11, colour(i));
            pen.left((number(i) + "  " + phases.get(i).name()).strip(), left + 16, y, Pen.SMALL, Plot.INK);
        }
    }

    private void paint(Pen pen, Bar bar, double y) {
        pen.left(Pen.fitting(bar.platform, LEFT - 10, Pen.TEXT), 4, y + BAR / 2.0, Pen.TEXT, Plot.INK);
        for (Segment segment : bar.segments) {
            double from = x(segment.start);
            double to = x(segment.end());
            pen.fill(from, y, to - from, BAR, colour(segment.number));
            pen.line(to, y, to, y + BAR, Color.WHITE, 0.6f);
            String number = number(segment.number);
            if (Pen.width(number, Pen.SMALL) + 2 <= to - from) {
                pen.centre(number, (from + to) / 2, y + 8, Pen.SMALL, Plot.INK);
            }
            String length = Pen.number(Math.rint(segment.mean));
            if (Pen.width(length, Pen.SMALL) + 2 <= to - from) {
                pen.centre(length, (from + to) / 2, y + 24, Pen.SMALL, Plot.INK);
            }
            // below the bar, in two heights, so that those of neighbours do not cover each other
            double height = y + BAR + (segment.number % 2 == 0 ? 6 : 13);
            segment.interval.ifPresent(interval -> {
                double low = x(segment.start + interval.low());
                double high = x(segment.start + interval.high());
                pen.line(low, height, high, height, Plot.INK, 1);
                pen.line(low, height - 2.5, low, height + 2.5, Plot.INK, 1);
                pen.line(high, height - 2.5, high, height + 2.5, Plot.INK, 1);
            });
        }
    }

    /** As in the grids of series: phases are counted, waits are not. */
    private String number(int index) {
        int number = table.phases().indexOf(phases.get(index));
        return number < 0 ? "" : Integer.toString(number + 1);
    }

    private Color colour(int number) {
        return waits.contains(phases.get(number)) ? WAIT : COLOURS.get(number % COLOURS.size());
    }
}
