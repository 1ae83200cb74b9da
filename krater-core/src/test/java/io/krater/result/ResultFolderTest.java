package io.krater.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.metric.Metrics;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.suite.Suite;
import io.krater.trial.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {
    @TempDir
    Path into;

    @Test
    void whatIsStoredIsReadBackInPlanOrder() throws Exception {
        Suite suite = Suites.small().build();
        TrialPlan plan = TrialPlan.of(suite, 7);
        RandomTrials random = new RandomTrials(1);
        try (ResultFolder folder = ResultFolder.open(into, suite, 7, Suites.part("run-1"))) {
            for (PlannedTrial planned : plan.trials()) {
                assertThat(folder.store(random.trial(planned, new Outcome.Completed())))
                        .isTrue();
            }
        }
        SuiteResult result = SuiteResult.read(into.resolve("small"));
        assertThat(result.suite()).isEqualTo(SuiteDescription.of(suite));
        assertThat(result.seed()).hasValue(7);
        assertThat(result.parts()).containsExactly(Suites.part("run-1"));
        assertThat(result.trials())
                .extracting(trial -> trial.id())
                .containsExactlyElementsOf(
                        plan.trials().stream().map(PlannedTrial::id).toList());
        assertThat(result.warnings()).isEmpty();
        Tables.trials(result, Metrics.all(), into.resolve("trials.csv"));
        Tables.samples(result, into.resolve("samples.csv"));
        assertThat(Files.readString(into.resolve("trials.csv"))).startsWith("suite,environment,variant,");
    }
}
