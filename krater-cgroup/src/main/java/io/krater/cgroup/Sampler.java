package io.krater.cgroup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Samples any number of targets from one thread.
 *
 * <p>All targets share one grid of deadlines, origin + k x period, so that sampling never drifts and targets of one
 * period are sampled together. A tick that is missed by a whole period is counted, never made up for. Targets come and go
 * while it runs. Thread-safe.
 */
public final class Sampler implements AutoCloseable {
    private static final long SHORTEST_PERIOD = 1_000_000;
    private static final Recording[] NONE = {};

    private final SteadyClock clock;
    private final TimeSource time;
    private final long origin;
    private final @Nullable Thread thread;
    private final Object lock = new Object();
    /** Replaced as a whole, under the lock. */
    private volatile Recording[] recordings = NONE;

    private volatile boolean closed;

    private Sampler(SteadyClock clock, @Nullable Pacer pacer) {
        this.clock = clock;
        this.time = clock.source();
        this.origin = time.nanoTime();
        this.thread = pacer == null ? null : new Thread(() -> run(pacer), "krater-sampler");
    }

    /** A running sampler with a clock of its own. */
    public static Sampler create() {
        return create(SteadyClock.system());
    }

    /** A running sampler whose samples are stamped by the given clock. */
    public static Sampler create(SteadyClock clock) {
        return create(clock, Pacer.parking());
    }

    static Sampler create(SteadyClock clock, Pacer pacer) {
        Sampler sampler = new Sampler(clock, pacer);
        if (sampler.thread != null) {
            sampler.thread.setDaemon(true);
            sampler.thread.start();
        }
        return sampler;
    }

    /** A sampler without a thread: a test calls {@link #runDue()} when its time has come. */
    static Sampler driven(SteadyClock clock) {
        return new Sampler(clock, null);
    }

    /** The clock that stamps the samples. */
    public SteadyClock clock() {
        return clock;
    }

    /**
     * Starts to sample a target. The first sample has been taken when this returns.
     *
     * @param period time between fast samples, at least 1 ms
     * @param slowPeriod time between slow samples, at least the period
     * @throws CgroupReadException if the target is not there or cannot be read
     * @throws IllegalArgumentException if a period is out of its bounds
     * @throws IllegalStateException if the sampler is closed
     */
    public Recording start(SampleTarget target, Duration period, Duration slowPeriod) {
        long fastNanos = period.toNanos();
        if (fastNanos < SHORTEST_PERIOD) {
            throw new IllegalArgumentException("period must be at least 1ms, was " + period);
        }
        if (slowPeriod.compareTo(period) < 0) {
            throw new IllegalArgumentException(
                    "slow period must be at least the period, was " + slowPeriod + " for a period of " + period);
        }
        long before = SamplerCost.threadNanos();
        List<ColumnReader> readers = Readers.open(target, time);
        Map<String, String> facts = Readers.facts(target);
        long now = time.nanoTime();
        Recording recording = new Recording(
                this,
                target,
                clock,
                readers,
                facts,
                new Grid(origin, fastNanos, now),
                new Grid(origin, slowPeriod.toNanos(), now));
        recording.addCost(SamplerCost.threadNanos() - before);
        recording.sampleNow();
        add(recording);
        return recording;
    }

    /** Steady time from which the deadlines of every target are counted. */
    long gridOrigin() {
        return clock.at(origin);
    }

    /** The thread that samples, for measuring its cost from outside; null for a driven sampler. */
    @Nullable
    Thread thread() {
        return thread;
    }

    private void add(Recording recording) {
        synchronized (lock) {
            if (closed) {
                recording.finish("sampler closed");
                throw new IllegalStateException("the sampler is closed");
            }
            List<Recording> all = new ArrayList<>(Arrays.asList(recordings));
            all.add(recording);
            recordings = all.toArray(NONE);
        }
        LockSupport.unpark(thread);
    }

    void remove(Recording recording) {
        synchronized (lock) {
            List<Recording> all = new ArrayList<>(Arrays.asList(recordings));
            all.remove(recording);
            recordings = all.toArray(NONE);
        }
    }

    /** Stops the thread; recordings that still run end with the reason {@code sampler closed}. */
    @Override
    public void close() {
        endAll("sampler closed");
        LockSupport.unpark(thread);
    }

    private void endAll(String reason) {
        Recording[] running;
        synchronized (lock) {
            closed = true;
            running = recordings;
            recordings = NONE;
        }
        for (Recording recording : running) {
            recording.finish(reason);
        }
    }

    private void run(Pacer pacer) {
        try {
            while (!closed) {
                pacer.await(runDue());
            }
        } catch (RuntimeException | Error e) {
            // nobody would notice that samples stopped coming
            endAll("sampler failed: " + e);
            throw e;
        }
    }

    /**
     * Samples what is due, all fast figures first, since their time matters most.
     *
     * @return time until something is due, in nanoseconds, or {@link Pacer#NEVER}
     */
    long runDue() {
        Recording[] all = recordings;
        long before = SamplerCost.threadNanos();
        int samples = 0;
        for (Recording recording : all) {
            samples += recording.fastIfDue() ? 1 : 0;
        }
        for (Recording recording : all) {
            samples += recording.slowIfDue() ? 1 : 0;
        }
        if (samples > 0) {
            shareOut(all, SamplerCost.threadNanos() - before);
        }
        long now = time.nanoTime();
        long remaining = Pacer.NEVER;
        for (Recording recording : all) {
            remaining = Math.min(remaining, recording.remaining(now));
        }
        return remaining;
    }

    private static void shareOut(Recording[] all, long nanos) {
        for (Recording recording : all) {
            recording.addCost(nanos / all.length);
        }
    }
}
