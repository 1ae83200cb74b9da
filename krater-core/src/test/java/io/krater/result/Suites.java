package io.krater.result;

import io.krater.launch.Capture;
import io.krater.result.model.Part;
import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Suites and starts of them for tests. */
public final class Suites {
    private Suites() {}

    public static Suite.Builder small() {
        return Suite.named("small")
                .environment(
                        Environment.process("native").command("bench", "--fast").variable("A", "b"))
                .environment(Environment.pod("wasm").image("krater-wasm:latest").runtimeClass("wasmedge"))
                .workload(MatrixMultiplication.sizes(64, 128).duration(Duration.ofSeconds(2)))
                .limits(Resources.cpu("500m").memory("64Mi"))
                .trials(2);
    }

    public static Part part(String run) {
        Capture capture =
                new Capture(Map.of("kernel", "6.12", "hostname", "box"), Map.of("wasm", Map.of("digest", "sha256:1")));
        return Part.starting(run, Instant.parse("2026-01-02T03:04:05.678Z"), "scripted", capture);
    }
}
