package io.krater.timeline;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the time of many timelines goes, step by step.
 *
 * <p>What does not agree is counted, not averaged away: the orders in which marks came, pairs of marks that came either way
 * round, and at each step the timelines that lack a mark. Immutable and thread-safe.
 */
public final class PhaseBreakdown {
    private final int timelines;
    private final boolean consecutive;
    private final List<Step> steps;
    private final Optional<Lengths> whole;
    private final List<MarkOrder> orders;
    private final List<Disagreement> disagreements;
    private final Completeness completeness;

    /**
     * Who has all marks.
     *
     * @param expected the marks that at least half of the timelines have, in the most common order
     * @param incomplete timelines that lack one of them
     * @param lacking for each mark how many timelines lack it; marks that none lacks are left out
     */
    public record Completeness(List<String> expected, int incomplete, Map<String, Integer> lacking) {}

    PhaseBreakdown(
            int timelines,
            boolean consecutive,
            List<Step> steps,
            Optional<Lengths> whole,
            List<MarkOrder> orders,
            List<Disagreement> disagreements,
            Completeness completeness) {
        this.timelines = timelines;
        this.consecutive = consecutive;
        this.steps = List.copyOf(steps);
        this.whole = whole;
        this.orders = List.copyOf(orders);
        this.disagreements = List.copyOf(disagreements);
        this.completeness = completeness;
    }

    /** Breaks timelines down into the steps from each mark to the next in time. */
    public static PhaseBreakdown of(Collection<Timeline> timelines) {
        return of(timelines, Steps.consecutive());
    }

    /** Breaks timelines down into steps. */
    public static PhaseBreakdown of(Collection<Timeline> timelines, Steps steps) {
        return new Gathering(timelines, steps).breakdown();
    }

    /** How many timelines there are, those with one mark or none included. */
    public int timelines() {
        return timelines;
    }

    /** Whether steps lie between each mark and the next in time, so that their names depend on the order. */
    public boolean isConsecutive() {
        return consecutive;
    }

    /** The steps that were observed, in the order in which the timelines first show them. */
    public List<Step> steps() {
        return steps;
    }

    /** The steps by the median time at which they begin: the order to read them in. */
    public List<Step> inTimeOrder() {
        return steps.stream().sorted(Comparator.comparingDouble(Step::start)).toList();
    }

    /** The step between two marks; empty where no timeline took it. */
    public Optional<Step> step(String from, String to) {
        StepName name = new StepName(from, to);
        return steps.stream().filter(step -> step.name().equals(name)).findFirst();
    }

    /** From first mark to last, of the timelines that have two or more; empty where none has. */
    public Optional<Lengths> whole() {
        return whole;
    }

    /**
     * The orders of marks that occurred, the most common first. Marks of equal times stand as the log has them; incomplete
     * timelines have an order of their own.
     */
    public List<MarkOrder> orders() {
        return orders;
    }

    /**
     * Neighbouring marks that timelines have in different orders, at most {@value Gathering#MOST_DISAGREEMENTS}. Empty where
     * all agree, incomplete ones included.
     */
    public List<Disagreement> disagreements() {
        return disagreements;
    }

    /** Which marks are expected, and how many timelines lack which. */
    public Completeness completeness() {
        return completeness;
    }

    @Override
    public String toString() {
        return timelines + " timelines, " + steps.size() + " steps";
    }
}
