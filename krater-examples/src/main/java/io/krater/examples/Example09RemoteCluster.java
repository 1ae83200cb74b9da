package io.krater.examples;

import io.krater.Krater;
import io.krater.k8s.KubernetesLauncher;
import io.krater.launch.Phase;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import io.krater.trial.Trial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A suite against a cluster that this machine is no node of: nothing is read from cgroups, and the phases of each start, the gate
 * and the workload's own figures are all there. Phases that were stamped by the node are brought to this machine's clock, and the
 * table says how well the two clocks are known to agree.
 */
@Command(
        name = "09-remote-cluster",
        aliases = {"remote-cluster", "09", "9"},
        description =
                "a suite against a remote cluster: the phases of a cold start under several runtimes, without root, from any machine that reaches the API server")
final class Example09RemoteCluster implements Callable<Integer> {
    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            defaultValue = "krater-static:latest",
            description = "what is started; its program is KRATER's matrix workload")
    private String image = "";

    @Option(
            names = "--runtimes",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "default",
            description = "RuntimeClasses, \"default\" for none")
    private List<String> runtimes = List.of();

    @Option(names = "--trials", paramLabel = "N", defaultValue = "10", description = "trials of each")
    private int trials;

    @Option(names = "--cpu", paramLabel = "LIMIT", defaultValue = "500m", description = "CPU limit")
    private String cpu = "";

    @Option(names = "--memory", paramLabel = "LIMIT", defaultValue = "128Mi", description = "memory limit")
    private String memory = "";

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private static final List<Phase> PHASES = List.of(
            Phase.ACCEPTED,
            Phase.SCHEDULED,
            Phase.SANDBOX_READY,
            Phase.CONTAINER_CREATED,
            Phase.CONTAINER_STARTED,
            Phase.FIRST_OUTPUT,
            Phase.BENCH_START,
            Phase.RUNNING);

    @Override
    public Integer call() throws Exception {
        Suite.Builder suite = Suite.named("remote")
                .workload(MatrixMultiplication.sizes(64).warmup(Duration.ZERO).duration(Duration.ofSeconds(1)))
                .limits(Resources.cpu(cpu).memory(memory))
                .trials(trials);
        for (String runtime : runtimes) {
            suite.environment(Environment.pod(runtime.trim()).image(image).runtimeClass(runtime.trim()));
        }
        Path into = cluster.into();
        try (KubernetesLauncher launcher = cluster.launcher().anyNode().connect()) {
            SuiteResult result = Krater.run(suite.build()).on(launcher).into(into);
            result.print(System.out);
            System.out.println();
            result.suite().environments().forEach(environment -> phases(result, environment.name()));
            System.out.println("Results: " + into.resolve(result.suite().name()));
            return ClusterOptions.exitCode(result);
        }
    }

    /** Median of each phase since the request, over the trials in which it was observed. */
    private static void phases(SuiteResult result, String environment) {
        List<Trial> trials = result.trials().stream()
                .filter(trial -> trial.id().environment().equals(environment))
                .filter(trial -> trial.outcome().isCompleted())
                .toList();
        double error = trials.stream()
                .mapToDouble(trial -> trial.clockOffset().errorNanos() / 1e9)
                .max()
                .orElse(0);
        System.out.printf(
                Locale.ROOT,
                "%s: seconds since the request, median (clocks of node and client agree to within %.3f s)%n",
                environment,
                error);
        for (Phase phase : PHASES) {
            double[] seconds = trials.stream()
                    .flatMapToDouble(trial -> trial.seconds(Phase.REQUESTED, phase).stream())
                    .sorted()
                    .toArray();
            String median = seconds.length == 0
                    ? "not observed"
                    : String.format(
                            Locale.ROOT,
                            "%.3f   (observed in %d of %d trials)",
                            (seconds[(seconds.length - 1) / 2] + seconds[seconds.length / 2]) / 2,
                            seconds.length,
                            trials.size());
            System.out.printf(Locale.ROOT, "  %-18s %s%n", phase.label(), median);
        }
    }
}
