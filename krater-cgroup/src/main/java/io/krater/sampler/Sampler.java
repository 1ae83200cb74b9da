package io.krater.sampler;

import io.krater.sample.CgroupReadException;
import io.krater.sample.Column;
import io.krater.sample.ColumnReader;
import io.krater.sample.SteadyClock;
import io.krater.sample.TimeSource;
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
    private static final TickGroup[] NONE = {};
    private static final String CLOSED = "sampler closed";

    private final SteadyClock clock;
    private final TimeSource time;
    private final long origin;
    private final @Nullable Thread thread;
    private final Object lock = new Object();
    /** Fast ones first. Replaced as a whole, under the lock. */
    private volatile TickGroup[] groups = NONE;

    /** CPU time of the sampling thread when it was last shared out. */
    private long sharedOut;

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
        Map<String, String> facts = Readers.facts(target);
        List<ColumnReader> readers = Readers.open(target, time);
        TickGroup fast = group(Column.Pace.FAST, fastNanos);
        TickGroup slow = group(Column.Pace.SLOW, slowPeriod.toNanos());
        Recording recording = new Recording(this, target, readers, facts, fast, slow);
        recording.addCost(SamplerCost.threadNanos() - before);
        recording.sampleNow();
        add(recording, fast, slow);
        return recording;
    }

    /** The group of that period, which may have no member yet. */
    private TickGroup group(Column.Pace pace, long period) {
        for (TickGroup group : groups) {
            if (group.isFor(pace, period)) {
                return group;
            }
        }
        return new TickGroup(pace, origin, period, time.nanoTime());
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

    private void add(Recording recording, TickGroup fast, TickGroup slow) {
        synchronized (lock) {
            if (!closed) {
                fast.add(recording);
                slow.add(recording);
                List<TickGroup> all = new ArrayList<>(Arrays.asList(groups));
                if (!all.contains(fast)) {
                    all.add(0, fast); // before the slow ones: their time matters most
                }
                if (!all.contains(slow)) {
                    all.add(slow);
                }
                groups = all.toArray(NONE);
            }
        }
        if (closed) {
            recording.finish(CLOSED);
            throw new IllegalStateException("the sampler is closed");
        }
        LockSupport.unpark(thread);
    }

    void remove(Recording recording, TickGroup fast, TickGroup slow) {
        synchronized (lock) {
            fast.remove(recording);
            slow.remove(recording);
            groups = Arrays.stream(groups).filter(group -> !group.isEmpty()).toArray(TickGroup[]::new);
        }
    }

    /** Stops the thread; recordings that still run end with the reason {@code sampler closed}. */
    @Override
    public void close() {
        endAll(CLOSED);
        LockSupport.unpark(thread);
    }

    private void endAll(String reason) {
        TickGroup[] all;
        synchronized (lock) {
            closed = true;
            all = groups;
        }
        for (TickGroup group : all) {
            for (Recording recording : group.members()) {
                recording.finish(reason);
            }
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
     * Samples what is due.
     *
     * @return time until something is due, in nanoseconds, or {@link Pacer#NEVER}
     */
    long runDue() {
        TickGroup[] all = groups;
        for (int i = 0; i < all.length; i++) {
            if (all[i].runIfDue(time.nanoTime())) {
                long used = SamplerCost.threadNanos();
                all[i].addCost(used - sharedOut);
                sharedOut = used;
            }
        }
        long now = time.nanoTime();
        long remaining = Pacer.NEVER;
        for (int i = 0; i < all.length; i++) {
            remaining = Math.min(remaining, all[i].remaining(now));
        }
        return remaining;
    }
}
