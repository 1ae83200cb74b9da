package io.krater.cgroup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sampling of one target, from {@link Sampler#start} to {@link #stop}. Thread-safe: samples that are asked for and
 * those of the grid follow one another, with strictly increasing times.
 */
public final class Recording {
    private final Sampler sampler;
    private final SampleTarget target;
    private final SteadyClock clock;
    private final List<ColumnReader> readers;
    private final Map<String, String> factsAtStart;
    private final Track fast;
    private final Track slow;
    private final Grid fastGrid;
    private final Grid slowGrid;
    private long cpuNanos;
    private @Nullable String ended;
    private @Nullable SampleSet result;

    Recording(
            Sampler sampler,
            SampleTarget target,
            SteadyClock clock,
            List<ColumnReader> readers,
            Map<String, String> factsAtStart,
            Grid fastGrid,
            Grid slowGrid) {
        this.sampler = sampler;
        this.target = target;
        this.clock = clock;
        this.readers = readers;
        this.factsAtStart = factsAtStart;
        this.fast = new Track(Column.Pace.FAST, readers, clock);
        this.slow = new Track(Column.Pace.SLOW, readers, clock);
        this.fastGrid = fastGrid;
        this.slowGrid = slowGrid;
    }

    /** What is sampled. */
    public SampleTarget target() {
        return target;
    }

    /**
     * Takes a fast and a slow sample at once, on the calling thread, beside those of the grid: for an instant that matters,
     * such as a gate's edge. Does nothing once the target has ended or the recording is stopped.
     */
    public void sampleNow() {
        long before = SamplerCost.threadNanos();
        synchronized (this) {
            sample(fast);
            sample(slow);
            cpuNanos += SamplerCost.threadNanos() - before;
        }
    }

    /** Why sampling stopped before {@link #stop}, such as {@code cgroup removed}; empty while it goes on. */
    public synchronized Optional<String> ended() {
        return Optional.ofNullable(ended);
    }

    /**
     * Makes {@link Column#MEMORY_PEAK} start again from the present level, where the kernel can (Linux 6.12 and later).
     *
     * @return whether the kernel did; if not, the peak remains that of the cgroup's whole life
     */
    public synchronized boolean resetPeak() {
        boolean reset = false;
        for (ColumnReader reader : readers) {
            if (result == null && reader instanceof CgroupReader cgroup) {
                reset |= cgroup.resetPeak();
            }
        }
        return reset;
    }

    /**
     * Takes a last sample, closes the descriptors and returns all samples. A second call returns the same set.
     */
    public SampleSet stop() {
        sampler.remove(this);
        return finish(null);
    }

    synchronized SampleSet finish(@Nullable String reason) {
        if (result == null) {
            if (reason == null) {
                meetLastDeadline();
                sampleNow();
            } else {
                end(reason);
            }
            readers.forEach(ColumnReader::close);
            result = new SampleSet(
                    target.scope(),
                    fast.series(),
                    slow.series(),
                    fastGrid.ticks(),
                    fastGrid.missed(),
                    fastGrid.maxLateness(),
                    cpuNanos,
                    facts());
        }
        return result;
    }

    /** A deadline that passed a moment ago is met by the last sample. */
    private void meetLastDeadline() {
        long now = clock.source().nanoTime();
        if (ended == null && fastGrid.remaining(now) <= 0) {
            fastGrid.met(now);
        }
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>(factsAtStart);
        readers.forEach(reader -> facts.putAll(reader.facts()));
        fast.addFacts(facts);
        slow.addFacts(facts);
        if (ended != null) {
            facts.put("ended", ended);
        }
        return facts;
    }

    /** Takes a fast sample if it is due; tells whether it did. */
    synchronized boolean fastIfDue() {
        return ifDue(fastGrid, fast);
    }

    /** Takes a slow sample if it is due; tells whether it did. */
    synchronized boolean slowIfDue() {
        return ifDue(slowGrid, slow);
    }

    private boolean ifDue(Grid grid, Track track) {
        if (isOver() || track.isEmpty()) {
            return false;
        }
        long now = clock.source().nanoTime();
        if (grid.remaining(now) > 0) {
            return false;
        }
        grid.met(now);
        sample(track);
        return true;
    }

    /** Time to the next deadline of either grid, or {@link Pacer#NEVER}. */
    synchronized long remaining(long now) {
        if (isOver()) {
            return Pacer.NEVER;
        }
        long toFast = fast.isEmpty() ? Pacer.NEVER : fastGrid.remaining(now);
        long toSlow = slow.isEmpty() ? Pacer.NEVER : slowGrid.remaining(now);
        return Math.min(toFast, toSlow);
    }

    synchronized void addCost(long nanos) {
        cpuNanos += nanos;
    }

    private boolean isOver() {
        return ended != null || result != null;
    }

    private void sample(Track track) {
        if (isOver() || track.isEmpty()) {
            return;
        }
        // an interrupted thread closes every channel that it reads; see InterruptibleChannel
        boolean interrupted = Thread.interrupted();
        try {
            if (!track.sample()) {
                end(endOfReaders());
            }
        } catch (CgroupReadException e) {
            end(e.getMessage() == null ? "cannot be read" : e.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private String endOfReaders() {
        return readers.stream()
                .flatMap(reader -> reader.ended().stream())
                .findFirst()
                .orElse("ended");
    }

    private void end(String reason) {
        if (ended == null) {
            ended = reason;
        }
    }
}
