package io.krater.launch;

import io.krater.launch.Stamp.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Named moments, each with the clock that it was read on. {@link Phase} has the well-known names; any other is as good.
 * A moment that was not observed is absent, never zero. In the order in which they were observed. Immutable and
 * thread-safe.
 *
 * <p>Names and clocks are shared between the marks of instances that have the same: what an instance needs of its own is
 * eight bytes a mark.
 */
public final class Marks {
    private static final Marks NONE = new Marks(new Layout(List.of(), List.of()), new long[0]);

    private final Layout layout;
    private final long[] epochNanos;

    private record Layout(List<String> names, List<Clock> clocks) {}

    private Marks(Layout layout, long[] epochNanos) {
        this.layout = layout;
        this.epochNanos = epochNanos;
    }

    /** No moment at all. */
    public static Marks none() {
        return NONE;
    }

    /**
     * These moments, in the map's order.
     *
     * @throws IllegalArgumentException if a name is blank
     */
    public static Marks of(Map<String, Stamp> stamps) {
        return like(NONE, stamps);
    }

    /** The same, which shares names and clocks with other marks that have the same ones. */
    public static Marks like(Marks other, Map<String, Stamp> stamps) {
        if (stamps.isEmpty()) {
            return NONE;
        }
        long[] at = new long[stamps.size()];
        List<String> names = new ArrayList<>(at.length);
        List<Clock> clocks = new ArrayList<>(at.length);
        stamps.forEach((name, stamp) -> {
            if (name.isBlank()) {
                throw new IllegalArgumentException("a mark needs a name, was blank");
            }
            at[names.size()] = stamp.epochNanos();
            names.add(name);
            clocks.add(stamp.clock());
        });
        boolean same = other.layout.names.equals(names) && other.layout.clocks.equals(clocks);
        return new Marks(same ? other.layout : new Layout(List.copyOf(names), List.copyOf(clocks)), at);
    }

    /** Moments of well-known names, in the order of {@link Phase}. */
    public static Marks ofPhases(Map<Phase, Stamp> stamps) {
        Map<String, Stamp> named = new LinkedHashMap<>();
        Map<Phase, Stamp> ordered = new EnumMap<>(Phase.class);
        ordered.putAll(stamps);
        ordered.forEach((phase, stamp) -> named.put(phase.label(), stamp));
        return of(named);
    }

    /** The names, in the order in which they were observed. */
    public List<String> names() {
        return layout.names;
    }

    /** Number of marks. */
    public int size() {
        return epochNanos.length;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return epochNanos.length == 0;
    }

    /** When a moment was; empty where it was not observed. */
    public Optional<Stamp> at(String name) {
        int place = layout.names.indexOf(name);
        return place < 0 ? Optional.empty() : Optional.of(new Stamp(epochNanos[place], layout.clocks.get(place)));
    }

    /** When a well-known moment was; empty where it was not observed. */
    public Optional<Stamp> at(Phase phase) {
        return at(phase.label());
    }

    /**
     * Seconds from one moment to another, on one clock or across this offset; empty where one was not observed or nothing
     * relates their clocks.
     */
    public OptionalDouble seconds(String from, String to, ClockOffset offset) {
        Optional<Stamp> start = at(from);
        Optional<Stamp> end = at(to);
        if (start.isEmpty() || end.isEmpty()) {
            return OptionalDouble.empty();
        }
        OptionalLong nanos = offset.between(start.get(), end.get());
        return nanos.isPresent() ? OptionalDouble.of(nanos.getAsLong() / 1e9) : OptionalDouble.empty();
    }

    /** All of them by name, in the order in which they were observed. */
    public Map<String, Stamp> stamps() {
        Map<String, Stamp> all = new LinkedHashMap<>();
        for (int i = 0; i < epochNanos.length; i++) {
            all.put(layout.names.get(i), new Stamp(epochNanos[i], layout.clocks.get(i)));
        }
        return Collections.unmodifiableMap(all);
    }

    /** Those of well-known names, in the order of {@link Phase}. */
    public Map<Phase, Stamp> phases() {
        Map<Phase, Stamp> known = new EnumMap<>(Phase.class);
        for (int i = 0; i < epochNanos.length; i++) {
            Stamp stamp = new Stamp(epochNanos[i], layout.clocks.get(i));
            Phase.named(layout.names.get(i)).ifPresent(phase -> known.put(phase, stamp));
        }
        return Collections.unmodifiableMap(known);
    }

    /** These and others; where a name is in both, the one here counts. */
    public Marks and(Marks others) {
        if (others.isEmpty() || isEmpty()) {
            return isEmpty() ? others : this;
        }
        Map<String, Stamp> all = new LinkedHashMap<>(stamps());
        others.stamps().forEach(all::putIfAbsent);
        return of(all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Marks that && stamps().equals(that.stamps());
    }

    @Override
    public int hashCode() {
        return stamps().hashCode();
    }

    @Override
    public String toString() {
        return stamps().toString();
    }
}
