package io.krater.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.krater.launch.Capture;
import io.krater.launch.Check;
import io.krater.launch.ClockOffset;
import io.krater.launch.Execution;
import io.krater.launch.ExecutionListener;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.LaunchException;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Launcher;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.sample.SampleSet;
import io.krater.suite.Environment;
import io.krater.suite.Gate;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BurstTest {
    private static final long MILLI = 1_000_000;
    private static final String READY = Phase.READY.label();

    private final ManualClock clock = new ManualClock();
    private final Suite suite = Suite.named("burst")
            .environment(Environment.process("a").command("a"))
            .workload(ProgramWorkload.named("w").gate(Gate.wholeLife()).build())
            .trials(1)
            .startTimeout(Duration.ofSeconds(10))
            .build();
    private final PlannedTrial planned = TrialPlan.of(suite, 1).trials().get(0);
    private final Fake launcher = new Fake();

    private Burst burst() {
        return new Burst(suite, launcher, "run", clock);
    }

    /** What an instance of a name does at a step; nothing until told otherwise. */
    private final class Fake implements Launcher {
        final Map<String, Runnable> onPrepare = new HashMap<>();
        final Map<String, Consumer<ExecutionListener>> onStart = new HashMap<>();
        final Map<String, Runnable> onClose = new HashMap<>();
        Consumer<ExecutionListener> usual = listener -> {};
        final List<String> started = new ArrayList<>();
        final List<String> closed = Collections.synchronizedList(new ArrayList<>());
        final List<Integer> calls = new ArrayList<>();

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public List<Check> preflight(Suite of) {
            return List.of();
        }

        @Override
        public Capture capture(Suite of) {
            return new Capture(Map.of(), Map.of());
        }

        @Override
        public Execution prepare(LaunchRequest request, ExecutionListener listener) throws LaunchException {
            String name = request.instance();
            onPrepare.getOrDefault(name, () -> {}).run();
            if (name.equals("absent")) {
                throw new LaunchException(FailureReason.of(Kind.CANNOT_EXECUTE, "absent"));
            }
            return new Execution() {
                @Override
                public void start() {
                    started.add(name);
                    listener.phase(Phase.REQUESTED, now());
                    onStart.getOrDefault(name, usual).accept(listener);
                }

                @Override
                public void mark(Phase edge) {}

                @Override
                public List<SampleSet> samples() {
                    return List.of();
                }

                @Override
                public ClockOffset clockOffset() {
                    return ClockOffset.none();
                }

                @Override
                public Map<String, String> facts() {
                    return Map.of("of", name);
                }

                @Override
                public void kill() {}

                @Override
                public void close() {
                    closed.add(name);
                    onClose.getOrDefault(name, () -> {}).run();
                }
            };
        }

        @Override
        public Map<Execution, RuntimeException> startAll(List<Execution> executions) {
            calls.add(executions.size());
            return Launcher.super.startAll(executions);
        }

        @Override
        public List<String> cleanup() {
            return List.of();
        }

        @Override
        public void close() {}
    }

    private Stamp now() {
        return Stamp.client(clock.epochNanos());
    }

    private static RuntimeException broken() {
        return new IllegalStateException("a fault of the launcher's");
    }

    private static FailureReason reason(Instance instance) {
        return ((Outcome.Failed) instance.outcome()).reason();
    }

    @Test
    void handsAllToTheLauncherInOneCall() throws InterruptedException {
        launcher.usual = listener -> listener.phase(Phase.READY, now());
        try (Burst burst = burst()) {
            burst.prepare(planned, 5).send();
            assertThat(burst.awaitReady(READY, Duration.ofSeconds(1))).isEqualTo(5);
            assertThat(burst.instances(READY)).extracting(Instance::name).containsExactly("1", "2", "3", "4", "5");
        }
        assertThat(launcher.calls).containsExactly(5);
        assertThat(launcher.closed).containsExactlyInAnyOrder("1", "2", "3", "4", "5");
    }

    @Test
    void aSecondSendSendsOnlyWhatIsNew() throws InterruptedException {
        try (Burst burst = burst()) {
            burst.prepare(planned, 2).send();
            burst.prepare(planned, 3).send();
            assertThat(launcher.started).containsExactly("1", "2", "3", "4", "5");
        }
    }

    @Test
    void aLauncherThatBreaksOnAnInstanceCostsThatInstanceOnly() throws InterruptedException {
        launcher.usual = listener -> listener.phase(Phase.READY, now());
        launcher.onPrepare.put("2", () -> {
            throw broken();
        });
        launcher.onStart.put("3", listener -> {
            throw broken();
        });
        launcher.onClose.put("4", () -> {
            throw broken();
        });
        try (Burst burst = burst()) {
            burst.prepare(planned, 5).send();
            assertThat(burst.awaitReady(READY, Duration.ofSeconds(1))).isEqualTo(3);
            List<Instance> instances = burst.instances(READY);
            assertThat(instances)
                    .filteredOn(one -> one.outcome().isCompleted())
                    .extracting(Instance::name)
                    .containsExactly("1", "4", "5");
            assertThat(reason(instances.get(1)).message()).contains("preparing", "a fault of the launcher's");
            assertThat(reason(instances.get(2)).message()).contains("starting", "a fault of the launcher's");
            assertThat(reason(instances.get(2)).kind()).isEqualTo(Kind.PLATFORM_ERROR);
        }
        assertThat(launcher.closed).containsExactlyInAnyOrder("1", "3", "4", "5");
    }

    @Test
    void keepsTheReasonOfARefusal() throws InterruptedException {
        launcher.onStart.put("2", listener -> listener.refused(FailureReason.of(Kind.FORBIDDEN, "not you"), now()));
        launcher.usual = listener -> listener.phase(Phase.READY, now());
        try (Burst burst = burst()) {
            burst.prepare(planned, 3).send();
            assertThat(burst.awaitReady(READY, Duration.ofSeconds(1))).isEqualTo(2);
            assertThat(reason(burst.instances(READY).get(1)).kind()).isEqualTo(Kind.FORBIDDEN);
        }
    }

    @Test
    void keepsAtMostSoManyWithoutAnAnswer() throws InterruptedException {
        int[] unanswered = {0, 0};
        launcher.usual = listener -> {
            unanswered[1] = Math.max(unanswered[1], ++unanswered[0]);
            clock.in(10 * MILLI, () -> {
                unanswered[0]--;
                listener.phase(Phase.ACCEPTED, now());
            });
        };
        try (Burst burst = burst()) {
            burst.inFlight(3).prepare(planned, 10);
            long begun = clock.nanoTime();
            burst.send();
            assertThat(unanswered[1]).isEqualTo(3);
            assertThat(clock.nanoTime() - begun).isEqualTo(30 * MILLI);
            assertThat(launcher.started).hasSize(10);
            long[] requested = burst.requested().orElseThrow();
            assertThat(requested[1] - requested[0]).isEqualTo(30 * MILLI);
        }
    }

    @Test
    void aRefusalAnEndAndABrokenLauncherAreAnswersToo() throws InterruptedException {
        launcher.onStart.put("1", listener -> listener.refused(FailureReason.of(Kind.FORBIDDEN, "not you"), now()));
        launcher.onStart.put("2", listener -> {
            throw broken();
        });
        try (Burst burst = burst()) {
            long begun = clock.nanoTime();
            burst.inFlight(1).prepare(planned, 3).send();
            assertThat(launcher.started).containsExactly("1", "2", "3");
            assertThat(clock.nanoTime()).isEqualTo(begun);
        }
    }

    @Test
    void doesNotWaitForAnAnswerForEver() throws InterruptedException {
        try (Burst burst = burst()) {
            long begun = clock.nanoTime();
            burst.inFlight(2).prepare(planned, 6).send();
            assertThat(launcher.started).hasSize(6);
            assertThat(clock.nanoTime() - begun)
                    .isEqualTo(Duration.ofSeconds(20).toNanos());
        }
    }

    @Test
    void sendsAtTheOfferedRateWhetherAnsweredOrNot() throws InterruptedException {
        try (Burst burst = burst()) {
            burst.prepare(planned, 4);
            long begun = clock.epochNanos();
            burst.sendEvery(100 * MILLI);
            assertThat(burst.instances(READY))
                    .extracting(
                            one -> one.marks().at(Phase.REQUESTED).orElseThrow().epochNanos() - begun)
                    .containsExactly(0L, 100 * MILLI, 200 * MILLI, 300 * MILLI);
        }
        assertThat(launcher.calls).isEmpty();
    }

    @Test
    void sendsAndPreparesNothingMoreOnceItIsInterrupted() throws InterruptedException {
        try (Burst burst = burst()) {
            burst.prepare(planned, 4);
            clock.in(150 * MILLI, burst::interrupt);
            burst.sendEvery(100 * MILLI);
            assertThat(launcher.started).containsExactly("1", "2");
            burst.prepare(planned, 1).send();
            assertThat(launcher.started).containsExactly("1", "2");
            assertThat(burst.instances(READY))
                    .hasSize(5)
                    .allSatisfy(one -> assertThat(reason(one).kind()).isEqualTo(Kind.INTERRUPTED));
        }
        assertThat(launcher.closed).hasSize(4);
    }

    @Test
    void refusesNoneAndLess() {
        try (Burst burst = burst()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> burst.inFlight(0))
                    .withMessageContaining("0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> burst.prepare(planned, 0))
                    .withMessageContaining("0");
        }
    }
}
