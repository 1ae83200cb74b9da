package io.krater.monitor;

import io.krater.sample.SteadyClock;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures hosts while something else runs: one thread a host, so that a host that answers slowly holds up no other. All read
 * at whole multiples of the interval since the Unix epoch; a moment that was missed is not made up for. Thread-safe.
 */
public final class HostMonitor implements AutoCloseable {
    /** The shortest interval. */
    public static final Duration SHORTEST = Duration.ofMillis(100);

    /** How long a source that does not come back is waited for at the end; longer than Netdata's own time to answer. */
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(10);

    private final SteadyClock clock;
    private final Duration interval;
    private final long begin;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Watched> hosts = new ArrayList<>();
    private @Nullable HostRecord record;

    /** A host and its thread. */
    private static final class Watched {
        private final HostSource source;
        private final HostRecorder recorder;
        private final Thread thread;
        /** Set by the thread as its last act. */
        private volatile long cpuNanos;

        Watched(HostSource source, HostRecorder recorder, java.util.function.Consumer<Watched> run) {
            this.source = source;
            this.recorder = recorder;
            this.thread = new Thread(() -> run.accept(this), "krater-host-" + source.host());
            thread.setDaemon(true);
        }
    }

    private HostMonitor(List<HostSource> sources, Duration interval, SteadyClock clock, HostListener listener) {
        this.clock = clock;
        this.interval = interval;
        this.begin = clock.now();
        for (HostSource source : sources) {
            hosts.add(new Watched(source, new HostRecorder(source, interval, begin, listener), this::run));
        }
    }

    /**
     * Starts to measure.
     *
     * @param sources hosts of different names
     * @param interval the distance of samples, at least {@link #SHORTEST}
     * @throws IllegalArgumentException if two hosts have one name, or the interval is too short
     */
    public static HostMonitor start(List<HostSource> sources, Duration interval) {
        return start(sources, interval, SteadyClock.system());
    }

    /** The same with stamps of a clock that others use too. */
    public static HostMonitor start(List<HostSource> sources, Duration interval, SteadyClock clock) {
        return start(sources, interval, clock, HostListener.NONE);
    }

    /** The same with somebody who hears of each sample when it is taken. */
    public static HostMonitor start(
            List<HostSource> sources, Duration interval, SteadyClock clock, HostListener listener) {
        check(sources, interval);
        HostMonitor monitor = new HostMonitor(sources, interval, clock, listener);
        monitor.hosts.forEach(host -> host.thread.start());
        return monitor;
    }

    /**
     * Refuses what {@link #start} would.
     *
     * @throws IllegalArgumentException if two hosts have one name, or the interval is too short
     */
    public static void check(List<HostSource> sources, Duration interval) {
        if (interval.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "hosts are measured every " + SHORTEST.toMillis() + " ms at most, was " + interval.toMillis());
        }
        long names = sources.stream().map(HostSource::host).distinct().count();
        if (names < sources.size()) {
            throw new IllegalArgumentException("each host needs a name of its own, were "
                    + sources.stream().map(HostSource::host).toList());
        }
    }

    private void run(Watched host) {
        try {
            // the first reading of a counter is what the second is compared with
            host.recorder.read(clock.now());
            while (!waitUntilDue()) {
                host.recorder.read(clock.now());
            }
        } finally {
            host.cpuNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }
    }

    /** Whether it was stopped before the next moment came. */
    private boolean waitUntilDue() {
        long now = clock.now();
        long due = (Math.floorDiv(now, interval.toNanos()) + 1) * interval.toNanos();
        try {
            return stopped.await(due - now, TimeUnit.NANOSECONDS);
        } catch (InterruptedException nobodyDoesThat) {
            return true;
        }
    }

    /** Stops, reads what came late, and gives what was measured; a second time the same. */
    public HostRecord stop() {
        return stop(true);
    }

    /** Stops and gives what was measured so far, without what comes late: for whoever is in a hurry. */
    public HostRecord stopAtOnce() {
        return stop(false);
    }

    private synchronized HostRecord stop(boolean catchUp) {
        HostRecord known = record;
        if (known != null) {
            return known;
        }
        long end = clock.now();
        stopped.countDown();
        List<HostSeries> all = new ArrayList<>();
        List<HostGap> gaps = new ArrayList<>();
        List<HostProblem> problems = new ArrayList<>();
        Map<String, String> roles = new LinkedHashMap<>();
        double cpu = 0;
        for (Watched host : hosts) {
            if (ends(host.thread, end)) {
                if (catchUp) {
                    catchUp(host.recorder, end);
                }
                host.recorder.close();
            }
            List<HostSeries> series = host.recorder.series().stream()
                    .map(each -> each.between(0, end))
                    .toList();
            all.addAll(series);
            gaps.addAll(host.recorder.gaps(series, end));
            problems.addAll(host.recorder.problems());
            roles.put(host.source.host(), host.source.role());
            cpu += host.cpuNanos / 1e9;
        }
        record = new HostRecord(new HostMetrics(all), roles, gaps, problems, begin, end, cpu);
        return record;
    }

    private void catchUp(HostRecorder recorder, long end) {
        long delay = recorder.delay().toNanos();
        if (delay > 0) {
            long wait = end + delay - clock.now();
            boolean interrupted = false;
            try {
                TimeUnit.NANOSECONDS.sleep(wait);
            } catch (InterruptedException hurry) {
                interrupted = true;
            }
            recorder.readLast(clock.now());
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether a host's thread ended; one whose source does not come back is left alone, it holds up nothing. */
    private boolean ends(Thread thread, long since) {
        boolean interrupted = false;
        long left = LONGEST_FAREWELL.toMillis();
        while (thread.isAlive() && left > 0) {
            try {
                thread.join(left);
            } catch (InterruptedException later) {
                interrupted = true;
            }
            left = LONGEST_FAREWELL.toMillis() - (clock.now() - since) / 1_000_000;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    @Override
    public void close() {
        stop();
    }
}
