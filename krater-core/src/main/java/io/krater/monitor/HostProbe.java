package io.krater.monitor;

import java.time.Duration;

/** A host that is being measured. Not thread-safe. */
public interface HostProbe extends AutoCloseable {
    /** Takes samples. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes one.
         *
         * @param epochNanos when, in nanoseconds since the Unix epoch
         * @param value a finite value in the quantity's unit; what is not known is not passed on
         */
        void sample(HostQuantity quantity, long epochNanos, double value);
    }

    /**
     * Passes on what there is since the call before.
     *
     * @param now the time, in nanoseconds since the Unix epoch
     * @throws HostSourceException if nothing can be had now
     */
    void read(long now, Sink sink) throws HostSourceException;

    /** Passes on all that is left; called once, {@link #delay} after the end. */
    default void readLast(long now, Sink sink) throws HostSourceException {
        read(now, sink);
    }

    /** How long it takes until the sample of a moment can be had. */
    Duration delay();

    @Override
    void close();
}
