package io.krater.experiment.lifecycle;

import io.krater.monitor.HostMetrics;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One life of a platform, the unit of all statistics.
 *
 * @param id its name, unique among the lives that are looked at together
 * @param platform what was started and stopped
 * @param hosts the hosts that took part
 * @param events what happened, in order of time; a type that comes twice counts by its first event
 * @param metrics what was measured of the hosts
 */
public record Life(String id, String platform, List<LifeHost> hosts, List<LifeEvent> events, HostMetrics metrics) {
    /** Copies the lists and puts the events in order of time. */
    public Life {
        if (id.isBlank() || platform.isBlank()) {
            throw new IllegalArgumentException(
                    "a life needs an id and a platform, was \"" + id + "\" of \"" + platform + "\"");
        }
        hosts = List.copyOf(hosts);
        events = events.stream()
                .sorted(Comparator.comparingDouble(LifeEvent::epochSeconds))
                .toList();
    }

    /** When an event came, in seconds since the Unix epoch; empty where it did not. */
    public OptionalDouble at(String type) {
        return events.stream()
                .filter(event -> event.type().equals(type))
                .mapToDouble(LifeEvent::epochSeconds)
                .findFirst();
    }

    /**
     * The length of a phase in seconds, from stamps and with a result of 4 decimals; empty where one of its events is
     * missing or they came the wrong way round.
     */
    public OptionalDouble length(LifePhase phase) {
        OptionalDouble from = at(phase.from());
        OptionalDouble to = at(phase.to());
        if (from.isEmpty() || to.isEmpty() || to.getAsDouble() < from.getAsDouble()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                Decimals.round(Decimals.round(to.getAsDouble(), 4) - Decimals.round(from.getAsDouble(), 4), 4));
    }

    /** Seconds from the beginning of the total to an event, with 4 decimals; empty where one of them is missing. */
    public OptionalDouble sinceStart(PhaseTable table, String type) {
        OptionalDouble start = at(table.total().from());
        OptionalDouble event = at(type);
        return start.isEmpty() || event.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Decimals.round(
                        Decimals.round(event.getAsDouble(), 4) - Decimals.round(start.getAsDouble(), 4), 4));
    }

    /** The role of a host; empty where the life does not list it. */
    public Optional<String> role(String host) {
        return hosts.stream()
                .filter(each -> each.name().equals(host))
                .map(LifeHost::role)
                .findFirst();
    }

    /** The same life with other metrics. */
    public Life with(HostMetrics others) {
        return new Life(id, platform, hosts, events, others);
    }
}
