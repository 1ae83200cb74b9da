package io.krater.result.krater;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.krater.launch.ClockOffset;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Marks;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.plan.TrialId;
import io.krater.result.KraterFiles;
import io.krater.result.SuiteResult;
import io.krater.result.Suites;
import io.krater.result.model.ResultData;
import io.krater.result.model.StoredTrial;
import io.krater.result.model.SuiteDescription;
import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.suite.Environment;
import io.krater.suite.Suite;
import io.krater.suite.Variant;
import io.krater.suite.WorkloadResult;
import io.krater.trial.GateTimes;
import io.krater.trial.LogExcerpt;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KraterWriteTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_763_788_500L * SECOND;

    @TempDir
    Path folder;

    @Test
    void writesEveryKeyOfTheFormat() throws IOException {
        JsonNode entry = write(trial(1, new Outcome.Completed())).get(0);
        assertThat(entry.fieldNames())
                .toIterable()
                .containsExactly("trial", "phases", "parsed_metrics", "samples", "additional_metrics");
        assertThat(entry.get("trial").intValue()).as("KRATER counts from 0").isZero();
        // the request was stamped by the client, whose clock is 250 ms behind the node's
        assertThat(entry.get("phases").toString())
                .isEqualTo("{\"start\":1763788500.25,\"running_time\":1763788502.25,"
                        + "\"bench_start\":1763788503.0,\"end\":1763788505.0}");
        assertThat(entry.get("parsed_metrics").toString())
                .isEqualTo("{\"raw_output\":\"BENCH_START\\nBENCH_END\",\"iterations\":42,"
                        + "\"throughput_mflops\":1409.29,\"valid\":true}");
    }

    @Test
    void samplesAreThoseWithinTheGateWithTheLastSlowReadingBeforeEach() throws IOException {
        JsonNode samples = write(trial(1, new Outcome.Completed())).get(0).get("samples");
        assertThat(samples).hasSize(3);
        assertThat(samples.get(0).toString())
                .isEqualTo("{\"timestamp\":1763788503.0,\"usage_usec\":3000,\"nr_throttled\":1,"
                        + "\"mem_bytes\":30,\"rss_bytes\":500}");
        assertThat(samples.get(1).toString()).contains("\"rss_bytes\":700").doesNotContain("mem_bytes");
        assertThat(samples.get(2).toString()).contains("\"timestamp\":1763788505.0", "\"rss_bytes\":700");
    }

    @Test
    void derivesWhatKraterDerives() throws IOException {
        JsonNode derived = write(trial(1, new Outcome.Completed())).get(0).get("additional_metrics");
        assertThat(derived.toString())
                .isEqualTo("{\"peak_mem_bytes\":50,\"avg_mem_bytes\":40.0,\"avg_cpu_cores\":0.001,"
                        + "\"throttled_events\":2,\"cold_start_time\":2.0}");
    }

    @Test
    void wrongResultsAreInvalidAndOtherFailuresHaveNoPlace() throws IOException {
        Outcome wrong = new Outcome.Failed(FailureReason.of(Kind.WRONG_RESULT, "wrong"));
        Outcome killed = new Outcome.Failed(FailureReason.of(Kind.OOM_KILLED, "killed"));
        JsonNode entries = write(trial(1, new Outcome.Completed()), trial(2, wrong), trial(3, killed));
        assertThat(entries).hasSize(2);
        assertThat(entries.get(1).get("trial").intValue()).isEqualTo(1);
    }

    @Test
    void whatWasNotObservedIsNotWritten() throws IOException {
        Trial whole = trial(1, new Outcome.Completed());
        Trial bare = Trial.ofOne(
                whole.id(),
                0,
                0,
                whole.variant(),
                whole.limits(),
                whole.outcome(),
                Marks.ofPhases(Map.of(Phase.REQUESTED, Stamp.client(START))),
                Optional.empty(),
                WorkloadResult.none(),
                new LogExcerpt(List.of(), 0, 0),
                Map.of(),
                ClockOffset.none(),
                0,
                Map.of());
        assertThat(write(bare).get(0).toString())
                .isEqualTo("{\"trial\":0,\"phases\":{\"start\":1763788500.0},\"parsed_metrics\":{\"raw_output\":\"\"},"
                        + "\"samples\":[],\"additional_metrics\":{}}");
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        write(trial(1, new Outcome.Completed()));
        SuiteResult read = KraterFiles.read(folder);
        assertThat(read.warnings()).isEmpty();
        Trial trial = read.trials().get(0);
        assertThat(trial.id()).isEqualTo(new TrialId("krater-wasm_wasmedge", "64_w", 1));
        assertThat(trial.gate()).hasValue(new GateTimes(START + 3 * SECOND, START + 5 * SECOND));
        assertThat(trial.workloadResult().values()).containsEntry("throughput_mflops", 1409.29);
        SampleSeries samples = java.util.Objects.requireNonNull(trial.samples().get(Scope.CONTAINER))
                .fast();
        assertThat(samples.size()).isEqualTo(3);
        assertThat(samples.value(Column.ANON, 2)).isEqualTo(700);
        assertThat(samples.epochNanos(2)).isEqualTo(START + 5 * SECOND);
        // and once more: the names stay
        Path again = folder.resolve("again");
        assertThat(KraterFiles.write(read, again)).containsExactly(again.resolve("krater-wasm_wasmedge.json"));
    }

    @Test
    void filesAreNamedAfterImageAndRuntimeClass() {
        Suite suite = Suite.named("names")
                .environment(Environment.pod("a").image("registry.example/team/krater-debian:1.2"))
                .environment(
                        Environment.pod("b").image("krater-wasm@sha256:0000").runtimeClass("wasmtime"))
                .environment(Environment.pod("c").image("same:1"))
                .environment(Environment.pod("d").image("same:2"))
                .environment(Environment.process("native").command("bench"))
                .workload(Suites.small().build().workload())
                .build();
        assertThat(new KraterExport(result(suite)).fileNames().values())
                .containsExactly(
                        "registry.example_team_krater-debian_default.json",
                        "krater-wasm_wasmtime.json",
                        "same_default_c.json",
                        "same_default_d.json",
                        "native_process.json");
    }

    private JsonNode write(Trial... trials) throws IOException {
        Suite suite = Suite.named("export")
                .environment(Environment.pod("wasm").image("krater-wasm:latest").runtimeClass("wasmedge"))
                .workload(Suites.small().build().workload())
                .build();
        assertThat(KraterFiles.write(result(suite, trials), folder))
                .containsExactly(folder.resolve("krater-wasm_wasmedge.json"));
        // numbers as they are written, not as a double prints them
        JsonNode root = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build()
                .readTree(Files.readString(folder.resolve("krater-wasm_wasmedge.json")));
        assertThat(root.fieldNames()).toIterable().containsExactly("64_w", "128_w");
        return root.get("64_w");
    }

    private static SuiteResult result(Suite suite, Trial... trials) {
        return new SuiteResult(new ResultData(
                SuiteDescription.of(suite),
                OptionalLong.of(1),
                List.of(),
                java.util.Arrays.stream(trials)
                        .map(trial -> new StoredTrial("run", trial))
                        .toList(),
                List.of(),
                List.of()));
    }

    private static Trial trial(int number, Outcome outcome) {
        Variant variant = Suites.small().build().workload().variants().get(0);
        SampleSeries.Builder fast = SampleSeries.builder(
                Map.of(Column.USAGE_USEC, "cgroup", Column.NR_THROTTLED, "cgroup", Column.MEMORY_CURRENT, "cgroup"));
        // a row before the gate, one on each edge, one between without memory, one after
        for (int i = 2; i <= 6; i++) {
            fast.add(START + i * SECOND, i * 1000L, i - 2, i == 4 ? SampleSeries.ABSENT : i * 10L);
        }
        SampleSeries slow = SampleSeries.builder(Map.of(Column.ANON, "cgroup"))
                .add(START + SECOND, 500)
                .add(START + 4 * SECOND, 700)
                .add(START + 5 * SECOND + 1, 900)
                .build();
        return Trial.ofOne(
                new TrialId("wasm", variant.label(), number),
                number,
                0,
                variant,
                Suites.small().build().resources(),
                outcome,
                Marks.ofPhases(
                        Map.of(Phase.REQUESTED, Stamp.client(START), Phase.RUNNING, Stamp.client(START + 2 * SECOND))),
                Optional.of(new GateTimes(START + 3 * SECOND, START + 5 * SECOND)),
                new WorkloadResult(ordered(), Optional.of(outcome.isCompleted())),
                new LogExcerpt(List.of("BENCH_START", "BENCH_END"), 0, 20),
                Map.of(Scope.CONTAINER, new SampleSet(Scope.CONTAINER, fast.build(), slow, 5, 0, 0, 0, Map.of())),
                new ClockOffset(250_000_000, 1000),
                0,
                Map.of());
    }

    private static Map<String, Double> ordered() {
        Map<String, Double> values = new java.util.LinkedHashMap<>();
        values.put("iterations", 42.0);
        values.put("throughput_mflops", 1409.29);
        return values;
    }
}
