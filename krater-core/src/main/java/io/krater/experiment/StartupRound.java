package io.krater.experiment;

import io.krater.host.CpuTimes;
import io.krater.host.HostStat;
import io.krater.launch.Marks;
import io.krater.launch.Stamp;
import io.krater.metric.StartMetrics;
import io.krater.plan.PlannedTrial;
import io.krater.sample.SteadyClock;
import io.krater.trial.Burst;
import io.krater.trial.Exclusion;
import io.krater.trial.Instance;
import io.krater.trial.MeasuredValue;
import io.krater.trial.Trial;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A round of a start-up experiment. */
final class StartupRound implements BurstTrial {
    private final StartupExperiment experiment;
    private final Bench bench;

    StartupRound(StartupExperiment experiment, Bench bench) {
        this.experiment = experiment;
        this.bench = bench;
    }

    @Override
    public Trial run(PlannedTrial planned, Burst burst) throws InterruptedException {
        int level = (int) planned.variant().number(StartupExperiment.LEVEL).orElseThrow();
        SteadyClock steady = SteadyClock.anchoredTo(bench.clock());
        experiment.inFlight().ifPresent(most -> burst.inFlight(Math.toIntExact(most)));
        burst.prepare(planned, level);
        Map<String, String> facts = new LinkedHashMap<>();
        Map<String, RuntimeCpu> besideBefore = beside(List.of(), facts);
        Optional<CpuTimes> before = hostCpu();
        Map<String, Stamp> marks = new LinkedHashMap<>();
        marks.put("burst_begin", Stamp.client(bench.clock().epochNanos()));
        if (experiment.ratePerSecond().isPresent()) {
            burst.sendEvery((long) (1e9 / experiment.ratePerSecond().getAsDouble()));
        } else {
            burst.send();
        }
        burst.awaitReady(experiment.ready(), experiment.readyTimeout());
        Optional<CpuTimes> after = hostCpu();
        marks.put("burst_end", Stamp.client(bench.clock().epochNanos()));
        List<Instance> instances = burst.instances(experiment.ready());
        Map<String, MeasuredValue> figures = figures(burst, level, before, after);
        beside(instances, facts).forEach((name, cpu) -> {
            RuntimeCpu then = besideBefore.get(name);
            if (then != null) {
                figures.put(StartupExperiment.cpuOf(name), new MeasuredValue(cpu.millisSince(then) / level, "ms"));
            }
        });
        boolean preWarm = experiment.preWarm() && planned.id().number() == 1;
        facts.put(StartMetrics.READY, experiment.ready());
        return Trial.of(
                planned,
                bench.design().resources(),
                // the last one is what the makespan ends with
                Burst.allReady(instances),
                instances,
                new Trial.Whole(
                        Marks.of(marks),
                        Map.of(),
                        figures,
                        facts,
                        preWarm ? Optional.of(Exclusion.byRule(planned.id(), "pre-warm round")) : Optional.empty()),
                steady.offsetNanos());
    }

    private static Map<String, MeasuredValue> figures(
            Burst burst, int level, Optional<CpuTimes> before, Optional<CpuTimes> after) {
        Map<String, MeasuredValue> figures = new LinkedHashMap<>();
        burst.requested()
                .ifPresent(sent ->
                        figures.put(StartMetrics.SKEW.name(), new MeasuredValue((sent[1] - sent[0]) / 1e9, "s")));
        if (before.isPresent() && after.isPresent()) {
            double tickMillis = HostStat.tickMillis();
            long steal = after.get().steal() - before.get().steal();
            long busy = after.get().busy() - before.get().busy() - steal;
            figures.put(StartMetrics.HOST_BUSY.name(), new MeasuredValue(busy * tickMillis, "ms"));
            figures.put(StartMetrics.HOST_CPU.name(), new MeasuredValue(busy * tickMillis / level, "ms"));
            figures.put(StartMetrics.STEAL.name(), new MeasuredValue(steal * tickMillis, "ms"));
        }
        return figures;
    }

    /** CPU time of those that the experiment names; those that cannot be read are told instead. */
    private Map<String, RuntimeCpu> beside(List<Instance> instances, Map<String, String> facts) {
        Map<String, RuntimeCpu> read = new LinkedHashMap<>();
        experiment.beside().forEach((name, processes) -> {
            try {
                read.put(name, RuntimeCpu.of(processes, instances));
            } catch (IOException unreadable) {
                facts.put("cpu_" + name + "_problem", String.valueOf(unreadable));
            }
        });
        return read;
    }

    /** CPU time of this host, which is the instances' host as far as this process can tell; absent where it cannot be read. */
    private static Optional<CpuTimes> hostCpu() {
        try {
            return Optional.of(HostStat.readTotal());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
