package io.krater.sampler;

import io.krater.sample.Column;
import io.krater.sample.ColumnReader;
import io.krater.sample.ManualTime;
import io.krater.sample.Reading;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.sample.SteadyClock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records a day at 100 ms (slow figures at 500 ms) of two scopes with every figure that a cgroup can have, in manual time,
 * and prints how much heap that took. To be run in a JVM of its own with the heap that it must fit in.
 */
final class DayOfSamples {
    private static final int TICKS = 864_000;

    private DayOfSamples() {}

    public static void main(String[] args) {
        ManualTime time = new ManualTime();
        SteadyClock clock = SteadyClock.anchoredTo(time);
        try (Sampler sampler = Sampler.driven(clock)) {
            Recording container = recording(sampler, clock);
            Recording pod = recording(sampler, clock);
            for (int tick = 0; tick < TICKS; tick++) {
                time.advanceMillis(100);
                container.tick(Column.Pace.FAST);
                pod.tick(Column.Pace.FAST);
                container.tick(Column.Pace.SLOW);
                pod.tick(Column.Pace.SLOW);
            }
            List<SampleSet> sets = List.of(container.stop(), pod.stop());
            Runtime runtime = Runtime.getRuntime();
            long used = (runtime.totalMemory() - runtime.freeMemory()) >> 20;
            for (SampleSet set : sets) {
                System.out.println(set.fast().size() + " fast, " + set.slow().size() + " slow");
            }
            System.out.println(used + " of " + (runtime.maxMemory() >> 20) + " MB used");
        }
    }

    private static Recording recording(Sampler sampler, SteadyClock clock) {
        long now = clock.source().nanoTime();
        return new Recording(
                sampler,
                SampleTarget.process(Scope.of("scope"), 1),
                List.of(new Growing()),
                Map.of(),
                new TickGroup(Column.Pace.FAST, now, Duration.ofMillis(100).toNanos(), now),
                new TickGroup(Column.Pace.SLOW, now, Duration.ofMillis(500).toNanos(), now));
    }

    /** Every figure grows by one from reading to reading. */
    private static final class Growing implements ColumnReader {
        private static final Column[] COLUMNS = Column.values();
        private long value;

        @Override
        public Map<Column, String> columns(Column.Pace pace) {
            Map<Column, String> columns = new EnumMap<>(Column.class);
            for (Column column : COLUMNS) {
                if (column.isOfCgroup() && column.pace() == pace) {
                    columns.put(column, "cgroup");
                }
            }
            return columns;
        }

        @Override
        public void read(Column.Pace pace, Reading into) {
            value++;
            for (Column column : COLUMNS) {
                into.put(column, value);
            }
        }

        @Override
        public boolean hasEnded() {
            return false;
        }

        @Override
        public Optional<String> ended() {
            return Optional.empty();
        }

        @Override
        public Map<String, String> facts() {
            return Map.of();
        }

        @Override
        public void close() {}
    }
}
