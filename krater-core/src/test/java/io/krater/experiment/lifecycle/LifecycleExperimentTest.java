package io.krater.experiment.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.krater.Krater;
import io.krater.RunInterruptedException;
import io.krater.SuiteRun;
import io.krater.experiment.lifecycle.StepFailedException.Kind;
import io.krater.launch.FailureReason;
import io.krater.result.SuiteResult;
import io.krater.result.model.ResultException;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LifecycleExperimentTest {
    @TempDir
    private Path folder;

    private final List<String> done = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private Deed deployment = () -> {};

    /** What a test wants. */
    private interface Deed {
        void run() throws StepFailedException, InterruptedException;
    }

    private StepAction action(String name, Deed deed) {
        return new StepAction() {
            @Override
            public String describe() {
                return name;
            }

            @Override
            public void perform() throws StepFailedException, InterruptedException {
                done.add(name);
                deed.run();
            }
        };
    }

    private StepAction action(String name) {
        return action(name, () -> {});
    }

    private LifePlatform platform(String name) {
        return new StudySteps(
                        action("start"),
                        action("join"),
                        action("deploy", () -> deployment.run()),
                        action("delete"),
                        action("leave"),
                        action("stop"))
                .addTo(LifePlatform.named(name), Duration.ZERO)
                .teardown(action("down " + name))
                .build();
    }

    private SuiteRun run(int lives, String... platforms) {
        LifecycleExperiment.Builder experiment =
                LifecycleExperiment.named("lives").lives(lives).seed(3).steps(told::add);
        for (String name : platforms) {
            experiment.platform(platform(name));
        }
        return Krater.run(experiment.build()).on(Steps.launcher()).quiet();
    }

    private static Lives lives(SuiteResult result) {
        return Lives.of(result.trials(), result.hosts().values());
    }

    @Test
    void aLifeIsATrialWithItsStepsAsMarksAndItsPhasesAsMetrics() {
        SuiteResult result = run(1, "K8s").into(folder);

        assertThat(done).containsExactly("down K8s", "start", "join", "deploy", "delete", "leave", "stop", "down K8s");
        Trial trial = result.trials().get(0);
        assertThat(trial.outcome().isCompleted()).isTrue();
        assertThat(trial.marks().names())
                .containsExactlyElementsOf(PhaseTable.study().events());
        assertThat(result.chiefMetrics().get(0).name()).isEqualTo("total_simulation_time_seconds");
        assertThat(folder.resolve("lives/trials.csv")).content().contains("start_master_seconds");
        Life life = lives(result).counted().get(0);
        assertThat(life.id()).isEqualTo("K8s-1");
        assertThat(PhaseSum.of(life, PhaseTable.study()).orElseThrow().addsUp()).isTrue();
    }

    @Test
    void runsEachPlatformOnceABlockAndNothingTwice() {
        assertThat(lives(run(2, "a", "b").into(folder)).counted())
                .extracting(Life::id)
                .containsExactly("a-1", "a-2", "b-1", "b-2");
        assertThat(done.stream().filter("start"::equals)).hasSize(4);
        assertThat(told)
                .contains("a/life/1, step 1 of 13: mark START_SIMULATION, at least 0 s of this life left")
                .contains("a/life/2, step 3 of 13: start, about 0 s of this life left");
        run(2, "a", "b").into(folder);
        assertThat(done.stream().filter("start"::equals)).hasSize(4);
    }

    @Test
    void aStepThatFailsEndsItsLifeAndIsRunAgainTheNextTime() {
        deployment = () -> {
            throw new StepFailedException(Kind.NOT_AVAILABLE, "no image", List.of("pulling"));
        };
        SuiteResult failed = run(1, "a", "b").into(folder);

        assertThat(failed.trials()).hasSize(2).allSatisfy(trial -> {
            FailureReason reason = ((Outcome.Failed) trial.outcome()).reason();
            assertThat(reason.kind()).isEqualTo(FailureReason.Kind.STEP_FAILED);
            assertThat(reason.message()).isEqualTo("START_KNS_DEPLOYMENT: no image");
            assertThat(reason.facts())
                    .containsAllEntriesOf(Map.of("step", "START_KNS_DEPLOYMENT", "step_failure", "NOT_AVAILABLE"));
            assertThat(reason.lastLines()).containsExactly("pulling");
            assertThat(trial.marks().at("START_KNS_DEPLOYMENT")).isPresent();
            assertThat(trial.marks().at("FINISHED_START_KNS_DEPLOYMENT"))
                    .as("what was not observed is absent")
                    .isEmpty();
        });
        assertThat(done).endsWith("deploy", "down b", "down a").doesNotContain("delete");
        assertThat(Doubts.of(lives(failed), PhaseTable.study()))
                .anyMatch(doubt -> doubt.kind() == Doubt.Kind.MISSING_EVENT);

        deployment = () -> {};
        SuiteResult mended = run(1, "a", "b").into(folder);
        assertThat(mended.trials()).allMatch(trial -> trial.outcome().isCompleted());
        assertThat(mended.earlierAttempts()).hasSize(2);
    }

    @Test
    void aStepThatBreaksIsTornDownToo() {
        deployment = () -> {
            throw new IllegalStateException("oops");
        };
        SuiteResult result = run(1, "a").into(folder);
        assertThat(((Outcome.Failed) result.trials().get(0).outcome()).reason().message())
                .isEqualTo("START_KNS_DEPLOYMENT (deploy) broke: java.lang.IllegalStateException: oops");
        assertThat(done).endsWith("deploy", "down a");
    }

    @Test
    void anInterruptedLifeIsTornDownAndNotKept() {
        deployment = () -> {
            throw new InterruptedException();
        };
        assertThatExceptionOfType(RunInterruptedException.class)
                .isThrownBy(() -> run(1, "a").into(folder));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(done).endsWith("deploy", "down a");
        assertThat(SuiteResult.read(folder.resolve("lives")).trials()).isEmpty();
    }

    @Test
    void aTeardownThatFailsIsAFactAndNotTheLifesFailure() {
        LifePlatform platform = LifePlatform.named("p")
                .step(LifeStep.mark("START_SIMULATION"))
                .teardown(action("stuck", () -> {
                    throw new StepFailedException(Kind.TIMED_OUT, "it hangs");
                }))
                .teardown(action("rest"))
                .build();
        SuiteResult result = Krater.run(LifecycleExperiment.named("lives")
                        .platform(platform)
                        .lives(1)
                        .steps(told::add)
                        .build())
                .on(Steps.launcher())
                .quiet()
                .into(folder);
        Trial trial = result.trials().get(0);
        assertThat(trial.outcome().isCompleted()).isTrue();
        assertThat(trial.facts()).containsEntry("teardown_problem_1", "teardown of p: it hangs");
        assertThat(told).containsOnlyOnce("warning: teardown of p: it hangs");
        assertThat(done).endsWith("stuck", "rest");
    }

    @Test
    void anotherLifeOfTheSameNameIsRefused() {
        run(1, "a").into(folder);
        LifePlatform other = LifePlatform.named("a").step(LifeStep.mark("X")).build();
        SuiteRun changed = Krater.run(LifecycleExperiment.named("lives")
                        .platform(other)
                        .lives(1)
                        .build())
                .on(Steps.launcher())
                .quiet();
        assertThatExceptionOfType(ResultException.class)
                .isThrownBy(() -> changed.into(folder))
                .withMessageContaining("another suite of this name");
    }

    @Test
    void refusesWhatCannotBeRun() {
        assertThatIllegalArgumentException().isThrownBy(() -> run(1, "a", "a")).withMessageContaining("\"a\"");
        assertThatIllegalArgumentException().isThrownBy(() -> run(1, "../x")).withMessageContaining("../x");
        assertThatIllegalArgumentException().isThrownBy(() -> run(0, "a")).withMessageContaining("was 0");
        assertThatIllegalArgumentException().isThrownBy(() -> run(1));
    }
}
