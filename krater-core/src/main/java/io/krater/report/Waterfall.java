package io.krater.report;

import io.krater.timeline.LengthUnit;
import io.krater.timeline.Lengths;
import io.krater.timeline.PhaseBreakdown;
import io.krater.timeline.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Where the time goes, drawn: a lane for each process or component, in it a bar for each step from when it begins in the median
 * to its median length, with a whisker from the tenth to the ninetieth percentile of the length. Environments stand above each
 * other on one axis.
 */
public final class Waterfall {
    /** More steps than these are not drawn; nobody could read them. */
    static final int MOST_STEPS = 60;
    /** More environments than these are not drawn. */
    static final int MOST_PANELS = 6;

    private Waterfall() {}

    /**
     * An environment.
     *
     * @param name what it is called
     * @param breakdown its steps
     */
    public record Panel(String name, PhaseBreakdown breakdown) {
        /** Checks that both are there. */
        public Panel {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(breakdown, "breakdown");
        }
    }

    /** A bar: times in nanoseconds since the first mark. */
    record Bar(String label, double start, double median, double low, double high) {
        double end() {
            return start + Math.max(median, high);
        }
    }

    /** Bars of one lane, in the order of time. */
    record Lane(String name, List<Bar> bars) {}

    /** An environment's lanes, in the order in which they begin. */
    record Lanes(String title, List<Lane> lanes) {
        int rows() {
            return lanes.stream().mapToInt(lane -> lane.bars().size()).sum();
        }
    }

    /**
     * Draws the figure.
     *
     * @param name of the figure, for files
     * @param panels environments, at least one; the first {@value #MOST_PANELS} are drawn
     * @param lane the lane of the mark that ends a step, by the mark's name; an empty one is the only lane's
     * @throws IllegalArgumentException when no environment has a step
     */
    public static Figure of(String name, List<Panel> panels, UnaryOperator<String> lane) {
        List<Panel> shown = panels.subList(0, Math.min(MOST_PANELS, panels.size()));
        List<Lanes> drawn = new ArrayList<>();
        double end = 0;
        int left = 0;
        for (Panel panel : shown) {
            List<Step> steps = common(panel.breakdown());
            left += panel.breakdown().steps().size() - steps.size();
            if (!steps.isEmpty()) {
                drawn.add(lanes(panel, steps, lane));
            }
            end = Math.max(end, panel.breakdown().whole().map(Lengths::median).orElse(0.0));
        }
        if (drawn.isEmpty()) {
            throw new IllegalArgumentException("a waterfall needs a step, and no timeline has two marks");
        }
        LengthUnit unit = LengthUnit.of(Math.max(end, longest(drawn)));
        WaterfallDrawing drawing = new WaterfallDrawing(drawn, unit, longest(drawn));
        return new Figure(
                name,
                "Where the time goes",
                caption(left, panels.size() - shown.size()),
                Plot.WIDTH,
                drawing.height(),
                drawing::paint);
    }

    private static String caption(int left, int panels) {
        return "Bars begin at the median time since the first mark and have the median length of the step, which ends at the"
                + " mark that is named; whiskers reach from the 10th to the 90th percentile of the length; figures are"
                + " medians; n is the number of timelines."
                + (left > 0
                        ? " Not drawn: " + left + " steps that fewer than half of the timelines took, or beyond "
                                + MOST_STEPS + " in an environment."
                        : "")
                + (panels > 0 ? " Not drawn: " + panels + " more environments." : "");
    }

    /** A race gives steps other names in some timelines; what most took is drawn. */
    private static List<Step> common(PhaseBreakdown breakdown) {
        return breakdown.inTimeOrder().stream()
                .filter(step -> 2L * step.n() >= breakdown.timelines())
                .limit(MOST_STEPS)
                .toList();
    }

    private static Lanes lanes(Panel panel, List<Step> steps, UnaryOperator<String> lane) {
        boolean chain = true;
        for (int i = 1; i < steps.size(); i++) {
            chain &= steps.get(i).name().from().equals(steps.get(i - 1).name().to());
        }
        Map<String, List<Bar>> bars = new LinkedHashMap<>();
        for (Step step : steps) {
            String label = chain
                    ? step.name().to()
                    : step.name().from() + " → " + step.name().to();
            bars.computeIfAbsent(lane.apply(step.name().to()), first -> new ArrayList<>())
                    .add(bar(Escapes.visible(label), step));
        }
        List<Lane> lanes = new ArrayList<>();
        bars.forEach((name, own) -> lanes.add(new Lane(Escapes.visible(name), unprefixed(own))));
        return new Lanes(Escapes.visible(panel.name()) + whole(panel.breakdown()), lanes);
    }

    /** What all names of a lane begin with up to a point, such as {@code CR.}, says no more than the lane's name. */
    private static List<Bar> unprefixed(List<Bar> bars) {
        String first = bars.get(0).label();
        String prefix = first.substring(0, first.indexOf('.') + 1);
        boolean all = bars.stream()
                .allMatch(bar -> bar.label().startsWith(prefix) && bar.label().length() > prefix.length());
        return !all || first.contains("→")
                ? bars
                : bars.stream()
                        .map(bar -> new Bar(
                                bar.label().substring(prefix.length()),
                                bar.start(),
                                bar.median(),
                                bar.low(),
                                bar.high()))
                        .toList();
    }

    private static String whole(PhaseBreakdown breakdown) {
        return breakdown
                .whole()
                .map(whole -> {
                    LengthUnit unit = LengthUnit.of(whole.median());
                    return String.format(
                            Locale.ROOT,
                            " (n = %d; whole: %.4g %s)",
                            whole.n(),
                            whole.median() / unit.nanos(),
                            unit.symbol());
                })
                .orElse("");
    }

    private static Bar bar(String label, Step step) {
        Lengths lengths = step.lengths();
        return new Bar(label, step.start(), lengths.median(), lengths.quantile(0.1), lengths.p90());
    }

    private static double longest(List<Lanes> panels) {
        return panels.stream()
                .flatMap(panel -> panel.lanes().stream())
                .flatMap(lane -> lane.bars().stream())
                .mapToDouble(Bar::end)
                .max()
                .orElse(1);
    }
}
