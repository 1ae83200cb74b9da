package io.krater.sampler;

/**
 * Deadlines at origin + k x period. They never drift: each is a whole number of periods from the origin, whenever the one
 * before was met. A deadline that passes by a whole period or more is missed, not made up for. Not thread-safe.
 */
final class Grid {
    private final long period;
    private long due;
    private long ticks;
    private long missed;
    private long maxLateness;

    /** The first deadline is the first on the grid after {@code now}. */
    Grid(long origin, long period, long now) {
        this.period = period;
        this.due = origin + (Math.floorDiv(now - origin, period) + 1) * period;
    }

    /** Time until the deadline; zero or less when it is due. */
    long remaining(long now) {
        return due - now;
    }

    /** Notes that the deadline was met now, late or not, and moves on to the next one that is still to come. */
    void met(long now) {
        long late = now - due;
        maxLateness = Math.max(maxLateness, late);
        long passed = late < period ? 0 : late / period; // a division costs as much as all the rest
        ticks += 1 + passed;
        missed += passed;
        due += (1 + passed) * period;
    }

    /** Deadlines that have come, met or missed. */
    long ticks() {
        return ticks;
    }

    /** Deadlines at which nothing was done because the one before was met a whole period late. */
    long missed() {
        return missed;
    }

    /** The longest delay from a deadline to when it was met. */
    long maxLateness() {
        return maxLateness;
    }
}
