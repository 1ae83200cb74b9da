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

    private final SteadyClock clock;
    private final Duration interval;
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

    private HostMonitor(List<HostSource> sources, Duration interval, SteadyClock clock) {
        this.clock = clock;
        this.interval = interval;
        long begin = clock.now();
        for (HostSource source : sources) {
            hosts.add(new Watched(source, new HostRecorder(source, interval, begin), this::run));
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
        if (interval.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "hosts are measured every " + SHORTEST.toMillis() + " ms at most, was " + interval.toMillis());
        }
        long names = sources.stream().map(HostSource::host).distinct().count();
        if (names < sources.size()) {
            throw new IllegalArgumentException("each host needs a name of its own, were "
                    + sources.stream().map(HostSource::host).toList());
        }
        HostMonitor monitor = new HostMonitor(sources, interval, clock);
        monitor.hosts.forEach(host -> host.thread.start());
        return monitor;
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
    public synchronized HostRecord stop() {
        HostRecord known = record;
        if (known != null) {
            return known;
        }
        long end = clock.now();
        stopped.countDown();
        List<HostSeries> all = new ArrayList<>();
        List<HostGap> gaps = new ArrayList<>();
        Map<String, String> roles = new LinkedHashMap<>();
        double cpu = 0;
        for (Watched host : hosts) {
            join(host.thread);
            catchUp(host.recorder, end);
            host.recorder.close();
            List<HostSeries> series = host.recorder.series().stream()
                    .map(each -> each.between(0, end))
                    .toList();
            all.addAll(series);
            gaps.addAll(host.recorder.gaps(series, end));
            roles.put(host.source.host(), host.source.role());
            cpu += host.cpuNanos / 1e9;
        }
        record = new HostRecord(new HostMetrics(all), roles, gaps, cpu);
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

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
