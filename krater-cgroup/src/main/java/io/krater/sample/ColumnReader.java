package io.krater.sample;

import java.util.Map;
import java.util.Optional;

/**
 * Fills some columns of a sample. Several readers may feed one recording; where two give the same column, the first
 * keeps it. Used by one thread at a time.
 */
public interface ColumnReader extends AutoCloseable {
    /** The figures that this reader gives at a pace, each with its origin; decided when it was opened. */
    Map<Column, String> columns(Column.Pace pace);

    /**
     * Reads the figures of a pace. Those that could not be read stay absent in {@code into}. Allocates nothing in the
     * steady state and never throws for what a file holds.
     *
     * @param into cleared by the caller; figures are {@linkplain Reading#put put} by column
     */
    void read(Column.Pace pace, Reading into);

    /** Why there is nothing more to read, once it is so: {@code cgroup removed}, {@code process ended}. */
    Optional<String> ended();

    /** Whether there is nothing more to read; as {@link #ended()}, without allocating. */
    boolean hasEnded();

    /** What was found out besides samples; asked for at the end. */
    Map<String, String> facts();

    @Override
    void close();
}
