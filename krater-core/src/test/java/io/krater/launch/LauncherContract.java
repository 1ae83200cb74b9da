package io.krater.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.krater.launch.FailureReason.Kind;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialId;
import io.krater.sample.Column;
import io.krater.sample.Scope;
import io.krater.suite.Environment;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import io.krater.suite.Variant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Launcher} keeps to. An implementation's test extends this class and says how its environments bring
 * about what the contract needs; it is run with real programs.
 */
public abstract class LauncherContract {
    /** What a program of the contract does. */
    public enum Behaviour {
        /** Writes the lines {@code one}, {@code two} and {@code three} and exits with 0. */
        SPEAKS,
        /** Writes the line {@code failing} and exits with 3. */
        FAILS,
        /** Writes the line {@code waiting} and lives until it is ended. */
        WAITS,
        /** Cannot run, because the program or image is not there. */
        MISSING
    }

    private static final Sampling SAMPLING = new Sampling(Duration.ofMillis(50), Duration.ofMillis(200));

    private Launcher launcher;
    private int trials;

    /** A new launcher. */
    protected abstract Launcher launcher();

    /** An environment that does this; without arguments from the workload. */
    protected abstract Environment environment(Behaviour behaviour);

    /** What is left on the platform of all that the tests' launchers made; empty where nothing is. */
    protected abstract List<String> leftBehind() throws Exception;

    /**
     * Prepares an execution whose request the platform will refuse; empty where it refuses nothing that could be prepared,
     * and the contract's say on refusals is then skipped.
     */
    protected Optional<Execution> prepareRefused(Launcher at, ExecutionListener listener) throws Exception {
        return Optional.empty();
    }

    /** How many are started at once, at least 4; fewer than 50 only where the platform cannot hold so many. */
    protected int burst() {
        return 50;
    }

    /** Longest wait for anything. */
    protected Duration patience() {
        return Duration.ofSeconds(60);
    }

    @BeforeEach
    final void open() {
        launcher = launcher();
    }

    @AfterEach
    final void nothingIsLeftBehind() throws Exception {
        launcher.close();
        assertThat(leftBehind()).isEmpty();
    }

    /** A request for a trial of this behaviour. */
    protected final LaunchRequest request(Behaviour behaviour) {
        return request(behaviour, SAMPLING);
    }

    private LaunchRequest request(Behaviour behaviour, Sampling sampling) {
        return request(environment(behaviour), sampling);
    }

    /** A request for a trial of this environment. */
    protected final LaunchRequest request(Environment environment) {
        return request(environment, SAMPLING);
    }

    private LaunchRequest request(Environment environment, Sampling sampling) {
        Variant variant = Variant.of("run");
        TrialId id = new TrialId(environment.name(), variant.label(), ++trials);
        PlannedTrial trial = new PlannedTrial(id, trials, trials, environment, variant);
        return new LaunchRequest(
                "contract", trial, Resources.unlimited(), sampling, false, Set.of(), Duration.ofMinutes(5));
    }

    private Suite suite(Behaviour... behaviours) {
        Suite.Builder builder = Suite.named("contract")
                .workload(ProgramWorkload.named("nothing").build())
                .trials(1);
        for (Behaviour behaviour : behaviours) {
            builder.environment(environment(behaviour));
        }
        return builder.build();
    }

    @Test
    void tellsRequestLinesAndExitInOrder() throws Exception {
        Heard heard = new Heard();
        try (Execution execution = launcher.prepare(request(Behaviour.SPEAKS), heard)) {
            execution.start();
            Exit exit = heard.awaitExit(patience());
            assertThat(exit.code()).hasValue(0);
            assertThat(exit.failure()).isEmpty();
        }
        assertThat(heard.texts()).containsExactly("one", "two", "three");
        assertThat(heard.order().get(0)).isEqualTo("REQUESTED");
        List<String> afterTheLastLine = heard.order()
                .subList(heard.order().indexOf("line three") + 1, heard.order().size());
        assertThat(afterTheLastLine).contains("exited");
        assertThat(heard.order()
                        .subList(
                                heard.order().indexOf("exited") + 1,
                                heard.order().size()))
                .isSubsetOf("DELETED");
        assertThat(heard.overlapped()).isFalse();
    }

    @Test
    void stampsFollowOneAnother() throws Exception {
        Heard heard = new Heard();
        try (Execution execution = launcher.prepare(request(Behaviour.SPEAKS), heard)) {
            execution.start();
            heard.awaitExit(patience());
            ClockOffset offset = execution.clockOffset();
            List<Long> times = new ArrayList<>();
            times.add(offset.toClient(heard.at(Phase.REQUESTED)) - offset.errorNanos());
            heard.lines().forEach(line -> times.add(offset.toClient(line.at())));
            times.add(offset.toClient(heard.exit().orElseThrow().at()) + offset.errorNanos());
            assertThat(times.subList(0, times.size() - 1)).isSorted();
            // the log's end may be stamped later than the program's
            assertThat(times.get(times.size() - 1)).isGreaterThan(times.get(0));
        }
        assertThat(heard.at(Phase.FIRST_OUTPUT)).isEqualTo(heard.lines().get(0).at());
    }

    @Test
    void tellsAnExitCodeOtherThanZeroAsAFailure() throws Exception {
        Heard heard = new Heard();
        try (Execution execution = launcher.prepare(request(Behaviour.FAILS), heard)) {
            execution.start();
            Exit exit = heard.awaitExit(patience());
            assertThat(exit.code()).hasValue(3);
            assertThat(exit.failure().map(FailureReason::kind)).contains(Kind.CRASHED);
            assertThat(heard.texts()).containsExactly("failing");
        }
    }

    @Test
    void killIsHeardAsAnExit() throws Exception {
        Heard heard = new Heard();
        try (Execution execution = launcher.prepare(request(Behaviour.WAITS), heard)) {
            execution.start();
            heard.awaitLine(patience());
            execution.kill();
            Exit exit = heard.awaitExit(patience());
            assertThat(exit.failure().map(FailureReason::kind)).contains(Kind.KILLED);
        }
    }

    @Test
    void tellsNothingOfAnExecutionThatWasNotStarted() throws Exception {
        Heard heard = new Heard();
        launcher.prepare(request(Behaviour.SPEAKS), heard).close();
        assertThat(heard.order()).isEmpty();
    }

    @Test
    void closeEndsWhatRuns() throws Exception {
        Heard heard = new Heard();
        Execution execution = launcher.prepare(request(Behaviour.WAITS), heard);
        execution.start();
        heard.awaitLine(patience());
        execution.close();
        assertThat(leftBehind()).isEmpty();
        List<String> before = heard.order();
        execution.close();
        assertThat(heard.order()).isEqualTo(before);
    }

    @Test
    void closingTheLauncherEndsAllThatRuns() throws Exception {
        List<Heard> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Heard heard = new Heard();
            all.add(heard);
            launcher.prepare(request(Behaviour.WAITS), heard).start();
        }
        for (Heard heard : all) {
            heard.awaitLine(patience());
        }
        launcher.close();
        assertThat(leftBehind()).isEmpty();
        launcher.close();
    }

    @Test
    void runsManyTogether() throws Exception {
        List<Heard> all = new ArrayList<>();
        List<Execution> prepared = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Heard heard = new Heard();
            all.add(heard);
            prepared.add(launcher.prepare(request(Behaviour.SPEAKS), heard));
        }
        for (Execution execution : prepared) {
            execution.start();
        }
        for (Heard heard : all) {
            heard.awaitExit(patience());
            assertThat(heard.texts()).containsExactly("one", "two", "three");
        }
        prepared.forEach(Execution::close);
    }

    @Test
    void namesWhatIsMissing() throws Exception {
        Heard heard = new Heard();
        FailureReason reason;
        try (Execution execution = launcher.prepare(request(Behaviour.MISSING), heard)) {
            execution.start();
            reason = heard.awaitOver(patience()).orElseThrow();
        } catch (LaunchException refused) {
            reason = refused.reason();
        }
        assertThat(reason.kind()).isIn(Kind.CANNOT_EXECUTE, Kind.IMAGE_UNAVAILABLE);
        assertThat(reason.message()).contains(environment(Behaviour.MISSING).name());
    }

    @Test
    void preflightFindsWhatIsMissingBeforeTheFirstTrial() {
        assertThat(launcher.preflight(suite(Behaviour.SPEAKS, Behaviour.MISSING)))
                .filteredOn(check -> check.state() == Check.State.ERROR)
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.subject() + check.found())
                            .contains(environment(Behaviour.MISSING).name());
                    assertThat(check.meaning()).isNotBlank();
                    assertThat(check.remedy()).isNotBlank();
                });
        assertThat(launcher.preflight(suite(Behaviour.SPEAKS)))
                .isNotEmpty()
                .noneMatch(check -> check.state() == Check.State.ERROR);
    }

    @Test
    void samplesWhatRuns() throws Exception {
        Heard heard = new Heard();
        try (Execution execution = launcher.prepare(request(Behaviour.WAITS), heard)) {
            execution.start();
            heard.awaitLine(patience());
            execution.mark(Phase.BENCH_START);
            execution.mark(Phase.BENCH_END);
            var samples = execution.samples();
            assertThat(samples).anySatisfy(set -> {
                assertThat(set.scope()).isEqualTo(Scope.CONTAINER);
                assertThat(set.seriesOf(Column.USAGE_USEC).orElseThrow().size()).isPositive();
            });
            assertThat(execution.samples()).isEqualTo(samples);
        }
    }

    @Test
    void samplesNothingWhereNoneIsAskedFor() throws Exception {
        Heard heard = new Heard();
        try (Execution execution = launcher.prepare(request(Behaviour.SPEAKS, Sampling.none()), heard)) {
            execution.start();
            heard.awaitExit(patience());
            assertThat(execution.samples()).isEmpty();
        }
    }

    @Test
    void cleanupLeavesTheLivingAlone() throws Exception {
        Heard heard = new Heard();
        try (Execution execution = launcher.prepare(request(Behaviour.WAITS), heard)) {
            execution.start();
            heard.awaitLine(patience());
            assertThat(launcher.cleanup()).isEmpty();
            assertThat(heard.exit()).isEqualTo(Optional.empty());
        }
    }

    @Test
    void saysWhereThingsRan() throws Exception {
        Capture capture = launcher.capture(suite(Behaviour.SPEAKS, Behaviour.FAILS));
        assertThat(capture.host()).containsKey("kernel");
        assertThat(capture.environments())
                .containsOnlyKeys(
                        environment(Behaviour.SPEAKS).name(),
                        environment(Behaviour.FAILS).name());
        assertThat(launcher.name()).isNotBlank();
        Heard heard = new Heard();
        try (Execution execution = launcher.prepare(request(Behaviour.SPEAKS), heard)) {
            execution.start();
            heard.awaitExit(patience());
            assertThat(execution.facts()).isNotEmpty();
        }
    }

    private Heard heardRefused(List<Execution> prepared) throws Exception {
        Heard heard = new Heard();
        prepareRefused(launcher, heard).ifPresent(prepared::add);
        return heard;
    }

    private static void wasRefusedOnce(Heard heard) {
        List<String> order = heard.order();
        assertThat(order).containsOnlyOnce("refused").doesNotContain("exited");
        assertThat(order.subList(order.indexOf("refused") + 1, order.size())).isSubsetOf("DELETED");
        assertThat(heard.refusal().orElseThrow().message()).isNotBlank();
    }

    @Test
    void tellsARefusalOnceAndThenNothing() throws Exception {
        List<Execution> prepared = new ArrayList<>();
        Heard heard = heardRefused(prepared);
        assumeFalse(prepared.isEmpty(), "this platform refuses nothing that could be prepared");
        prepared.get(0).start();
        heard.awaitRefusal(patience());
        prepared.get(0).close();
        assertThat(leftBehind()).isEmpty();
        wasRefusedOnce(heard);
    }

    @Test
    void startsOneAndTwoAtOnce() throws Exception {
        for (int count = 1; count <= 2; count++) {
            List<Heard> all = new ArrayList<>();
            List<Execution> prepared = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(new Heard());
                prepared.add(launcher.prepare(request(Behaviour.SPEAKS), all.get(i)));
            }
            assertThat(launcher.startAll(prepared)).isEmpty();
            for (Heard heard : all) {
                assertThat(heard.awaitExit(patience()).code()).hasValue(0);
                assertThat(heard.texts()).containsExactly("one", "two", "three");
                assertThat(heard.order().get(0)).isEqualTo("REQUESTED");
            }
            assertThat(launcher.closeAll(prepared)).isEmpty();
            assertThat(leftBehind()).isEmpty();
        }
        assertThat(launcher.startAll(List.of())).isEmpty();
        assertThat(launcher.closeAll(List.of())).isEmpty();
    }

    /** Many at once, of which one is refused, one fails and one is killed: the others hear nothing of it. */
    @Test
    void startsManyAtOnceAndRemovesThemSideBySide() throws Exception {
        Duration longer = patience().multipliedBy(5);
        List<Execution> prepared = new ArrayList<>();
        Heard refused = heardRefused(prepared);
        Heard failing = new Heard();
        prepared.add(launcher.prepare(request(Behaviour.FAILS, Sampling.none()), failing));
        List<Heard> waiting = new ArrayList<>();
        int first = prepared.size();
        while (prepared.size() < burst()) {
            Heard heard = new Heard();
            waiting.add(heard);
            prepared.add(launcher.prepare(request(Behaviour.WAITS, Sampling.none()), heard));
        }
        assertThat(launcher.startAll(prepared)).isEmpty();
        for (Heard heard : waiting) {
            heard.awaitLine(longer);
        }
        assertThat(failing.awaitExit(longer).code()).hasValue(3);
        if (first == 2) {
            refused.awaitRefusal(longer);
        }
        prepared.get(first).kill();
        assertThat(waiting.get(0).awaitExit(longer).failure().map(FailureReason::kind))
                .contains(Kind.KILLED);
        assertThat(waiting.subList(1, waiting.size())).allSatisfy(heard -> {
            assertThat(heard.order()).doesNotContain("exited", "refused");
            assertThat(heard.order().get(0)).isEqualTo("REQUESTED");
        });
        assertThat(launcher.closeAll(prepared)).isEmpty();
        assertThat(leftBehind()).isEmpty();
        assertThat(waiting).noneMatch(Heard::overlapped);
        if (first == 2) {
            wasRefusedOnce(refused);
        }
        assertThat(launcher.closeAll(prepared)).as("closed once more").isEmpty();
    }

    @Test
    void refusesOneThatIsGivenTwice() throws Exception {
        Heard heard = new Heard();
        Execution once = launcher.prepare(request(Behaviour.SPEAKS), heard);
        assertThatIllegalArgumentException().isThrownBy(() -> launcher.startAll(List.of(once, once)));
        assertThatIllegalArgumentException().isThrownBy(() -> launcher.closeAll(List.of(once, once)));
        assertThat(heard.order()).isEmpty();
        once.close();
    }

    @Test
    void startsEachOnceAndNoneThatWasClosed() throws Exception {
        Heard[] heard = {new Heard(), new Heard(), new Heard(), new Heard()};
        List<Execution> prepared = new ArrayList<>();
        for (Heard one : heard) {
            prepared.add(launcher.prepare(request(Behaviour.SPEAKS), one));
        }
        prepared.get(0).start();
        prepared.get(1).close();
        assertThatIllegalStateException().isThrownBy(prepared.get(0)::start);
        assertThatIllegalStateException().isThrownBy(prepared.get(1)::start);
        assertThat(launcher.startAll(prepared))
                .containsOnlyKeys(prepared.get(0), prepared.get(1))
                .allSatisfy((execution, fault) -> assertThat(fault).isInstanceOf(IllegalStateException.class));
        for (int i : new int[] {0, 2, 3}) {
            heard[i].awaitExit(patience());
            assertThat(heard[i].texts()).containsExactly("one", "two", "three");
        }
        assertThat(heard[1].order()).isEmpty();
        assertThat(launcher.closeAll(prepared)).isEmpty();
    }
}
