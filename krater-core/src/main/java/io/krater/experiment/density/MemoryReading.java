package io.krater.experiment.density;

/**
 * Memory of some processes together at one moment, in bytes.
 *
 * @param processes how many could be read
 * @param unreadable how many could not, because they belong to others
 * @param pss proportional set size: shared pages divided by those who share them
 * @param uss unique set size: pages that nobody shares
 * @param rss resident set size: shared pages counted each time
 */
record MemoryReading(int processes, int unreadable, long pss, long uss, long rss) {
    MemoryReading plus(MemoryReading other) {
        return new MemoryReading(
                processes + other.processes,
                unreadable + other.unreadable,
                pss + other.pss,
                uss + other.uss,
                rss + other.rss);
    }
}
