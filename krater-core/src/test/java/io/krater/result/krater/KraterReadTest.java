package io.krater.result.krater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.metric.Metrics;
import io.krater.result.KraterFiles;
import io.krater.result.SuiteResult;
import io.krater.result.model.Cell;
import io.krater.result.model.ResultException;
import io.krater.result.model.SuiteDescription;
import io.krater.result.model.TrialValue;
import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import io.krater.sample.Scope;
import io.krater.suite.Environment;
import io.krater.suite.Parameter;
import io.krater.trial.GateTimes;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads files that were written by hand from the description of KRATER's format. */
public class KraterReadTest {
    @TempDir
    Path folder;

    @Test
    void readsEveryKeyOfAWholeEntry() {
        Trial trial = trial(debian(), "krater-debian_default", "256_w", 1);
        assertThat(trial.outcome()).isEqualTo(new Outcome.Completed());
        assertThat(trial.phases())
                .containsEntry(Phase.REQUESTED, Stamp.node(1_763_788_500_250_000_000L))
                .containsEntry(Phase.RUNNING, Stamp.node(1_763_788_502_000_000_000L))
                .containsEntry(Phase.BENCH_START, Stamp.node(1_763_788_507_123_456_700L))
                .containsEntry(Phase.BENCH_END, Stamp.node(1_763_788_508_123_456_700L));
        assertThat(trial.gate()).hasValue(new GateTimes(1_763_788_507_123_456_700L, 1_763_788_508_123_456_700L));
        assertThat(trial.workloadResult().values())
                .containsEntry("iterations", 42.0)
                .containsEntry("throughput_mflops", 1409.29)
                .containsEntry("elapsed_seconds", 1.0);
        assertThat(trial.workloadResult().valid()).hasValue(true);
        assertThat(trial.log().lines()).hasSize(6).endsWith("calculation check: PASSED");
        assertThat(trial.variant().parameters())
                .containsEntry("size", Parameter.number(256))
                .containsEntry("warmup", Parameter.text("true"));
        assertThat(trial.variant().dataBytes()).hasValue(3L * 256 * 256 * 8);
        assertThat(trial.facts()).containsEntry("krater.avg_cpu_cores", "0.9000000900000091");
        SampleSeries samples = samples(trial);
        assertThat(samples.size()).isEqualTo(3);
        assertThat(samples.epochNanos(0)).isEqualTo(1_763_788_507_130_000_100L);
        assertThat(List.of(
                        samples.value(Column.USAGE_USEC, 1),
                        samples.value(Column.USER_USEC, 1),
                        samples.value(Column.SYSTEM_USEC, 1),
                        samples.value(Column.NR_THROTTLED, 1),
                        samples.value(Column.MEMORY_CURRENT, 1),
                        samples.value(Column.ANON, 1)))
                .containsExactly(5_450_000L, 5_340_000L, 110_000L, 8L, 2_700_000L, 1_605_632L);
    }

    @Test
    void itsMetricsAreThoseThatKraterDerived() {
        Trial trial = trial(debian(), "krater-debian_default", "256_w", 1);
        assertThat(Metrics.COLD_START.of(trial)).hasValue(1.75);
        assertThat(Metrics.PEAK_MEMORY.of(trial)).hasValue(2_700_000.0);
        assertThat(Metrics.CPU_CORES.of(trial).orElseThrow()).isCloseTo(0.9, within(1e-6));
    }

    @Test
    void namesTheEnvironmentAfterTheFile() {
        SuiteResult result = debian();
        assertThat(result.suite().environments()).singleElement().satisfies(environment -> {
            assertThat(environment.name()).isEqualTo("krater-debian_default");
            assertThat(environment.target())
                    .hasValue(new Environment.Image("krater-debian", Optional.empty(), List.of()));
        });
        assertThat(result.seed()).isEmpty();
        assertThat(result.suite().schedule()).isEmpty();
        assertThat(result.parts()).isEmpty();
    }

    @Test
    void anInvalidEntryIsAFailureAndItsRepetitionReplacesIt() {
        SuiteResult result = debian();
        Cell cell = result.cell("krater-debian_default", "256_w").orElseThrow();
        assertThat(cell.completed()).hasSize(2);
        assertThat(cell.failed()).isEmpty();
        assertThat(cell.earlierFailures())
                .singleElement()
                .satisfies(trial -> assertThat(kind(trial)).isEqualTo(Kind.WRONG_RESULT));
        assertThat(result.values(Metrics.THROUGHPUT, "krater-debian_default", "256_w"))
                .extracting(TrialValue::value)
                .containsExactly(1409.29, 1310.5);
    }

    @Test
    void anEntryWithoutTheGatesEndIsAFailure() {
        assertThat(kind(trial(debian(), "krater-debian_default", "1024_nw", 1))).isEqualTo(Kind.NO_GATE);
    }

    @Test
    void trialsAreInTheOrderInWhichTheyStarted() {
        assertThat(debian().trials())
                .extracting(trial -> trial.id().variant() + " " + trial.id().number() + " at " + trial.position())
                .containsExactly("1024_nw 1 at 0", "256_w 1 at 1", "256_w 2 at 2");
    }

    @Test
    void whatIsMissingIsAbsentAndNeverZero() {
        SuiteResult result = read("krater-wasm_wasmedge.json");
        Trial trial = trial(result, "krater-wasm_wasmedge", "256_w", 1);
        assertThat(trial.outcome().isCompleted()).isTrue();
        assertThat(trial.phases()).doesNotContainKey(Phase.RUNNING);
        assertThat(Metrics.COLD_START.of(trial)).isEmpty();
        // not parsed by KRATER, but in its copy of the log
        assertThat(trial.workloadResult().values())
                .containsEntry("iterations", 7.0)
                .containsEntry("throughput_mflops", 234.88)
                .containsEntry("elapsed_seconds", 1.5);
        SampleSeries samples = samples(trial);
        assertThat(samples.columns()).containsExactly(Column.USAGE_USEC, Column.MEMORY_CURRENT);
        assertThat(samples.size()).isEqualTo(3);
        assertThat(samples.value(Column.USAGE_USEC, 0)).isEqualTo(100);
        assertThat(samples.value(Column.USAGE_USEC, 1)).isEqualTo(SampleSeries.ABSENT);
        assertThat(samples.value(Column.MEMORY_CURRENT, 1)).isEqualTo(SampleSeries.ABSENT);
        assertThat(samples.value(Column.MEMORY_CURRENT, 2)).isEqualTo(3000);
        assertThat(result.warnings())
                .anyMatch(warning -> warning.contains("3 samples without a time"))
                .anyMatch(warning -> warning.contains("1 negative figures"))
                .anyMatch(warning -> warning.contains("not a trial"));
    }

    /** pandas writes whole numbers of a column with gaps as 0.0. */
    @Test
    void anOddFieldCostsItselfAndASentence() throws IOException {
        String good = """
                {"trial": %s, "phases": {"bench_start": 1763700001.0, "end": 1763700002.0},
                 "parsed_metrics": {"x": 1, "valid": true}, "samples": [], "additional_metrics": {}}
                """.replace("\"samples\": [], ", "");
        Files.writeString(
                folder.resolve("odd.json"),
                "{\"64_nw\": ["
                        + String.join(
                                ",",
                                good.formatted("0.0"),
                                good.formatted("1"),
                                good.formatted("\"third\""),
                                good.formatted("3").replace("1763700002.0", "\"soon\""),
                                good.formatted("4").replace("{\"x\": 1, \"valid\": true}", "[1]"),
                                good.formatted("5")
                                        .replace("\"x\": 1, \"valid\": true", "\"x\": {}, \"y\": 2, \"valid\": 1"),
                                good.formatted("6").replace("\"additional_metrics\": {}", """
                                        "additional_metrics": {"avg_cpu_cores": "high", "deep": %s%s},
                                        "samples": [7, {"timestamp": 1763700001.5, "usage_usec": "much", "mem_bytes": %s}]
                                        """.formatted(
                                                "[".repeat(1500), "]".repeat(1500), "9".repeat(1500))),
                                good.formatted("7").replace("\"x\"", "\"" + "n".repeat(60_000) + "\""))
                        + ", \"no trial\"], \"128_nw\": [" + good.formatted("0") + "]}");
        SuiteResult result = KraterFiles.read(folder);
        assertThat(result.trials()).hasSize(9);
        assertThat(result.trials())
                .filteredOn(trial -> trial.outcome().isCompleted())
                .hasSize(8);
        assertThat(kind(trial(result, "odd", "64_nw", 4))).isEqualTo(Kind.NO_GATE);
        assertThat(trial(result, "odd", "64_nw", 6).workloadResult().values()).containsOnlyKeys("y");
        assertThat(samples(trial(result, "odd", "64_nw", 7)).size()).isEqualTo(1);
        assertThat(result.warnings())
                .anyMatch(warning -> warning.contains("\"trial\" is not a whole number in 1 place (first: third)"))
                .anyMatch(
                        warning -> warning.contains("\"phases/end\" is not a time in seconds in 1 place (first: soon)"))
                .anyMatch(warning -> warning.contains("\"parsed_metrics\" is not an object"))
                .anyMatch(warning -> warning.contains("\"parsed_metrics/valid\" is not true or false"))
                .anyMatch(warning -> warning.contains("\"additional_metrics/deep\" is not a number"))
                .anyMatch(warning -> warning.contains("\"samples\" is not a sample"))
                .anyMatch(
                        warning -> warning.contains("\"samples/usage_usec\" is not a number in 1 place (first: much)"))
                .anyMatch(warning -> warning.contains("\"64_nw\" is not a trial in 1 place (first: no trial)"));
    }

    @Test
    void manyKeysAreReadInOneGoAndLongOnesStayApart() throws IOException {
        StringBuilder text = new StringBuilder("{");
        String entry = ": [{\"trial\": 0, \"parsed_metrics\": {\"x\": 1}}]";
        for (int i = 1; i <= 20_000; i++) {
            text.append('"').append(i).append("_nw\"").append(entry).append(",\n");
        }
        String alike = "k".repeat(63);
        text.append('"').append(alike).append("-1\"").append(entry).append(',');
        text.append('"').append(alike).append("-2\"").append(entry).append('}');
        Files.writeString(folder.resolve("many.json"), text);
        SuiteResult result = KraterFiles.read(folder);
        assertThat(result.cells())
                .hasSize(20_002)
                .allMatch(cell -> cell.completed().size() == 1);
        assertThat(result.suite().workload().variants())
                .extracting(variant -> variant.label())
                .contains(alike)
                .allMatch(label -> label.length() <= 63)
                .doesNotHaveDuplicates();
    }

    @Test
    void whatIsNoNumberOrNoTimeIsAbsentToo() throws IOException {
        Files.writeString(folder.resolve("odd.json"), """
                {"64_nw": [{"parsed_metrics": {"x": 1}, "samples": [
                  {"timestamp": 1763700001.0, "usage_usec": NaN, "mem_bytes": Infinity},
                  {"timestamp": 1e99999999999, "usage_usec": 7},
                  {"timestamp": NaN, "usage_usec": 7},
                  {"timestamp": 1763700002.0, "usage_usec": 1e30, "mem_bytes": 12.6}]}]}""");
        SampleSeries samples = samples(KraterFiles.read(folder).trials().get(0));
        assertThat(samples.columns()).containsExactly(Column.MEMORY_CURRENT);
        assertThat(samples.size()).isEqualTo(2);
        assertThat(samples.value(Column.MEMORY_CURRENT, 0)).isEqualTo(SampleSeries.ABSENT);
        assertThat(samples.value(Column.MEMORY_CURRENT, 1)).isEqualTo(13);
    }

    @Test
    void anEntryWithoutPhasesOrSamplesKeepsItsThroughput() {
        Trial trial = trial(read("krater-wasm_wasmedge.json"), "krater-wasm_wasmedge", "256_w", 2);
        assertThat(trial.outcome().isCompleted()).isTrue();
        assertThat(trial.gate()).isEmpty();
        assertThat(trial.samples()).isEmpty();
        assertThat(Metrics.THROUGHPUT.of(trial)).hasValue(230.0);
    }

    @Test
    void anEmptyListOfSamplesIsAFailure() {
        Trial trial = trial(read("krater-wasm_wasmedge.json"), "krater-wasm_wasmedge", "256_w", 3);
        assertThat(kind(trial)).isEqualTo(Kind.NO_SAMPLES);
    }

    @Test
    void whatStandsBeforeADamagedPlaceIsKept() {
        SuiteResult result = read("krater-static_crun.json");
        assertThat(result.trials()).hasSize(1);
        assertThat(result.warnings())
                .singleElement()
                .asString()
                .contains("krater-static_crun.json", "cannot be read to its end", "line 4");
    }

    @Test
    void aFolderIsOneResultOfSeveralEnvironments() {
        SuiteResult result =
                KraterFiles.read(resource("krater/krater-debian_default.json").resolveSibling("."));
        assertThat(result.suite().environments())
                .extracting(SuiteDescription.DescribedEnvironment::name)
                .containsExactly("krater-debian_default", "krater-static_crun", "krater-wasm_wasmedge");
        assertThat(result.cells()).hasSize(6);
        assertThat(result.suite().name()).isEqualTo("krater");
    }

    @Test
    void otherFilesInTheFolderAreToldOf() throws IOException {
        Files.copy(resource("krater/krater-debian_default.json"), folder.resolve("krater-debian_default.json"));
        Files.writeString(folder.resolve("notes.json"), "[1, 2]");
        Files.writeString(folder.resolve("readme.txt"), "not asked");
        SuiteResult result = KraterFiles.read(folder);
        assertThat(result.trials()).hasSize(3);
        assertThat(result.warnings()).singleElement().asString().contains("notes.json");
    }

    @Test
    void namesThatBreakTheRuleAreMadeToKeepItAndStayDistinct() throws IOException {
        for (String name : List.of("my results (1).json", "my results [1].json", "_.json")) {
            Files.writeString(folder.resolve(name), """
                    {"a/b": [{"parsed_metrics": {"x": 1}}], "a b": [{"parsed_metrics": {"x": 1}}]}""");
        }
        SuiteResult result = KraterFiles.read(folder);
        assertThat(result.suite().environments())
                .extracting(SuiteDescription.DescribedEnvironment::name)
                .containsExactly("unnamed", "my-results--1", "my-results--1-3");
        assertThat(result.suite().workload().variants())
                .extracting(io.krater.suite.Variant::label)
                .containsExactly("a-b", "a-b-2");
        assertThat(result.trials()).hasSize(6);
    }

    @Test
    void nothingToReadIsSaidWithTheReason() throws IOException {
        assertThatThrownBy(() -> KraterFiles.read(folder))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("no .json file");
        Files.writeString(folder.resolve("x.json"), "");
        assertThatThrownBy(() -> KraterFiles.read(folder))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("x.json")
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> KraterFiles.read(folder.resolve("absent.json")))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("No such file");
    }

    private static Kind kind(Trial trial) {
        return ((Outcome.Failed) trial.outcome()).reason().kind();
    }

    private static SampleSeries samples(Trial trial) {
        return Objects.requireNonNull(trial.samples().get(Scope.CONTAINER)).fast();
    }

    private static Trial trial(SuiteResult result, String environment, String variant, int number) {
        return result.trials().stream()
                .filter(trial -> trial.id().environment().equals(environment)
                        && trial.id().variant().equals(variant)
                        && trial.id().number() == number)
                .findFirst()
                .orElseThrow();
    }

    private static SuiteResult debian() {
        return read("krater-debian_default.json");
    }

    private static SuiteResult read(String file) {
        return KraterFiles.read(resource("krater/" + file));
    }

    public static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(KraterReadTest.class.getResource("/io/krater/result/" + name))
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
