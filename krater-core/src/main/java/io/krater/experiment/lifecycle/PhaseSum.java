package io.krater.experiment.lifecycle;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Whether a life's phases and waits add up to the whole, in seconds.
 *
 * @param life the life's id
 * @param phases the phases together
 * @param waits what belongs to no phase
 * @param total the whole life
 */
public record PhaseSum(String life, double phases, double waits, double total) {
    /** Each length is rounded to 4 decimals. */
    private static final double ROUNDING = 0.0005;

    /** What neither phases nor waits account for; phases that overlap make it negative. */
    public double rest() {
        return Decimals.round(total - phases - waits, 4);
    }

    /** Whether they do, but for rounding. */
    public boolean addsUp() {
        return Math.abs(rest()) <= ROUNDING * 2;
    }

    /** The sums of a life; empty where an event is missing. */
    public static java.util.Optional<PhaseSum> of(Life life, PhaseTable table) {
        OptionalDouble total = life.length(table.total());
        OptionalDouble phases = sum(life, table.phases());
        OptionalDouble waits = sum(life, table.waits());
        return total.isEmpty() || phases.isEmpty() || waits.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(
                        new PhaseSum(life.id(), phases.getAsDouble(), waits.getAsDouble(), total.getAsDouble()));
    }

    private static OptionalDouble sum(Life life, List<LifePhase> phases) {
        double sum = 0;
        for (LifePhase phase : phases) {
            OptionalDouble length = life.length(phase);
            if (length.isEmpty()) {
                return OptionalDouble.empty();
            }
            sum += length.getAsDouble();
        }
        return OptionalDouble.of(Decimals.round(sum, 4));
    }
}
