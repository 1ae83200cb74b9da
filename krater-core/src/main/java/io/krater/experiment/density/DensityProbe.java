package io.krater.experiment.density;

import io.krater.experiment.RuntimeCpu;
import io.krater.host.CpuTimes;
import io.krater.host.HostStat;
import io.krater.host.MemoryInfo;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.metric.HoldMetrics;
import io.krater.trial.Instance;
import io.krater.trial.MeasuredValue;
import io.krater.trial.TrialClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Waits until the memory of what is held has settled, and reads what it costs. */
final class DensityProbe {
    private final DensitySettings settings;
    private final HostView host;
    private final TrialClock clock;
    private final Object waiting = new Object();
    private volatile boolean interrupted;

    DensityProbe(DensitySettings settings, TrialClock clock) {
        this.settings = settings;
        this.host = settings.host();
        this.clock = clock;
    }

    /** The kernel's MemAvailable, in bytes; empty where it does not tell. */
    OptionalLong available() {
        try {
            return host.memoryInfo().available();
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        }
    }

    /** Why this host has no room for more; empty where it has, or does not tell. */
    Optional<FailureReason> roomForMore() {
        OptionalLong left = available();
        if (left.isEmpty() || left.getAsLong() >= settings.leaveAvailable()) {
            return Optional.empty();
        }
        return Optional.of(FailureReason.of(
                        Kind.UNSCHEDULABLE,
                        "MemAvailable of this host is " + mebibytes(left.getAsLong()) + ", less than the "
                                + mebibytes(settings.leaveAvailable())
                                + " that leaveAvailable keeps free: give the host more memory, or lower that bound")
                .with("mem_available", Long.toString(left.getAsLong())));
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    /**
     * Reads the figures of what is held.
     *
     * @param alive what is held
     * @param availableBefore MemAvailable before the first was started
     * @throws IOException if the runtime's processes cannot be listed
     */
    void measure(
            List<Instance> alive,
            OptionalLong availableBefore,
            Map<String, MeasuredValue> figures,
            Map<String, String> facts)
            throws IOException, InterruptedException {
        facts.put("processes", settings.processes().toString());
        host.ksm().forEach(facts::put);
        MemoryReading memory = settled(alive, figures, facts);
        if (memory.unreadable() > 0) {
            facts.put(
                    "processes_unreadable",
                    memory.unreadable() + ": they belong to other users; run as root to read them");
        }
        figures.put("processes", new MeasuredValue(memory.processes(), ""));
        if (memory.processes() > 0 && memory.unreadable() == 0) {
            memory(figures, "pss", memory.pss(), alive.size());
            memory(figures, "uss", memory.uss(), alive.size());
            memory(figures, "rss", memory.rss(), alive.size());
        } else {
            facts.putIfAbsent("memory_problem", "no process of the runtime could be read as a whole");
        }
        kernel(availableBefore, alive.size(), figures);
        idle(alive, figures);
        MemoryReading own = host.own();
        figures.put(HoldMetrics.HARNESS.name(), new MeasuredValue(own.pss(), "B"));
    }

    private static void memory(Map<String, MeasuredValue> figures, String kind, long bytes, int count) {
        figures.put(kind + "_total", new MeasuredValue(bytes, "B"));
        if (count > 0) {
            figures.put(kind + "_per_container", new MeasuredValue((double) bytes / count, "B"));
        }
    }

    private MemoryReading settled(List<Instance> alive, Map<String, MeasuredValue> figures, Map<String, String> facts)
            throws IOException, InterruptedException {
        SettleRule rule = settings.settle();
        long start = clock.nanoTime();
        MemoryReading before = host.memory(settings.processes(), alive);
        while (!interrupted) {
            rest(rule.within());
            MemoryReading now = host.memory(settings.processes(), alive);
            boolean done = rule.settled(before.pss(), now.pss());
            long waited = clock.nanoTime() - start;
            if (done || waited >= rule.most().toNanos()) {
                figures.put(HoldMetrics.SETTLE.name(), new MeasuredValue(waited / 1e9, "s"));
                facts.put(
                        "settled",
                        done ? "yes" : "no: PSS still changed from " + before.pss() + " to " + now.pss() + " bytes");
                return now;
            }
            before = now;
        }
        return before;
    }

    private void kernel(OptionalLong availableBefore, int count, Map<String, MeasuredValue> figures)
            throws IOException {
        MemoryInfo info = host.memoryInfo();
        info.available().ifPresent(now -> {
            figures.put("mem_available", new MeasuredValue(now, "B"));
            if (availableBefore.isPresent() && count > 0) {
                double each = (double) (availableBefore.getAsLong() - now) / count;
                figures.put(HoldMetrics.TAKEN.name(), new MeasuredValue(each, "B"));
            }
        });
        info.bytes("Slab").ifPresent(bytes -> figures.put("slab", new MeasuredValue(bytes, "B")));
    }

    /** CPU time while nothing is asked of what is held. */
    private void idle(List<Instance> alive, Map<String, MeasuredValue> figures)
            throws IOException, InterruptedException {
        if (settings.idle().isZero() || interrupted) {
            return;
        }
        CpuTimes before = host.cpu();
        RuntimeCpu runtimeBefore = host.runtimeCpu(settings.processes(), alive);
        long start = clock.nanoTime();
        rest(settings.idle());
        CpuTimes after = host.cpu();
        RuntimeCpu runtimeAfter = host.runtimeCpu(settings.processes(), alive);
        double seconds = (clock.nanoTime() - start) / 1e9;
        long busy = after.busy() - before.busy() - (after.steal() - before.steal());
        figures.put(
                HoldMetrics.IDLE_HOST.name(),
                new MeasuredValue(Math.max(0, busy) * HostStat.tickMillis() / 1e3 / seconds, "cores"));
        figures.put(
                HoldMetrics.IDLE_RUNTIME.name(),
                new MeasuredValue(runtimeAfter.millisSince(runtimeBefore) / 1e3 / seconds, "cores"));
    }

    private void rest(Duration time) throws InterruptedException {
        long end = clock.nanoTime() + time.toNanos();
        synchronized (waiting) {
            for (long left = time.toNanos(); left > 0 && !interrupted; left = end - clock.nanoTime()) {
                clock.await(waiting, left);
            }
        }
    }

    void interrupt() {
        interrupted = true;
        synchronized (waiting) {
            waiting.notifyAll();
        }
    }
}
