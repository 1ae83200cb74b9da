package io.krater.result.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.metric.Metric;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialId;
import io.krater.plan.TrialPlan;
import io.krater.report.Report;
import io.krater.result.KraterFiles;
import io.krater.result.SuiteResult;
import io.krater.result.Suites;
import io.krater.result.Synthetic;
import io.krater.result.json.RandomTrials;
import io.krater.result.model.ResultException;
import io.krater.suite.Suite;
import io.krater.trial.Exclusion;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExclusionsTest {
    private static final Outcome CRASHED = new Outcome.Failed(FailureReason.of(Kind.CRASHED, "exit code 1"));
    private static final Metric NUMBER =
            Metric.of("number", "", trial -> OptionalDouble.of(trial.id().number()));

    private final Suite suite = Suites.small().build();
    private final List<PlannedTrial> plan = TrialPlan.of(suite, 7).trials();
    private final RandomTrials random = new RandomTrials(1).withFewSamples();
    private final TrialId one = plan.get(0).id();

    @TempDir
    private Path into;

    private Path folder;

    @BeforeEach
    void aSuiteThatRan() {
        folder = into.resolve("small");
        run("run-1", planned -> new Outcome.Completed());
    }

    private void run(String name, java.util.function.Function<PlannedTrial, Outcome> outcome) {
        try (ResultFolder open = ResultFolder.open(into, suite, 7, Suites.part(name))) {
            plan.stream()
                    .filter(planned -> !open.completed().contains(planned.id()))
                    .forEach(planned -> open.store(random.trial(planned, outcome.apply(planned))));
        }
    }

    private static Trial trial(SuiteResult result, TrialId id) {
        return result.trials().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anExclusionByHandSurvivesReadingAndAResume() throws IOException {
        byte[] before = Files.readAllBytes(TrialFile.latest(folder, one));
        SuiteResult excluded = SuiteResult.exclude(folder, one, "the door was open");

        assertThat(excluded.exclusions()).containsExactly(Exclusion.byHand(one, "the door was open"));
        assertThat(Files.readAllBytes(TrialFile.latest(folder, one))).isEqualTo(before);
        run("run-2", planned -> new Outcome.Completed());
        SuiteResult read = SuiteResult.read(folder);
        assertThat(read.exclusions()).containsExactly(Exclusion.byHand(one, "the door was open"));
        assertThat(read.warnings()).isEmpty();
        assertThat(read.sample(NUMBER, one.environment(), one.variant()).size()).isEqualTo(1);
        assertThat(trial(read, one).counts()).isFalse();
        assertThat(trial(read, one).outcome().isCompleted()).isTrue();
    }

    @Test
    void anExclusionCanBeTakenBackAndReplaced() {
        SuiteResult.exclude(folder, one, "first thought");
        SuiteResult.exclude(folder, plan.get(1).id(), "another");
        SuiteResult replaced = SuiteResult.exclude(folder, one, "second thought");
        assertThat(replaced.exclusions())
                .extracting(Exclusion::reason)
                .containsExactlyInAnyOrder("second thought", "another");
        assertThat(SuiteResult.include(folder, one).exclusions())
                .extracting(Exclusion::trial)
                .containsExactly(plan.get(1).id());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SuiteResult.include(folder, one))
                .withMessageContaining("trial " + one + " was not set aside by hand")
                .withMessageContaining(plan.get(1).id().toString());
    }

    @Test
    void refusesATrialThatIsNotThereAndChangesNothing() {
        TrialId absent = new TrialId("native", "64_w", 99);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SuiteResult.exclude(folder, absent, "why"))
                .withMessageStartingWith("there is no trial native/64_w/99 to exclude; there are [");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SuiteResult.read(folder).excluding(absent, "why"))
                .withMessageStartingWith("there is no trial native/64_w/99 to exclude");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SuiteResult.exclude(folder, one, " "))
                .withMessage("the exclusion of trial " + one + " needs a reason, was blank");
        assertThat(folder.resolve("exclusions.json")).doesNotExist();
        assertThatExceptionOfType(ResultException.class)
                .isThrownBy(() -> SuiteResult.exclude(into.resolve("nowhere"), one, "why"))
                .withMessageContaining("no such folder");
    }

    @Test
    void aRunThatGoesOnIsNotDisturbed() {
        try (ResultFolder open = ResultFolder.open(into, suite, 7, Suites.part("run-2"))) {
            assertThatExceptionOfType(ResultException.class)
                    .isThrownBy(() -> SuiteResult.exclude(open.path(), one, "why"))
                    .withMessageContaining("is in use by");
        }
    }

    @Test
    void aTrialThatWasMadeAgainCountsAndTheResultSaysSo() throws IOException {
        SuiteResult.exclude(folder, one, "the door was open");
        Files.writeString(TrialFile.latest(folder, one), "damaged");
        SuiteResult damaged = SuiteResult.read(folder);
        assertThat(damaged.exclusions()).isEmpty();
        assertThat(damaged.warnings())
                .contains("exclusions.json sets trial " + one + " aside (the door was open), which is not there");

        run("run-2", planned -> new Outcome.Completed());
        SuiteResult again = SuiteResult.read(folder);
        assertThat(trial(again, one).counts()).isTrue();
        assertThat(again.warnings())
                .contains("trial " + one + " was set aside (the door was open) as run run-1 had made it; run run-2 has"
                        + " made it again since, so it counts: look at it");
    }

    @Test
    void aListThatCannotBeReadIsNoEmptyList() throws IOException {
        Files.writeString(
                folder.resolve("exclusions.json"), "{\"schema\": \"krater-exclusions/1\", \"exclusions\": [{");
        assertThatExceptionOfType(ResultException.class)
                .isThrownBy(() -> SuiteResult.read(folder))
                .withMessageContaining("says which trials are set aside and cannot be read")
                .withMessageContaining("mend it, or remove it");
        assertThatExceptionOfType(ResultException.class)
                .isThrownBy(() -> ResultFolder.open(into, suite, 7, Suites.part("run-2")))
                .withMessageContaining("says which trials are set aside and cannot be read");
        Files.writeString(folder.resolve("exclusions.json"), """
                {"schema": "krater-exclusions/1", "exclusions": [
                  {"environment": "native", "variant": "64_w", "trial": 1, "reason": " "}]}
                """);
        assertThatExceptionOfType(ResultException.class)
                .isThrownBy(() -> SuiteResult.read(folder))
                .withMessageContaining("the exclusion of trial native/64_w/1 needs a reason");
    }

    @Test
    void aFailureThatIsSetAsideStaysAFailure() {
        Path other = into.resolve("other");
        try (ResultFolder open = ResultFolder.open(other, suite, 7, Suites.part("run-1"))) {
            plan.forEach(planned -> open.store(random.trial(planned, CRASHED)));
        }
        SuiteResult excluded = SuiteResult.exclude(other.resolve("small"), one, "the cable was out");
        assertThat(excluded.cell(one.environment(), one.variant()).orElseThrow().failures())
                .isEqualTo(2);
    }

    @Test
    void tablesReportsAndTheTerminalTellOfIt() throws IOException {
        SuiteResult excluded = SuiteResult.exclude(folder, one, "the door was open, twice");
        SuiteResult result = excluded.with(List.of(NUMBER));
        result.writeTables(folder);
        Predicate<String> tells = line -> line.contains(",\"the door was open, twice\",");
        List<String> rows = Files.readAllLines(folder.resolve("trials.csv"));
        assertThat(rows.stream().filter(tells))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .startsWith("small," + one.environment() + "," + one.variant())
                        .contains(",completed,")
                        .endsWith(","));
        assertThat(Files.readAllLines(folder.resolve("instances.csv")).stream().filter(tells))
                .hasSize(1);

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        result.print(new PrintStream(out, true, StandardCharsets.UTF_8), List.of(NUMBER));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("set aside by hand: trial " + one + " (the door was open, twice)");
        assertThat(Report.markdown(result, result.compare(NUMBER)).text())
                .contains("### Set aside")
                .contains("| by hand | the door was open, twice |");
        SuiteResult drawn = Synthetic.of("a", "b").trials(5).result().excluding(new TrialId("b", "64_nw", 2), "<door>");
        assertThat(Report.html(drawn).text())
                .contains("<td>b/64_nw/2</td><td>by hand</td><td>&lt;door&gt;</td>")
                .contains("9 completed trials, 0 failed attempts, 1 set aside");
    }

    @Test
    void kratersOwnFormatHasNoPlaceForIt() throws IOException {
        Path all = into.resolve("all");
        Path without = into.resolve("without");
        KraterFiles.write(SuiteResult.read(folder), all);
        KraterFiles.write(SuiteResult.exclude(folder, one, "why"), without);
        assertThat(KraterFiles.read(without).trials())
                .hasSize(KraterFiles.read(all).trials().size() - 1);
    }
}
