package io.krater.experiment.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.krater.experiment.Bench;
import io.krater.experiment.RuntimeCpu;
import io.krater.experiment.RuntimeProcesses;
import io.krater.experiment.Session;
import io.krater.host.CpuTimes;
import io.krater.host.MemoryInfo;
import io.krater.launch.LaunchException;
import io.krater.launch.Phase;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.suite.Environment;
import io.krater.trial.Instance;
import io.krater.trial.ManualClock;
import io.krater.trial.MeasuredValue;
import io.krater.trial.Outcome;
import io.krater.trial.ScriptedLauncher;
import io.krater.trial.Trial;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class DensityExperimentTest {
    private static final long KIB = 1024;

    private final ManualClock clock = new ManualClock();
    private final FakeHost host = new FakeHost();
    private final AtomicInteger started = new AtomicInteger();

    /** A host on which each container takes 1000 KiB and something more until it has settled. */
    private static final class FakeHost implements HostView {
        private final List<Long> extra = new ArrayList<>();
        private long available = 8L << 30;
        private int readings;
        private int unreadable;

        @Override
        public MemoryReading memory(RuntimeProcesses processes, List<Instance> instances) {
            long more = readings < extra.size() ? extra.get(readings) : 0;
            readings++;
            long pss = instances.size() * 1000L * KIB + more;
            return new MemoryReading(instances.size(), unreadable, pss, pss / 2, pss * 2);
        }

        @Override
        public RuntimeCpu runtimeCpu(RuntimeProcesses processes, List<Instance> instances) throws IOException {
            return RuntimeCpu.of(RuntimeProcesses.matching("no such process as this one \\d{40}"), List.of());
        }

        @Override
        public MemoryInfo memoryInfo() {
            return new MemoryInfo(Map.of("MemAvailable", available / 1024 + " kB", "Slab", "64 kB"));
        }

        @Override
        public CpuTimes cpu() {
            return new CpuTimes(100, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }

        @Override
        public Map<String, String> ksm() {
            return Map.of("ksm_run", "1");
        }

        @Override
        public MemoryReading own() {
            return new MemoryReading(1, 0, 7, 7, 7);
        }
    }

    private DensityBuilder named() {
        return DensityExperiment.named("d")
                .environment(Environment.process("e").command("x"))
                .host(host)
                .ramps(1)
                .seed(1);
    }

    /** Runs the first ramp; instances become ready after 5 ms if they may. */
    private List<Trial> ramp(DensityExperiment experiment, Predicate<Integer> ready)
            throws LaunchException, InterruptedException {
        ScriptedLauncher launcher = new ScriptedLauncher(clock, id -> stage -> {
            if (ready.test(started.incrementAndGet())) {
                stage.phase(5, Phase.FIRST_OUTPUT);
            } else {
                stage.exit(5, 3);
            }
        });
        List<Trial> trials = new ArrayList<>();
        List<PlannedTrial> planned = TrialPlan.of(experiment.design(), 1).trials();
        Bench bench = new Bench(experiment.design(), launcher, "run", clock);
        try (Session session = experiment.open(planned.get(0).environment(), bench)) {
            for (PlannedTrial trial : planned) {
                trials.add(session.run(trial));
                mostOpen.add(launcher.open());
            }
        }
        assertThat(launcher.open()).as("what is left").isZero();
        return trials;
    }

    private final List<Integer> mostOpen = new ArrayList<>();

    private static Optional<Double> figure(Trial trial, String name) {
        return Optional.ofNullable(trial.whole().figures().get(name)).map(MeasuredValue::value);
    }

    @Test
    void whatIsHeldGrowsAndIsDividedByItsNumber() throws Exception {
        List<Trial> trials =
                ramp(named().densities(1, 5, 12).batch(4).idle(Duration.ZERO).build(), n -> true);
        assertThat(trials).allMatch(trial -> trial.outcome().isCompleted());
        assertThat(mostOpen).containsExactly(1, 5, 12);
        assertThat(trials).extracting(trial -> trial.instances().size()).containsExactly(1, 5, 12);
        assertThat(figure(trials.get(2), "pss_total")).hasValue(12 * 1000.0 * KIB);
        assertThat(trials).allSatisfy(trial -> {
            assertThat(figure(trial, "pss_per_container")).hasValue(1000.0 * KIB);
            assertThat(figure(trial, "uss_per_container")).hasValue(500.0 * KIB);
            assertThat(figure(trial, "rss_per_container")).hasValue(2000.0 * KIB);
            assertThat(figure(trial, "harness_pss")).hasValue(7.0);
            assertThat(trial.whole().facts()).containsEntry("ksm_run", "1").containsEntry("settled", "yes");
        });
    }

    @Test
    void memoryIsReadWhenItHasSettled() throws Exception {
        host.extra.addAll(List.of(900 * KIB, 300 * KIB, 100 * KIB, 95 * KIB));
        Trial trial = ramp(
                        named().densities(1)
                                .settle(new SettleRule(0.01, Duration.ofSeconds(2), Duration.ofMinutes(1)))
                                .build(),
                        n -> true)
                .get(0);
        assertThat(figure(trial, "settle_seconds")).hasValue(6.0);
        assertThat(figure(trial, "pss_total")).hasValue(1095.0 * KIB);
    }

    @Test
    void whatDoesNotSettleIsReadAndSaysSo() throws Exception {
        for (long i = 0; i < 50; i++) {
            host.extra.add(i * 500 * KIB);
        }
        Trial trial = ramp(
                        named().densities(1)
                                .settle(new SettleRule(0.01, Duration.ofSeconds(1), Duration.ofSeconds(5)))
                                .build(),
                        n -> true)
                .get(0);
        assertThat(trial.outcome().isCompleted()).isTrue();
        assertThat(figure(trial, "settle_seconds")).hasValue(5.0);
        assertThat(trial.whole().facts().get("settled")).startsWith("no: PSS still changed from ");
    }

    @Test
    void aRampEndsAtTheFirstThatIsNotReady() throws Exception {
        List<Trial> trials = ramp(named().densities(2, 10, 20).batch(4).build(), n -> n != 8);
        assertThat(trials.get(0).outcome().isCompleted()).isTrue();
        assertThat(trials.get(1).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason().message())
                                .matches(
                                        "the ramp ended at 9 of 10: 1 not ready \\([0-9]+\\); the first: exit code 3"));
        assertThat(trials.get(2).outcome().isCompleted()).isFalse();
        assertThat(started.get()).as("nothing more is started").isEqualTo(10);
    }

    @Test
    void untilRefusalTellsHowManyCouldBeHeld() throws Exception {
        List<Trial> trials =
                ramp(named().densities(2).batch(5).untilRefusal(100).build(), n -> n < 20);
        Trial last = trials.get(1);
        assertThat(last.outcome().isCompleted()).isTrue();
        assertThat(figure(last, "held")).hasValue(19.0);
        assertThat(last.whole().facts().get("refusal")).contains("the ramp ended at 19 of 100");
    }

    @Test
    void nothingMoreIsStartedWhereTheHostHasNoRoom() throws Exception {
        host.available = 100L << 20;
        Trial trial = ramp(named().densities(3).build(), n -> true).get(0);
        assertThat(trial.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason().message())
                                .contains(
                                        "MemAvailable of this host is 100 MiB, less than the 256 MiB that leaveAvailable keeps free"));
        assertThat(started.get()).isZero();
    }

    @Test
    void roundsRunOnTopOfWhatIsHeldAndAreRemoved() throws Exception {
        DensityExperiment experiment = named().densities(2, 4).levels(1, 3).build();
        List<Trial> trials = ramp(experiment, n -> true);
        assertThat(trials)
                .extracting(trial -> trial.id().variant())
                .containsExactly(
                        "density_0002",
                        "density_0002_con_001",
                        "density_0002_con_003",
                        "density_0004",
                        "density_0004_con_001",
                        "density_0004_con_003");
        assertThat(trials).extracting(trial -> trial.instances().size()).containsExactly(2, 1, 3, 4, 1, 3);
        assertThat(mostOpen).containsExactly(2, 2, 2, 4, 4, 4);
        assertThat(experiment.makespan().of(trials.get(2))).hasValue(0.005);
        assertThat(experiment.makespan().of(trials.get(3))).isEmpty();
    }

    @Test
    void eachMemorySizeIsARampOfItsOwn() throws Exception {
        List<Trial> trials = ramp(named().densities(1, 2).memorySizes(128, 256).build(), n -> true);
        assertThat(trials)
                .extracting(trial -> trial.id().variant())
                .containsExactly(
                        "128MB_density_0001", "128MB_density_0002", "256MB_density_0001", "256MB_density_0002");
        assertThat(trials)
                .extracting(trial -> trial.limits().memoryBytes().orElseThrow() >> 20)
                .containsExactly(128L, 128L, 256L, 256L);
        assertThat(mostOpen).containsExactly(1, 2, 1, 2);
        assertThat(started.get()).isEqualTo(4);
    }

    @Test
    void memoryThatCannotBeReadIsAbsent() throws Exception {
        host.unreadable = 1;
        Trial trial = ramp(named().densities(2).build(), n -> true).get(0);
        assertThat(figure(trial, "pss_total")).isEmpty();
        assertThat(trial.whole().facts().get("processes_unreadable")).startsWith("1: they belong to other users");
    }

    @Test
    void refusesWhatContradictsItself() {
        assertRefused(named().densities(0), "a density must be in 1..100000, was 0");
        assertRefused(named().densities(), "densities must not be empty");
        assertRefused(named().densities(10, 1), "densities must ascend");
        assertRefused(named().densities(1, 1), "densities must be distinct, were [1, 1]");
        assertRefused(named().levels(0), "a level must be in 1..100000, was 0");
        assertRefused(named().levels(2, 2), "levels must be distinct, were [2, 2]");
        assertRefused(named().memorySizes(1), "a memory size must be in 4..1073741824 MiB, was 1");
        assertRefused(named().memorySizes(128, 128), "memory sizes must be distinct");
        assertRefused(named().densities(10).untilRefusal(10), "above the last density, 10");
        assertRefused(named().batch(0), "batch must be in 1..100000, was 0");
        assertRefused(named().ramps(0), "ramps must be at least 1, was 0");
        assertRefused(named().ready(" "), "ready must not be blank");
        assertThatThrownBy(() -> new SettleRule(0, Duration.ofSeconds(1), Duration.ofSeconds(2)))
                .hasMessageContaining("0.0001..1, was 0.0");
        assertThatThrownBy(() -> new SettleRule(0.1, Duration.ofSeconds(3), Duration.ofSeconds(2)))
                .hasMessageContaining("was 2000 ms");
        assertThatThrownBy(() -> RuntimeProcesses.matching("(")).hasMessageContaining("must be a regular expression");
    }

    private static void assertRefused(DensityBuilder builder, String message) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
