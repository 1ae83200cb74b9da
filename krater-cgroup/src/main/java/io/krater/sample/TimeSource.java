package io.krater.sample;

import java.time.Instant;

/** Where time comes from: the machine's clocks, or a test's. Implementations are thread-safe. */
public interface TimeSource {
    /** Monotonic time in nanoseconds from an arbitrary origin, as {@link System#nanoTime()}. */
    long nanoTime();

    /** Wall-clock time in nanoseconds since the Unix epoch; may be stepped by an administrator or by NTP. */
    long epochNanos();

    /** The machine's clocks. */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }

    /** The machine's clocks: {@code CLOCK_MONOTONIC} and {@code CLOCK_REALTIME}. */
    enum SystemTime implements TimeSource {
        /** The only one. */
        INSTANCE;

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public long epochNanos() {
            Instant now = Instant.now();
            return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
        }
    }
}
