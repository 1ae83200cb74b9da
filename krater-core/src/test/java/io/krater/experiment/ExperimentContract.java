package io.krater.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.krater.Krater;
import io.krater.SuiteRun;
import io.krater.launch.LaunchException;
import io.krater.launch.Launcher;
import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialId;
import io.krater.plan.TrialPlan;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.suite.Suite;
import io.krater.suite.Variant;
import io.krater.trial.Instance;
import io.krater.trial.Trial;
import io.krater.trial.TrialClock;
import io.krater.trial.TrialListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link Experiment} keeps to. An implementation's test extends this class and gives an experiment that is quick: a
 * few trials that complete on its launcher.
 */
public abstract class ExperimentContract {
    @TempDir
    private Path folder;

    /** A new experiment; the same one each time. */
    protected abstract Experiment experiment();

    /** A new launcher on which its trials complete. */
    protected abstract Launcher launcher();

    /** The clock of {@link #run}. */
    protected TrialClock clock() {
        return TrialClock.system();
    }

    /** A run of an experiment on a launcher. */
    protected SuiteRun run(Experiment experiment, Launcher launcher) {
        return Krater.run(experiment).on(launcher).quiet();
    }

    private SuiteResult result() {
        try (Launcher launcher = launcher()) {
            return run(experiment(), launcher).into(folder);
        }
    }

    private List<PlannedTrial> plan(long seed) {
        return TrialPlan.of(experiment().design(), seed).trials();
    }

    @Test
    void saysTheSameEachTime() {
        Suite one = experiment().design();
        Suite other = experiment().design();
        assertThat(other.name()).isEqualTo(one.name());
        assertThat(other.environments()).isEqualTo(one.environments());
        assertThat(other.workload().variants()).isEqualTo(one.workload().variants());
        assertThat(experiment().metrics())
                .extracting(Metric::name)
                .isEqualTo(experiment().metrics().stream().map(Metric::name).toList());
    }

    @Test
    void itsMetricsHaveNamesOfTheirOwn() {
        List<Metric> own = new ArrayList<>(experiment().metrics());
        own.removeAll(Metrics.all());
        assertThat(own)
                .extracting(Metric::name)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(
                        Metrics.all().stream().map(Metric::name).toList());
    }

    @Test
    void runsWhatWasPlannedAndEachTrialCompletes() {
        SuiteResult result = result();
        List<PlannedTrial> plan = plan(result.seed().orElseThrow());
        assertThat(result.warnings()).isEmpty();
        assertThat(result.trials())
                .extracting(Trial::id)
                .containsExactlyElementsOf(plan.stream().map(PlannedTrial::id).toList());
        assertThat(result.trials())
                .extracting(Trial::position, Trial::block)
                .containsExactlyElementsOf(plan.stream()
                        .map(planned -> org.assertj.core.groups.Tuple.tuple(planned.position(), planned.block()))
                        .toList());
        assertThat(result.trials())
                .allSatisfy(trial -> assertThat(trial.outcome().isCompleted())
                        .as("outcome of %s: %s", trial.id(), trial.outcome())
                        .isTrue());
    }

    @Test
    void isAboutAMetricThatItsTrialsHave() {
        SuiteResult result = result();
        List<Metric> about = experiment().metrics().isEmpty()
                ? result.chiefMetrics().subList(0, 1)
                : experiment().metrics().subList(0, 1);
        for (Metric metric : about) {
            for (Environment environment : experiment().design().environments()) {
                for (Variant variant : experiment().design().workload().variants()) {
                    assertThat(result.sample(metric, environment.name(), variant.label())
                                    .size())
                            .as("values of %s in %s/%s", metric.name(), environment.name(), variant.label())
                            .isPositive();
                }
            }
        }
    }

    @Test
    void whatIsReadBackIsWhatWasSeen() {
        List<Trial> seen = new ArrayList<>();
        SuiteResult result;
        try (Launcher launcher = launcher()) {
            result = run(experiment(), launcher)
                    .listener(new TrialListener() {
                        @Override
                        public void trialFinished(Trial trial) {
                            seen.add(trial);
                        }
                    })
                    .into(folder);
        }
        assertThat(result.trials()).hasSameSizeAs(seen);
        for (int i = 0; i < seen.size(); i++) {
            Trial stored = result.trials().get(i);
            Trial expected = seen.get(i);
            assertThat(stored.id()).isEqualTo(expected.id());
            assertThat(stored.variant()).isEqualTo(expected.variant());
            assertThat(stored.exclusion()).isEqualTo(expected.exclusion());
            assertThat(stored.whole().marks()).isEqualTo(expected.whole().marks());
            assertThat(stored.whole().figures()).isEqualTo(expected.whole().figures());
            assertThat(stored.instances())
                    .extracting(Instance::name, Instance::outcome, Instance::marks)
                    .containsExactlyElementsOf(expected.instances().stream()
                            .map(instance -> org.assertj.core.groups.Tuple.tuple(
                                    instance.name(), instance.outcome(), instance.marks()))
                            .toList());
        }
    }

    @Test
    void goesOnWhereItStoppedAndRunsNothingTwice() {
        SuiteResult first = result();
        List<TrialId> again = new ArrayList<>();
        try (Launcher launcher = launcher()) {
            SuiteResult second = run(experiment(), launcher)
                    .listener(new TrialListener() {
                        @Override
                        public void trialStarted(PlannedTrial planned) {
                            again.add(planned.id());
                        }
                    })
                    .into(folder);
            assertThat(again).isEmpty();
            assertThat(second.trials()).hasSameSizeAs(first.trials());
        }
    }

    @Test
    void removesWhatItMadeWhenItsSessionCloses() throws LaunchException, InterruptedException {
        try (CountingLauncher counting = new CountingLauncher(launcher())) {
            PlannedTrial planned = plan(1).get(0);
            try (Session session = open(counting, planned)) {
                session.run(planned);
            }
            assertThat(counting.open()).isEmpty();
        }
    }

    @Test
    void anInterruptEndsATrialThatHasNotBegun() {
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            try (CountingLauncher counting = new CountingLauncher(launcher())) {
                PlannedTrial planned = plan(1).get(0);
                try (Session session = open(counting, planned)) {
                    session.interrupt();
                    assertThat(session.run(planned).outcome().isCompleted()).isFalse();
                }
                assertThat(counting.open()).isEmpty();
            }
        });
    }

    private Session open(Launcher launcher, PlannedTrial planned) throws LaunchException {
        Experiment experiment = experiment();
        return experiment.open(planned.environment(), new Bench(experiment.design(), launcher, "contract", clock()));
    }
}
