package io.krater.examples;

import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** KRATER's own experiment on a cluster: the same matrix multiplication in four images, under their runtimes. */
final class Example08Kubernetes implements Example {
    @Override
    public String summary() {
        return "KRATER's experiment on a Kubernetes cluster: containers and WebAssembly as pods";
    }

    @Override
    public List<String> help() {
        return ClusterOptions.help(
                "08-kubernetes [OPTION...]   on a node as root for samples of the cgroups, from elsewhere without",
                "--environments  out of debian, debian-crun, static, wasm, wasm-aot (debian,static,wasm,wasm-aot)",
                "--wasm-class    RuntimeClass of the WebAssembly images (wasmedge)",
                "--sizes         matrix sizes (256,1024)",
                "--trials        trials of each cell (25)",
                "--seconds       length of each trial's gate (30)",
                "--warmup        seconds of warm-up (5)",
                "--cpu           CPU limit (1000m)",
                "--memory        memory limit (1024Mi)",
                "--interval      sampling period in milliseconds (100)");
    }

    @Override
    public int run(List<String> arguments) throws Exception {
        Options options = new Options(
                arguments,
                ClusterOptions.and(
                        "environments",
                        "wasm-class",
                        "sizes",
                        "trials",
                        "seconds",
                        "warmup",
                        "cpu",
                        "memory",
                        "interval"));
        return ClusterOptions.run(suite(options), ClusterOptions.launcher(options), options);
    }

    private static Suite suite(Options options) {
        Suite.Builder suite = Suite.named("kubernetes")
                .workload(MatrixMultiplication.sizes(options.numbers("sizes", 256, 1024))
                        .warmup(Duration.ofSeconds(options.number("warmup", 5)))
                        .duration(Duration.ofSeconds(options.number("seconds", 30))))
                .limits(Resources.cpu(options.text("cpu", "1000m")).memory(options.text("memory", "1024Mi")))
                .trials(options.number("trials", 25))
                .sampleEvery(Duration.ofMillis(options.number("interval", 100)));
        for (String name :
                options.text("environments", "debian,static,wasm,wasm-aot").split(",", -1)) {
            suite.environment(environment(name.trim(), options.text("wasm-class", "wasmedge")));
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
