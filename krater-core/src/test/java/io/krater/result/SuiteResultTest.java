package io.krater.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.krater.Krater;
import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.result.json.RandomTrials;
import io.krater.result.model.Cell;
import io.krater.result.model.ResultException;
import io.krater.result.model.SuiteDescription;
import io.krater.result.model.TrialValue;
import io.krater.result.store.ResultFolder;
import io.krater.result.store.TrialFile;
import io.krater.suite.Suite;
import io.krater.trial.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuiteResultTest {
    private static final Metric POSITION = Metric.of("position", "", trial -> OptionalDouble.of(trial.position()));

    private final Suite suite = Suites.small().trials(3).build();
    private final List<PlannedTrial> plan = TrialPlan.of(suite, 7).trials();
    private final RandomTrials random = new RandomTrials(3).withFewSamples();

    @TempDir
    Path into;

    @Test
    void valuesAreThoseOfCompletedTrialsInPlanOrderWithTheirBlocks() {
        PlannedTrial failing = plan.stream()
                .filter(planned -> planned.id().environment().equals("wasm")
                        && planned.id().number() == 2)
                .findFirst()
                .orElseThrow();
        store(failing);
        SuiteResult result = read();
        List<PlannedTrial> ofCell = plan.stream()
                .filter(planned -> planned.id().environment().equals("wasm")
                        && planned.id().variant().equals(failing.id().variant())
                        && !planned.equals(failing))
                .toList();
        List<TrialValue> values = result.values(POSITION, "wasm", failing.id().variant());
        assertThat(values)
                .extracting(TrialValue::id)
                .containsExactlyElementsOf(ofCell.stream().map(PlannedTrial::id).toList());
        assertThat(values)
                .extracting(TrialValue::block)
                .containsExactlyElementsOf(
                        ofCell.stream().map(PlannedTrial::block).toList());
        assertThat(values).allMatch(value -> value.value() == value.position());
        Cell cell = result.cell("wasm", failing.id().variant()).orElseThrow();
        assertThat(cell.completed()).hasSize(2);
        assertThat(cell.failed()).hasSize(1);
        assertThat(cell.attempts()).isEqualTo(3);
    }

    @Test
    void everyCellIsThereEvenWithoutATrial() {
        ResultFolder.open(into, suite, 7, Suites.part("run")).close();
        SuiteResult result = read();
        assertThat(result.cells())
                .extracting(cell -> cell.environment() + " " + cell.variant().label())
                .containsExactly("native 64_w", "wasm 64_w", "native 128_w", "wasm 128_w");
        assertThat(result.cells()).allMatch(cell -> cell.attempts() == 0);
        assertThat(result.cell("native", "absent")).isEmpty();
        assertThat(result.cell("absent", "64_w")).isEmpty();
        assertThat(result.warnings()).singleElement().asString().contains("0 of 12 trials");
    }

    @Test
    void aMetricThatIsAbsentInATrialIsLeftOut() {
        store(null);
        Metric some = Metric.of(
                "some", "", trial -> trial.id().number() == 2 ? OptionalDouble.of(1) : OptionalDouble.empty());
        assertThat(read().values(some, "native", "64_w"))
                .singleElement()
                .matches(value -> value.id().number() == 2);
    }

    @Test
    void whatTheWorkloadIsAboutComesFirst() {
        SuiteResult memory = Synthetic.of("a", "b").about("peak_mem_bytes").result();
        assertThat(memory.chiefMetrics().get(0)).isEqualTo(Metrics.PEAK_MEMORY);
        assertThat(memory.chiefMetrics()).contains(Metrics.THROUGHPUT).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gate_seconds", "energy_joules", "unheard-of"})
    void throughputComesFirstWhereTheWorkloadDoesNotSayOrNoTrialHasIt(String about) {
        SuiteResult result = Synthetic.of("a", "b").about(about).result();
        assertThat(result.chiefMetrics().get(0)).isEqualTo(Metrics.THROUGHPUT);
    }

    @Test
    void aFolderHalfWrittenIsReadAsFarAsItGoes() throws IOException {
        store(null);
        Path folder = into.resolve("small");
        Path damaged = TrialFile.latest(folder, plan.get(0).id());
        Files.writeString(damaged, "{\"schema\": \"krater-trial/2\", \"run\": 7}");
        Files.delete(TrialFile.latest(folder, plan.get(1).id()));
        Files.writeString(folder.resolve("suite.json"), "\0\0\0");
        SuiteResult result = read();
        assertThat(result.trials()).hasSize(plan.size() - 2);
        assertThat(result.suite().name()).isEqualTo("small");
        assertThat(result.suite().environments())
                .extracting(SuiteDescription.DescribedEnvironment::name)
                .containsExactlyInAnyOrder("native", "wasm");
        assertThat(result.warnings())
                .anyMatch(warning -> warning.contains("suite.json cannot be read"))
                .anyMatch(warning -> warning.contains(damaged.toString())
                        && warning.contains("expected a string")
                        && warning.contains("/run"));
        assertThat(damaged).as("reading changes nothing").exists();
    }

    @Test
    void saysWhatIsThereInsteadOfResults() throws IOException {
        assertThatThrownBy(() -> SuiteResult.read(into.resolve("absent")))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("no such folder");
        assertThatThrownBy(() -> SuiteResult.read(into))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("no suite.json and no trials");
        store(null);
        assertThatThrownBy(() -> SuiteResult.read(into))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("suites small; read one of them");
        Path krater = Files.writeString(into.resolve("krater-debian_default.json"), "{}");
        assertThatThrownBy(() -> SuiteResult.read(krater))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("KraterFiles.read");
    }

    @Test
    void aPartKnowsTheLibrarysVersion() {
        assertThat(Suites.part("run").software().get("krater")).matches("[0-9]+\\.[0-9]+.*");
        assertThat(Suites.part("run").software()).containsEntry("krater", Krater.version());
        assertThat(Suites.part("run").software()).containsKeys("java.runtime.version", "os.version");
    }

    @Test
    void aSuiteOfANewerVersionIsSaid() throws IOException {
        store(null);
        Path file = into.resolve("small/suite.json");
        Files.writeString(file, Files.readString(file).replace("krater-suite/2", "krater-suite/3"));
        assertThatThrownBy(this::read)
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("krater-suite/3")
                .hasMessageContaining("update the library");
    }

    private void store(@org.jspecify.annotations.Nullable PlannedTrial failing) {
        try (ResultFolder folder = ResultFolder.open(into, suite, 7, Suites.part("run"))) {
            for (PlannedTrial planned : plan) {
                Outcome outcome = planned.equals(failing)
                        ? new Outcome.Failed(
                                io.krater.launch.FailureReason.of(io.krater.launch.FailureReason.Kind.CRASHED, "x"))
                        : new Outcome.Completed();
                folder.store(random.trial(planned, outcome));
            }
        }
    }

    private SuiteResult read() {
        return SuiteResult.read(into.resolve("small"));
    }
}
