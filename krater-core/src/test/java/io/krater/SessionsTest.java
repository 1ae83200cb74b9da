package io.krater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.krater.experiment.Bench;
import io.krater.experiment.Experiment;
import io.krater.experiment.Session;
import io.krater.launch.Marks;
import io.krater.launch.Stamp;
import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.plan.PlannedTrial;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.suite.Gate;
import io.krater.suite.Order;
import io.krater.suite.Parameter;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import io.krater.suite.Variant;
import io.krater.suite.Workload;
import io.krater.trial.Instance;
import io.krater.trial.ManualClock;
import io.krater.trial.Outcome;
import io.krater.trial.ScriptedLauncher;
import io.krater.trial.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an experiment's sessions are opened, used and closed. */
class SessionsTest {
    private final List<String> heard = new ArrayList<>();

    @TempDir
    private Path folder;

    private Runnable atOpening = () -> {};
    private Runnable atClosing = () -> {};
    private List<Metric> metrics = List.of();
    private final ManualClock clock = new ManualClock();

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
                atOpening.run();
                return new Session() {
                    @Override
                    public Trial run(PlannedTrial trial) {
                        heard.add(trial.id().variant());
                        return work.apply(trial);
                    }

                    @Override
                    public void close() {
                        heard.add("close");
                        atClosing.run();
                    }
                };
            }

            @Override
            public List<Metric> metrics() {
                return metrics;
            }
        };
        return Krater.run(experiment)
                .on(new ScriptedLauncher(clock, id -> stage -> {}))
                .clock(clock)
                .quiet()
                .into(folder);
    }

    private static Trial completed(PlannedTrial planned) {
        return completed(planned, Instance.of("1", Outcome.completed(), Marks.none()));
    }

    private static Trial completed(PlannedTrial planned, Instance... instances) {
        return Trial.of(
                planned, Resources.unlimited(), Outcome.completed(), List.of(instances), Trial.Whole.nothing(), 0);
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

    @Test
    void aTrialAtAPlaceThatWasNotPlannedFailsAndKeepsWhatWasSeen() {
        SuiteResult result = run(
                Order.SEQUENTIAL,
                planned -> completed(
                        new PlannedTrial(
                                planned.id(),
                                planned.position() + 1,
                                planned.block(),
                                planned.environment(),
                                planned.variant().with("size", Parameter.number(1))),
                        Instance.of("seen", Outcome.completed(), Marks.none())));
        assertThat(result.trials()).hasSize(8).allSatisfy(trial -> {
            assertThat(trial.outcome().toString())
                    .contains("with position " + (trial.position() + 1) + " where " + trial.position() + " was planned")
                    .contains("variant Variant[");
            assertThat(trial.instances()).extracting(Instance::name).containsExactly("seen");
        });
    }

    @Test
    void aSessionThatCannotBeOpenedFailsItsTrialsAndTheRunGoesOn() {
        atOpening = () -> {
            throw new IllegalStateException("no room at all");
        };
        SuiteResult result = run(Order.ASCENDING, SessionsTest::completed);
        assertThat(result.trials())
                .hasSize(8)
                .allSatisfy(trial -> assertThat(trial.outcome().toString())
                        .contains("could not be opened: java.lang.IllegalStateException: no room at all"));
    }

    @Test
    void whatASessionThrowsAsItClosesIsToldAndTakesAwayNoTrial() {
        atClosing = () -> {
            throw new IllegalStateException("cannot let go");
        };
        SuiteResult result = run(Order.ASCENDING, SessionsTest::completed);
        assertThat(result.trials()).hasSize(8).allMatch(trial -> trial.outcome().isCompleted());
        assertThat(result.warnings())
                .hasSize(4)
                .allMatch(warning -> warning.matches("closing the session of environment [ab] failed:"
                        + " java.lang.IllegalStateException: cannot let go; .*"));
        assertThat(folder.resolve("own/trials.csv")).exists();
    }

    @Test
    void anErrorOfASessionsCodeFailsItsTrialOnly() {
        SuiteResult result = run(Order.ASCENDING, planned -> {
            throw new NoClassDefFoundError("com/example/Absent");
        });
        assertThat(result.trials())
                .hasSize(8)
                .allSatisfy(trial -> assertThat(trial.outcome().toString()).contains("com/example/Absent"));
    }

    @Test
    void instancesWithOneNameFailTheirTrial() {
        Instance one = Instance.of("one", Outcome.completed(), Marks.none());
        SuiteResult result = run(Order.SEQUENTIAL, planned -> completed(planned, one, one));
        assertThat(result.trials())
                .hasSize(8)
                .allSatisfy(trial -> assertThat(trial.outcome().toString())
                        .contains("instances of trial " + trial.id()
                                + " must have distinct names, \"one\" is there twice"));
    }

    @Test
    void aMarkBeforeItsTrialFailsItAndStaysToBeLookedAt() {
        SuiteResult result = run(Order.SEQUENTIAL, planned -> {
            Marks stale = Marks.of(Map.of("ready", Stamp.client(clock.epochNanos() - 5_000_000_000L)));
            return completed(planned, Instance.of("a", Outcome.completed(), stale));
        });
        assertThat(result.trials()).hasSize(8).allSatisfy(trial -> {
            assertThat(trial.outcome().toString())
                    .contains("mark \"ready\" of instance \"a\" lies 5.000 s before trial " + trial.id() + " began");
            assertThat(trial.instances().get(0).marks().at("ready")).isPresent();
        });
    }

    @Test
    void marksOfInstancesThatOutliveTrialsOrOfOtherClocksAreNotEarly() {
        SuiteResult result = run(Order.ASCENDING, planned -> {
            Map<String, Stamp> held = new LinkedHashMap<>();
            held.put("requested", Stamp.client(clock.epochNanos() - 60_000_000_000L));
            held.put("ready", Stamp.client(clock.epochNanos() - 59_000_000_000L));
            Marks ofTheNode = Marks.of(Map.of("ready", Stamp.node(1)));
            return completed(
                    planned,
                    Instance.of("held", Outcome.completed(), Marks.of(held)),
                    Instance.of("elsewhere", Outcome.completed(), ofTheNode));
        });
        assertThat(result.trials()).hasSize(8).allMatch(trial -> trial.outcome().isCompleted());
    }

    @Test
    void anExperimentsMetricsBeginTheTablesAndHaveNamesOfTheirOwn() {
        metrics = List.of(Metrics.PEAK_MEMORY, Metric.of("mine", "", trial -> OptionalDouble.of(1)));
        SuiteResult result = run(Order.SEQUENTIAL, SessionsTest::completed);
        assertThat(result.metrics()).startsWith(Metrics.PEAK_MEMORY).doesNotHaveDuplicates();

        metrics = List.of(Metric.of(Metrics.PEAK_MEMORY.name(), "B", trial -> OptionalDouble.of(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(Order.SEQUENTIAL, SessionsTest::completed))
                .withMessageContaining(
                        "\"peak_mem_bytes\" of experiment own is there twice or that of a built-in metric");
    }

    @Test
    void anExperimentWithoutVariantsCannotBeDesigned() {
        Workload none = new Workload() {
            @Override
            public String name() {
                return "none";
            }

            @Override
            public List<Variant> variants() {
                return List.of();
            }

            @Override
            public Gate gate() {
                return Gate.wholeLife();
            }
        };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Suite.named("own")
                        .environment(Environment.process("a").command("x"))
                        .workload(none)
                        .build())
                .withMessage("workload \"none\" must have at least one variant, had none");
    }
}
