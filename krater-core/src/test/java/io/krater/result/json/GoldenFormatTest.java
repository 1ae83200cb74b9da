package io.krater.result.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.launch.Capture;
import io.krater.launch.ClockOffset;
import io.krater.launch.FailureReason;
import io.krater.launch.Marks;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.plan.TrialId;
import io.krater.result.SuiteResult;
import io.krater.result.krater.KraterReadTest;
import io.krater.result.model.Part;
import io.krater.result.model.StoredTrial;
import io.krater.result.model.SuiteDescription;
import io.krater.result.store.TrialFile;
import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import io.krater.suite.Variant;
import io.krater.suite.WorkloadResult;
import io.krater.trial.GateTimes;
import io.krater.trial.LogExcerpt;
import io.krater.trial.Outcome;
import io.krater.trial.Stage;
import io.krater.trial.Trial;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A results folder as version 1 of the formats wrote it. It must stay readable for good; a change of what is written
 * shows here first, and then needs a look at whether older versions can still read it.
 */
class GoldenFormatTest {
    private static final Path FOLDER =
            KraterReadTest.resource("golden/suite.json").resolveSibling(".").normalize();
    private static final long OPENED = 1_763_788_507_123_456_789L;

    @Test
    void readsTheCommittedFolder() {
        SuiteResult result = SuiteResult.read(FOLDER);
        assertThat(result.suite()).isEqualTo(SuiteDescription.of(suite()));
        assertThat(result.seed()).hasValue(-42);
        assertThat(result.parts()).containsExactly(part());
        assertThat(result.trials()).hasSize(2);
        SameTrial.assertSame(result.trials().get(0), completed());
        SameTrial.assertSame(result.trials().get(1), timedOut());
        assertThat(result.runOf(completed().id())).hasValue("1763788400-ffd6");
        assertThat(result.warnings()).singleElement().asString().contains("2 of 4 trials");
    }

    @Test
    void writesWhatIsCommitted() throws IOException {
        assertThat(written(completed())).isEqualTo(committed(completed()));
        assertThat(written(timedOut())).isEqualTo(committed(timedOut()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SuiteFile(SuiteDescription.of(suite()), -42, List.of(part())).writeTo(out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(Files.readString(FOLDER.resolve("suite.json")));
    }

    private static String committed(Trial trial) throws IOException {
        return Files.readString(TrialFile.latest(FOLDER, trial.id()));
    }

    private static String written(Trial trial) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TrialWriter.write(new StoredTrial("1763788400-ffd6", trial), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Suite suite() {
        return Suite.named("golden")
                .environment(Environment.pod("wasm").image("krater-wasm:latest").runtimeClass("wasmedge"))
                .environment(Environment.process("native").command("./bench").variable("OMP_NUM_THREADS", "1"))
                .workload(MatrixMultiplication.sizes(256).duration(Duration.ofSeconds(1)))
                .limits(Resources.cpu("1000m").memory("1024Mi"))
                .trials(2)
                .pinTo(2, 3)
                .slowSampleEvery(Duration.ofMillis(500))
                .build();
    }

    private static Part part() {
        return new Part(
                "1763788400-ffd6",
                Instant.parse("2025-11-22T05:13:20.000000001Z"),
                "kubernetes",
                new Capture(Map.of("kernel", "6.12.57"), Map.of("wasm", Map.of("digest", "sha256:12ab"))),
                Map.of("krater", "0.1.0"));
    }

    private static Trial completed() {
        SampleSeries fast = SampleSeries.builder(Map.of(Column.USAGE_USEC, "cgroup", Column.MEMORY_CURRENT, "cgroup"))
                .add(OPENED - 1, 5_000_000, 2_650_112)
                .add(OPENED + 100_000_000, 5_099_000, SampleSeries.ABSENT)
                .add(OPENED + 200_000_001, SampleSeries.ABSENT, 2_700_000)
                .add(OPENED + 300_000_000, 5_298_000, 2_650_112)
                .build();
        SampleSeries slow = SampleSeries.builder(Map.of(Column.ANON, "proc"))
                .add(OPENED + 1, 1_605_632)
                .build();
        SampleSet container = new SampleSet(
                Scope.CONTAINER, fast, slow, 5, 1, 1_250_000, 310_000, Map.of("cpu.max", "100000 100000"));
        return Trial.ofOne(
                new TrialId("wasm", "256_w", 1),
                0,
                0,
                variant(),
                Resources.cpu("1000m").memory("1024Mi"),
                new Outcome.Completed(),
                Marks.ofPhases(Map.of(
                        Phase.REQUESTED, Stamp.client(1_763_788_500_250_000_000L),
                        Phase.BENCH_START, Stamp.node(OPENED))),
                Optional.of(new GateTimes(OPENED, OPENED + 1_000_000_000L)),
                new WorkloadResult(Map.of("throughput_mflops", 1409.29), Optional.of(true)),
                new LogExcerpt(List.of("BENCH_START", "say \"h\u00e9\"\t\ud83d\ude00"), 0, 21),
                Map.of(Scope.CONTAINER, container),
                new ClockOffset(-120_000, 45_000),
                0,
                Map.of("node", "node1"));
    }

    private static Trial timedOut() {
        FailureReason reason = new FailureReason(
                FailureReason.Kind.NO_GATE,
                "the gate opened but did not close",
                Map.of("stage", "GATE_CLOSE"),
                List.of("BENCH_START"),
                List.of("Pulled: image present"));
        return Trial.ofOne(
                new TrialId("native", "256_w", 1),
                1,
                0,
                variant(),
                Resources.unlimited(),
                new Outcome.TimedOut(Stage.GATE_CLOSE, 61_000_000_000L, reason),
                Marks.ofPhases(Map.of()),
                Optional.empty(),
                WorkloadResult.none(),
                new LogExcerpt(List.of("BENCH_START"), 7, 4096),
                Map.of(),
                ClockOffset.none(),
                -5,
                Map.of());
    }

    private static Variant variant() {
        return suite().workload().variants().get(0);
    }
}
