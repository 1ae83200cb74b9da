package io.krater.monitor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Series of one or more hosts, at most one for a host and a quantity. Immutable and thread-safe.
 *
 * @param series in the order given
 */
public record HostMetrics(List<HostSeries> series) {
    /** Copies the list, and refuses two series of one quantity of one host. */
    public HostMetrics {
        series = List.copyOf(series);
        Map<List<String>, HostSeries> seen = new LinkedHashMap<>();
        for (HostSeries each : series) {
            if (seen.put(List.of(each.host(), each.quantity().name()), each) != null) {
                throw new IllegalArgumentException(
                        "there are two series of " + each.quantity().name() + " of host " + each.host());
            }
        }
    }

    /** No host at all. */
    public static HostMetrics none() {
        return new HostMetrics(List.of());
    }

    /** The hosts, in order of appearance. */
    public List<String> hosts() {
        return series.stream().map(HostSeries::host).distinct().toList();
    }

    /** The quantities, in order of appearance. */
    public List<HostQuantity> quantities() {
        return series.stream().map(HostSeries::quantity).distinct().toList();
    }

    /** The series of a quantity, one a host. */
    public List<HostSeries> of(HostQuantity quantity) {
        return series.stream()
                .filter(each -> each.quantity().name().equals(quantity.name()))
                .toList();
    }

    /** The series of a quantity of a host; empty where it was not measured. */
    public Optional<HostSeries> of(String host, HostQuantity quantity) {
        return of(quantity).stream().filter(each -> each.host().equals(host)).findFirst();
    }

    /** These and others. */
    public HostMetrics with(HostMetrics others) {
        List<HostSeries> all = new ArrayList<>(series);
        all.addAll(others.series);
        return new HostMetrics(all);
    }
}
