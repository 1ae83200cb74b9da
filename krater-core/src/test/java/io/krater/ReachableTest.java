package io.krater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Order;
import io.krater.suite.Suite;
import io.krater.trial.ManualClock;
import io.krater.trial.ScriptedLauncher;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachableTest {
    @TempDir
    private Path into;

    @Test
    void fiveTrialsOfSixEnvironmentsAreTooFewForRanksAndEnoughForRatios() {
        Reachable reach = Reachable.of(suite(6).trials(5).build()).orElseThrow();

        assertThat(reach.pairs()).isEqualTo(15);
        assertThat(reach.smallestRankP()).isCloseTo(15 * 2 / 252.0, within(1e-12));
        assertThat(reach.isReachableByRanks()).isFalse();
        assertThat(reach.fewestByRanks()).isEqualTo(6);
        assertThat(reach.isReachable()).isTrue();
        assertThat(reach.smallestP()).isZero();
        assertThat(reach.sentences())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("5 trials of each cell show a difference of ")
                .endsWith(" times the scatter of a ratio within blocks over 15 pairs with a chance of 80 %");
        assertThat(reach.sentences().get(1))
                .isEqualTo(
                        "warning: rank tests, such as KRATER's rule, can tell no difference over 15 pairs by 5 trials of each"
                                + " cell (the smallest adjusted p is 0.1190); they take 6");
    }

    @Test
    void tenTrialsOfTwoShowAboutTheScatterAndWarnOfNothing() {
        Reachable reach = Reachable.of(suite(2).trials(10).build()).orElseThrow();

        // by SciPy's nct: the mean in standard deviations that a t test of 10 differences rejects in 80 % at 5 %
        assertThat(reach.detectable().orElseThrow()).isCloseTo(0.996001, within(1e-5));
        assertThat(reach.sentences())
                .singleElement()
                .asString()
                .doesNotContain("warning")
                .doesNotContain("pairs");
    }

    @Test
    void twoBlocksTellNothing() {
        Reachable reach = Reachable.of(suite(2).trials(2).build()).orElseThrow();

        assertThat(reach.isReachable()).isFalse();
        assertThat(reach.detectable()).isEmpty();
        assertThat(reach.sentences().get(0))
                .isEqualTo(
                        "warning: 2 trials of each cell can tell no difference, whatever the trials are; it takes 3");
        Reachable sequential =
                Reachable.of(suite(2).trials(2).order(Order.SEQUENTIAL).build()).orElseThrow();
        assertThat(sequential.isReachable()).isTrue();
        assertThat(sequential.sentences().get(0)).contains("scatter of the trials");
    }

    @Test
    void aSuiteThatGoesOnUntilItIsToldHasItsOwnFloor() {
        Reachable six =
                Reachable.of(suite(6).trials(5, 6).untilVerdict().build()).orElseThrow();
        assertThat(six.pairs()).isEqualTo(5);
        assertThat(six.isReachable()).isTrue();
        Reachable five =
                Reachable.of(suite(6).trials(5, 5).untilVerdict().build()).orElseThrow();
        assertThat(five.isReachable()).isFalse();
        assertThat(five.sentences().get(0))
                .isEqualTo(
                        "warning: 5 trials of each cell can tell no difference over 5 pairs, whatever the trials are; it takes"
                                + " 6 (the smallest adjusted p is 0.1389)");
    }

    @Test
    void nothingIsSaidOfASingleEnvironment() {
        assertThat(Reachable.of(suite(1).build())).isEmpty();
    }

    @Test
    void aRunSaysItBeforeItsFirstTrialAndNotWhereNothingIsLeftToRun() {
        assertThat(run(suite(2).trials(2).build())).startsWith("warning: 2 trials of each cell can tell no difference");
        assertThat(run(suite(2).trials(2).build())).doesNotContain("warning").contains("0 trials to run");
    }

    private String run(Suite suite) {
        ManualClock clock = new ManualClock();
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        ScriptedLauncher launcher = new ScriptedLauncher(
                clock,
                id -> stage ->
                        stage.line(10, "BENCH_START").line(2_010, "BENCH_END").exit(2_020, 0));
        Krater.run(suite)
                .on(launcher)
                .clock(clock)
                .progressTo(new PrintStream(shown, true, StandardCharsets.UTF_8))
                .into(into);
        return shown.toString(StandardCharsets.UTF_8);
    }

    private static Suite.Builder suite(int environments) {
        Suite.Builder suite = Suite.named("s")
                .workload(MatrixMultiplication.sizes(64).warmup(Duration.ZERO).duration(Duration.ofSeconds(2)));
        for (int i = 0; i < environments; i++) {
            suite.environment(Environment.process("e" + i).command("x"));
        }
        return suite;
    }
}
