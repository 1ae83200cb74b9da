package io.krater;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.experiment.Bench;
import io.krater.experiment.Experiment;
import io.krater.experiment.Session;
import io.krater.launch.Marks;
import io.krater.plan.PlannedTrial;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.suite.Order;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import io.krater.trial.Instance;
import io.krater.trial.ManualClock;
import io.krater.trial.Outcome;
import io.krater.trial.ScriptedLauncher;
import io.krater.trial.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an experiment's sessions are opened, used and closed. */
class SessionsTest {
    private final List<String> heard = new ArrayList<>();

    @TempDir
    private Path folder;

    private SuiteResult run(Order order, Function<PlannedTrial, Trial> work) {
        Suite design = Suite.named("own")
                .environment(Environment.process("a").command("x"))
                .environment(Environment.process("b").command("x"))
                .workload(ProgramWorkload.named("w").variant("v1").variant("v2").build())
                .trials(2)
                .order(order)
                .seed(1)
                .build();
        Experiment experiment = new Experiment() {
            @Override
            public Suite design() {
                return design;
            }

            @Override
            public Session open(Environment environment, Bench bench) {
                heard.add("open " + environment.name());
                return new Session() {
                    @Override
                    public Trial run(PlannedTrial trial) {
                        heard.add(trial.id().variant());
                        return work.apply(trial);
                    }

                    @Override
                    public void close() {
                        heard.add("close");
                    }
                };
            }
        };
        ManualClock clock = new ManualClock();
        return Krater.run(experiment)
                .on(new ScriptedLauncher(clock, id -> stage -> {}))
                .clock(clock)
                .quiet()
                .into(folder);
    }

    private static Trial completed(PlannedTrial planned) {
        return new Trial(
                planned.id(),
                planned.position(),
                planned.block(),
                planned.variant(),
                Resources.unlimited(),
                Outcome.completed(),
                List.of(Instance.of("1", Outcome.completed(), Marks.none())),
                Trial.Whole.nothing(),
                0);
    }

    @Test
    void aRampIsOneSession() {
        SuiteResult result = run(Order.ASCENDING, SessionsTest::completed);
        assertThat(result.trials()).hasSize(8).allMatch(trial -> trial.outcome().isCompleted());
        assertThat(heard).hasSize(4 * 4);
        for (int ramp = 0; ramp < 4; ramp++) {
            assertThat(heard.get(4 * ramp)).startsWith("open ");
            assertThat(heard.subList(4 * ramp + 1, 4 * ramp + 4)).containsExactly("v1", "v2", "close");
        }
    }

    @Test
    void aSessionThatThrowsFailsItsTrialAndTheNextOneIsOpenedAnew() {
        SuiteResult result = run(Order.ASCENDING, planned -> {
            if (planned.id().variant().equals("v1")) {
                throw new IllegalStateException("no room");
            }
            return completed(planned);
        });
        assertThat(result.trials()).hasSize(8);
        assertThat(result.trials())
                .filteredOn(trial -> trial.id().variant().equals("v1"))
                .allSatisfy(trial -> assertThat(trial.outcome().toString()).contains("no room"));
        assertThat(result.trials())
                .filteredOn(trial -> trial.id().variant().equals("v2"))
                .allMatch(trial -> trial.outcome().isCompleted());
        assertThat(heard).filteredOn("close"::equals).hasSize(8);
    }

    @Test
    void aTrialThatWasNotPlannedIsAFailureOfTheOneThatWas() {
        SuiteResult result = run(
                Order.SEQUENTIAL,
                planned -> completed(new PlannedTrial(
                        new io.krater.plan.TrialId("a", "v1", 99), 0, 0, planned.environment(), planned.variant())));
        assertThat(result.trials())
                .hasSize(8)
                .allSatisfy(trial -> assertThat(trial.outcome().toString()).contains("a/v1/99 where"));
    }
}
