package io.krater.sampler;

import io.krater.cgroup.CgroupReader;
import io.krater.sample.CgroupReadException;
import io.krater.sample.Column;
import io.krater.sample.ColumnReader;
import io.krater.sample.SampleSet;
import io.krater.sample.SteadyClock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The sampling of one target, from {@link Sampler#start} to {@link #stop}. Thread-safe: samples that are asked for and
 * those of the grid follow one another, with strictly increasing times.
 */
public final class Recording {
    /** Fact of a {@link SampleSet} whose {@link Column#MEMORY_PEAK} was made to start again: when that was done. */
    public static final String PEAK_RESET = "memory_peak_reset";

    private final Sampler sampler;
    private final SampleTarget target;
    private final SteadyClock clock;
    private final List<ColumnReader> readers;
    private final Map<String, String> factsAtStart;
    private final SeriesRecorder fast;
    private final SeriesRecorder slow;
    private final Grid fastGrid;
    private final Grid slowGrid;
    private final TickGroup fastGroup;
    private final TickGroup slowGroup;
    /** What sampling on callers' threads has cost, less what the groups had cost before this joined them. */
    private long cpuNanos;

    private OptionalLong peakReset = OptionalLong.empty();
    private @Nullable String ended;
    private @Nullable SampleSet result;

    Recording(
            Sampler sampler,
            SampleTarget target,
            List<ColumnReader> readers,
            Map<String, String> factsAtStart,
            TickGroup fastGroup,
            TickGroup slowGroup) {
        this.sampler = sampler;
        this.target = target;
        this.clock = sampler.clock();
        this.readers = readers;
        this.factsAtStart = factsAtStart;
        this.fast = new SeriesRecorder(Column.Pace.FAST, readers, clock);
        this.slow = new SeriesRecorder(Column.Pace.SLOW, readers, clock);
        this.fastGroup = fastGroup;
        this.slowGroup = slowGroup;
        long now = clock.source().nanoTime();
        this.fastGrid = fastGroup.gridFrom(now);
        this.slowGrid = slowGroup.gridFrom(now);
        this.cpuNanos = -fastGroup.costOfEach() - slowGroup.costOfEach();
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
            sample(fast, clock.source().nanoTime());
            sample(slow, clock.source().nanoTime());
            cpuNanos += SamplerCost.threadNanos() - before;
        }
    }

    /** Why sampling stopped before {@link #stop}, such as {@code cgroup removed}; empty while it goes on. */
    public synchronized Optional<String> ended() {
        return Optional.ofNullable(ended);
    }

    /**
     * Makes {@link Column#MEMORY_PEAK} start again from the present level, where the kernel can (Linux 6.12 and later).
     * The fact {@value #PEAK_RESET} then says when, in nanoseconds of the epoch.
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
        if (reset) {
            peakReset = OptionalLong.of(clock.at(clock.source().nanoTime()));
        }
        return reset;
    }

    /**
     * Takes a last sample, closes the descriptors and returns all samples. A second call returns the same set.
     */
    public SampleSet stop() {
        sampler.remove(this, fastGroup, slowGroup);
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
            Grid grid = chiefGrid();
            result = new SampleSet(
                    target.scope(),
                    fast.series(),
                    slow.series(),
                    grid.ticks(),
                    grid.missed(),
                    grid.maxLateness(),
                    cpuNanos + fastGroup.costOfEach() + slowGroup.costOfEach(),
                    facts());
        }
        return result;
    }

    /** A deadline that passed a moment ago is met by the last sample. */
    private void meetLastDeadline() {
        long now = clock.source().nanoTime();
        Grid grid = chiefGrid();
        if (ended == null && grid.remaining(now) <= 0) {
            grid.met(now);
        }
    }

    /** The deadlines that count: the fast ones, or the slow ones of a target that has nothing fast to read. */
    private Grid chiefGrid() {
        return fast.isEmpty() ? slowGrid : fastGrid;
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>(factsAtStart);
        readers.forEach(reader -> facts.putAll(reader.facts()));
        fast.addFacts(facts);
        slow.addFacts(facts);
        peakReset.ifPresent(at -> facts.put(PEAK_RESET, Long.toString(at)));
        if (ended != null) {
            facts.put("ended", ended);
        }
        return facts;
    }

    /** A deadline of its group has come: takes a sample, unless it joined the group after that. */
    synchronized void tick(Column.Pace pace) {
        SeriesRecorder track = pace == Column.Pace.FAST ? fast : slow;
        Grid grid = pace == Column.Pace.FAST ? fastGrid : slowGrid;
        if (isOver() || track.isEmpty()) {
            return;
        }
        long now = clock.source().nanoTime();
        if (grid.remaining(now) <= 0) {
            grid.met(now);
            sample(track, now);
        }
    }

    /** Whether no sample can follow. */
    synchronized boolean isOver() {
        return ended != null || result != null;
    }

    synchronized void addCost(long nanos) {
        cpuNanos += nanos;
    }

    private void sample(SeriesRecorder track, long now) {
        if (isOver() || track.isEmpty()) {
            return;
        }
        // an interrupted thread closes every channel that it reads; see InterruptibleChannel
        boolean interrupted = Thread.interrupted();
        try {
            if (!track.sample(now)) {
                end(endOfReaders());
            }
        } catch (CgroupReadException e) {
            end(e.getMessage() == null ? "cannot be read" : e.getMessage());
        } catch (RuntimeException e) {
            // one target that cannot be read must not end the sampling of all others
            end("reading failed: " + e);
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
            sampler.remove(this, fastGroup, slowGroup);
        }
    }
}
