package io.krater.experiment.lifecycle;

import io.krater.monitor.HostQuantity;
import io.krater.monitor.HostSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What the hosts of one role used within a phase of a life: mean and peak of a quantity.
 *
 * @param phase the phase
 * @param role the role
 * @param quantity the quantity
 * @param figure mean or peak
 */
public record PhaseUsage(LifePhase phase, String role, HostQuantity quantity, Figure figure) {
    /** What is said of the samples of a phase. */
    public enum Figure {
        /** The mean over the samples of each host, then over the hosts. */
        MEAN,
        /** The highest sample of any host. */
        PEAK
    }

    /** A name for tables: {@code cpu mean, master, Start master}. */
    public String label() {
        return quantity.name() + (figure == Figure.MEAN ? " mean, " : " peak, ") + role + ", " + phase.name();
    }

    /** The figure of a life; empty where no host of the role has a sample within the phase. */
    public OptionalDouble of(Life life) {
        OptionalDouble from = life.at(phase.from());
        OptionalDouble to = life.at(phase.to());
        if (from.isEmpty() || to.isEmpty() || to.getAsDouble() < from.getAsDouble()) {
            return OptionalDouble.empty();
        }
        List<Double> hosts = new ArrayList<>();
        for (HostSeries series : life.metrics().of(quantity)) {
            if (life.role(series.host()).filter(role::equals).isPresent()) {
                within(series, nanos(from.getAsDouble()), nanos(to.getAsDouble()))
                        .ifPresent(hosts::add);
            }
        }
        return figure == Figure.MEAN
                ? hosts.stream().mapToDouble(value -> value).average()
                : hosts.stream().mapToDouble(value -> value).max();
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }

    private OptionalDouble within(HostSeries series, long from, long to) {
        int first = series.firstAt(from);
        int end = series.firstAt(to);
        if (first >= end) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        double peak = Double.NEGATIVE_INFINITY;
        for (int i = first; i < end; i++) {
            sum += series.value(i);
            peak = Math.max(peak, series.value(i));
        }
        return OptionalDouble.of(figure == Figure.MEAN ? sum / (end - first) : peak);
    }
}
