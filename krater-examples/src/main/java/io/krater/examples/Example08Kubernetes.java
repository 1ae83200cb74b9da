package io.krater.examples;

import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** KRATER's own experiment on a cluster: the same matrix multiplication in four images, under their runtimes. */
@Command(
        name = "08-kubernetes",
        aliases = {"kubernetes", "08", "8"},
        description =
                "KRATER's experiment on a Kubernetes cluster: containers and WebAssembly as pods; on a node as root for samples of the cgroups, from elsewhere without")
final class Example08Kubernetes implements Callable<Integer> {
    @Option(
            names = "--environments",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "debian,static,wasm,wasm-aot",
            description = "out of debian, debian-crun, static, wasm, wasm-aot")
    private List<String> environments = List.of();

    @Option(
            names = "--wasm-class",
            paramLabel = "NAME",
            defaultValue = "wasmedge",
            description = "RuntimeClass of the WebAssembly images")
    private String wasmClass = "";

    @Option(names = "--sizes", paramLabel = "N", split = ",", defaultValue = "256,1024", description = "matrix sizes")
    private int[] sizes = {};

    @Option(names = "--trials", paramLabel = "N", defaultValue = "25", description = "trials of each cell")
    private int trials;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "30", description = "length of each trial's gate")
    private int seconds;

    @Option(names = "--warmup", paramLabel = "N", defaultValue = "5", description = "seconds of warm-up")
    private int warmup;

    @Option(names = "--cpu", paramLabel = "LIMIT", defaultValue = "1000m", description = "CPU limit")
    private String cpu = "";

    @Option(names = "--memory", paramLabel = "LIMIT", defaultValue = "1024Mi", description = "memory limit")
    private String memory = "";

    @Option(
            names = "--interval",
            paramLabel = "N",
            defaultValue = "100",
            description = "sampling period in milliseconds")
    private int interval;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() throws Exception {
        return cluster.run(suite(), cluster.launcher());
    }

    private Suite suite() {
        Suite.Builder suite = Suite.named("kubernetes")
                .workload(MatrixMultiplication.sizes(sizes)
                        .warmup(Duration.ofSeconds(warmup))
                        .duration(Duration.ofSeconds(seconds)))
                .limits(Resources.cpu(cpu).memory(memory))
                .trials(trials)
                .sampleEvery(Duration.ofMillis(interval));
        for (String name : environments) {
            suite.environment(environment(name.trim(), wasmClass));
        }
        return suite.build();
    }

    private static Environment environment(String name, String wasmClass) {
        return switch (name) {
            case "debian" -> Environment.pod(name).image("krater-debian:latest").build();
            case "debian-crun" ->
                Environment.pod(name)
                        .image("krater-debian:latest")
                        .runtimeClass("crun")
                        .build();
            case "static" -> Environment.pod(name).image("krater-static:latest").build();
            case "wasm", "wasm-aot" ->
                Environment.pod(name)
                        .image(String.format(Locale.ROOT, "krater-%s:latest", name))
                        .runtimeClass(wasmClass)
                        .build();
            default ->
                throw new IllegalArgumentException("--environments must be out of debian, debian-crun, static, wasm,"
                        + " wasm-aot, was \"" + name + "\"");
        };
    }
}
