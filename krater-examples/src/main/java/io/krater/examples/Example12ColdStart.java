package io.krater.examples;

import io.krater.Krater;
import io.krater.cri.CriLauncher;
import io.krater.launch.Launcher;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A cold start broken down: one short program under several runtimes, so that what differs is how it is started. */
@Command(
        name = "12-cold-start",
        aliases = {"cold-start", "12"},
        description = "where the time of a pod's cold start goes, by runtime; see docs/experiments.md")
final class Example12ColdStart implements Callable<Integer> {
    @Option(
            names = "--classes",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "crun",
            description = "RuntimeClasses that run the static image, an environment each")
    private List<String> classes = List.of();

    @Option(
            names = "--wasm-classes",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "wasmedge",
            description = "RuntimeClasses that run the WebAssembly image, an environment each")
    private List<String> wasmClasses = List.of();

    @Option(names = "--trials", paramLabel = "N", defaultValue = "10", description = "starts of each")
    private int trials;

    @Option(
            names = "--cri",
            description =
                    "through the runtime's socket, without API server and kubelet: on a node, as root; classes are then the"
                            + " names of its runtime handlers")
    private boolean cri;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() throws Exception {
        if (!cri) {
            return cluster.run(suite(), cluster.launcher());
        }
        try (Launcher launcher = CriLauncher.connect()) {
            SuiteResult result = Krater.run(suite()).on(launcher).into(cluster.into());
            Sentence.conclude(result, cluster.into().resolve(result.suite().name()));
            return ClusterOptions.exitCode(result);
        }
    }

    private Suite suite() {
        Suite.Builder suite = Suite.named("cold-start")
                .workload(MatrixMultiplication.sizes(64).warmup(Duration.ZERO).duration(Duration.ofSeconds(1)))
                .limits(Resources.cpu("500m").memory("256Mi"))
                .trials(trials);
        for (String name : classes) {
            suite.environment(pod(name, "krater-static:latest"));
        }
        for (String name : wasmClasses) {
            suite.environment(pod(name, "krater-wasm:latest"));
        }
        return suite.build();
    }

    private static Environment pod(String runtimeClass, String image) {
        return Environment.pod(runtimeClass)
                .image(image)
                .runtimeClass(runtimeClass)
                .build();
    }
}
