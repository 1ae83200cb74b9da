package io.krater.k8s;

import io.krater.Krater;
import io.krater.launch.Launcher;
import io.krater.launch.Phase;
import io.krater.plan.PlannedTrial;
import io.krater.sample.Column;
import io.krater.suite.Environment;
import io.krater.trial.GatedColumn;
import io.krater.trial.Trial;
import io.krater.trial.TrialListener;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A harness as a process of its own that tells after each trial what it took: NAMESPACE RESULTS TRIALS SECONDS. The environments
 * are the testbed's three runtimes.
 */
final class CostMain implements TrialListener {
    private static final double NANOS = 1e9;

    private long begun;
    private double cpuBefore;

    private CostMain() {}

    public static void main(String[] arguments) {
        var suite = TestCluster.matrix(
                        Integer.parseInt(arguments[3]),
                        Environment.pod("runc").image(TestCluster.STATIC),
                        Environment.pod("crun").image(TestCluster.STATIC).runtimeClass("crun"),
                        Environment.pod("wasmedge").image(TestCluster.WASM).runtimeClass("wasmedge"))
                .limits(TestCluster.LARGER)
                .trials(Integer.parseInt(arguments[2]))
                .build();
        try (Launcher launcher =
                KubernetesLauncher.builder().namespace(arguments[0]).connect()) {
            Krater.run(suite).on(launcher).quiet().listener(new CostMain()).into(Path.of(arguments[1]));
        }
    }

    /** CPU time of this process from its very start, the JVM's own included. */
    private static double cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / NANOS;
    }

    @Override
    public void trialStarted(PlannedTrial trial) {
        begun = System.nanoTime();
    }

    @Override
    public void trialFinished(Trial trial) {
        double wall = (System.nanoTime() - begun) / NANOS;
        double now = cpu();
        OptionalDouble gate = trial.seconds(Phase.BENCH_START, Phase.BENCH_END);
        System.out.printf(
                Locale.ROOT,
                "trial %-18s completed %b wall %.2f gate %.2f start %.2f cpu %.2f coverage %.4f%n",
                trial.id(),
                trial.outcome().isCompleted(),
                wall,
                gate.orElse(Double.NaN),
                trial.seconds(Phase.REQUESTED, Phase.BENCH_START).orElse(Double.NaN),
                now - cpuBefore,
                trial.gated(Column.USAGE_USEC).map(GatedColumn::coverage).orElse(0.0));
        cpuBefore = now;
    }
}
