package io.krater.result.warning;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.launch.ClockOffset;
import io.krater.launch.Marks;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.metric.Metrics;
import io.krater.monitor.HostGap;
import io.krater.monitor.HostMetrics;
import io.krater.monitor.HostRecord;
import io.krater.report.Report;
import io.krater.result.KraterFiles;
import io.krater.result.SuiteResult;
import io.krater.result.Synthetic;
import io.krater.result.table.Tables;
import io.krater.result.warning.Warning.Kind;
import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.suite.Parameter;
import io.krater.trial.AlteredTrial;
import io.krater.trial.GateTimes;
import io.krater.trial.Instance;
import io.krater.trial.MeasuredValue;
import io.krater.trial.Trial;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WarningsTest {
    @Test
    void findsNothingInAQuietResult() {
        assertThat(Warnings.of(quiet().result(), List.of(Metrics.THROUGHPUT))).isEmpty();
    }

    @Test
    void everyWarningHasItsNumberBeyondTheThresholdAndAdvice() {
        SuiteResult loud = Synthetic.of("a")
                .trials(30)
                .samples(4)
                .throughput(id -> OptionalDouble.of(id.number() % 2 == 0 ? 1 : 100 + id.number()))
                .failing(id -> id.number() == 3)
                .result();
        List<Warning> warnings = Warnings.of(loud, List.of(Metrics.THROUGHPUT));
        assertThat(warnings)
                .extracting(Warning::kind)
                .contains(Kind.HIGH_CV, Kind.BIMODAL, Kind.FAILURES, Kind.FEW_SAMPLES);
        assertThat(warnings).allSatisfy(warning -> {
            assertThat(warning.number()).isNotEqualTo(warning.threshold());
            assertThat(warning.advice()).isNotBlank();
            assertThat(warning.text()).isNotBlank();
        });
    }

    @Test
    void tellsOfThrottlingWithItsShare() {
        SampleSet throttled = set(
                Scope.CONTAINER, Map.of(Column.NR_THROTTLED, new long[] {0, 5}, Column.NR_PERIODS, new long[] {0, 20}));
        assertThat(only(Kind.THROTTLING, quiet().changing(with(throttled)))).satisfies(warning -> {
            assertThat(warning.number()).isEqualTo(0.25);
            assertThat(warning.text()).contains("25.0 %").contains("12 of 12 trials");
        });
    }

    @Test
    void tellsOfStealAndNeighboursOnTheHost() {
        SampleSet host = set(
                Scope.HOST,
                Map.of(
                        Column.HOST_BUSY_USEC, new long[] {0, 6_000_000},
                        Column.HOST_TOTAL_USEC, new long[] {0, 12_000_000},
                        Column.HOST_STEAL_USEC, new long[] {0, 1_200_000}));
        assertThat(only(Kind.STEAL, quiet().changing(with(host))).number()).isEqualTo(0.1);
        // 6 s of CPU within 3 s of samples, less the workload's own single core
        assertThat(only(Kind.NEIGHBOURS, quiet().changing(with(host))).number()).isBetween(1.0, 1.2);
    }

    @Test
    void tellsOfPressureAndSwap() {
        SampleSet set = set(
                Scope.CONTAINER,
                Map.of(
                        Column.CPU_SOME_USEC, new long[] {0, 1_500_000},
                        Column.MEMORY_SOME_USEC, new long[] {0, 300_000},
                        Column.IO_SOME_USEC, new long[] {0, 600_000},
                        Column.SWAP_CURRENT, new long[] {4096, 4096}));
        List<Warning> warnings = Warnings.of(quiet().changing(with(set)).result(), List.of());
        assertThat(warnings)
                .extracting(Warning::kind)
                .contains(Kind.CPU_PRESSURE, Kind.MEMORY_PRESSURE, Kind.IO_PRESSURE);
        assertThat(warnings).filteredOn(w -> w.kind() == Kind.CPU_PRESSURE).allMatch(w -> w.number() == 0.5);
    }

    @Test
    void tellsOfLateTicksAndOfAClockThatWasSet() {
        SampleSet late = new SampleSet(Scope.of("other"), empty(), empty(), 100, 7, 0, 0, Map.of());
        assertThat(only(Kind.LATE_TICKS, quiet().changing(with(late))).number()).isBetween(0.03, 0.07);
        UnaryOperator<Trial> stepped = trial -> changed(trial, trial.samples(), 50_000_000, trial.gate());
        assertThat(only(Kind.CLOCK_STEP, quiet().changing(stepped)).number()).isEqualTo(0.05);
    }

    @Test
    void tellsOfAShortWindow() {
        UnaryOperator<Trial> shortened = trial -> {
            long start = trial.gate().orElseThrow().startNanos();
            return changed(trial, trial.samples(), 0, Optional.of(new GateTimes(start, start + 100_000_000)));
        };
        assertThat(only(Kind.SHORT_WINDOW, quiet().changing(shortened)).number())
                .isEqualTo(0.1);
    }

    @Test
    void tellsWhatChangedBetweenTheStartsOfASuite() {
        Synthetic resumed = quiet().parts(
                        Synthetic.part("one", Map.of("kernel", "6.1", "core_throttles", "1")),
                        Synthetic.part("two", Map.of("kernel", "6.12", "core_throttles", "2")));
        assertThat(only(Kind.PART_CHANGED, resumed)).satisfies(warning -> {
            assertThat(warning.number()).isEqualTo(1);
            assertThat(warning.text()).contains("host kernel was 6.1, is 6.12");
        });
    }

    /** Each kind of doubt in a result that has it, and not in a quiet one; a new kind does not compile without its case. */
    @ParameterizedTest
    @EnumSource
    void findsEachKindWithItsNumberThresholdAndAdvice(Kind kind) {
        Synthetic doubtful = switch (kind) {
            case HIGH_CV -> quiet().normal(Map.of(), 0.2);
            case BIMODAL -> series(id -> 100 + 30 * (id % 2) + noise(id) / 10);
            case DRIFT -> series(id -> 100 + id + noise(id));
            case AUTOCORRELATION -> series(id -> 100 + 10 * Math.sin(id / 3.0) + noise(id) / 10);
            case LEVEL_CHANGE -> series(id -> (id > 12 ? 104 : 100) + noise(id));
            case NOT_STEADY -> quiet().changing(WarningsTest::warmingUp);
            case SEVERAL_NODES ->
                quiet().changing(trial -> onNode(trial, "n" + trial.id().number() % 2));
            case FIRST_TRIAL -> series(id -> (id == 1 ? 80 : 100) + noise(id));
            case OUTLIERS -> series(id -> (id == 12 ? 200 : 100) + noise(id));
            case SKEWED -> series(id -> 100 + Math.exp(2 * noise(id)));
            case FEW_TRIALS -> quiet().trials(3);
            case PRECISION_NOT_MET -> quiet().normal(Map.of(), 0.2).untilPrecision(10, 0.02);
            case VERDICT_NOT_TOLD ->
                Synthetic.of("a", "b")
                        .trials(12)
                        .samples(60)
                        .normal(Map.of(), 0.05)
                        .stopping(suite -> suite.trials(10, 12).untilVerdict(0.02, "throughput_mflops"));
            case FAILURES -> quiet().failing(id -> id.number() == 3);
            case MISSING_VALUES ->
                quiet().throughput(id -> id.number() < 3 ? OptionalDouble.empty() : OptionalDouble.of(id.number()));
            case THROTTLING ->
                quiet().changing(with(set(
                        Scope.CONTAINER,
                        Map.of(Column.NR_THROTTLED, new long[] {0, 5}, Column.NR_PERIODS, new long[] {0, 20}))));
            case CPU_PRESSURE -> slowly(Column.CPU_SOME_USEC, 0, 1_500_000);
            case MEMORY_PRESSURE -> slowly(Column.MEMORY_SOME_USEC, 0, 300_000);
            case IO_PRESSURE -> slowly(Column.IO_SOME_USEC, 0, 600_000);
            case SWAP -> quiet().changing(WarningsTest::swapped);
            case STEAL, NEIGHBOURS ->
                quiet().changing(with(set(
                        Scope.HOST,
                        Map.of(
                                Column.HOST_BUSY_USEC, new long[] {0, 6_000_000},
                                Column.HOST_TOTAL_USEC, new long[] {0, 12_000_000},
                                Column.HOST_STEAL_USEC, new long[] {0, 1_200_000}))));
            case FEW_SAMPLES -> quiet().samples(6);
            case GATE_COVERAGE -> quiet().changing(WarningsTest::sampledForHalfOfTheGate);
            case SHORT_WINDOW -> quiet().changing(WarningsTest::shortened);
            case LATE_TICKS ->
                quiet().changing(with(new SampleSet(Scope.of("other"), empty(), empty(), 100, 7, 0, 0, Map.of())));
            case CLOCK_STEP -> quiet().changing(trial -> changed(trial, trial.samples(), 50_000_000, trial.gate()));
            case CLOCK_OFFSET -> quiet().changing(WarningsTest::onAClockThatIsNotKnownWell);
            case THERMAL_THROTTLING -> quiet().changing(WarningsTest::heated);
            case TURBO -> quiet().parts(Synthetic.part("one", Map.of("turbo", "on")));
            case SHARED_CORES -> quiet().parts(Synthetic.part("one", Map.of("smt", "on")));
            case PART_CHANGED ->
                quiet().parts(
                                Synthetic.part("one", Map.of("kernel", "6.1")),
                                Synthetic.part("two", Map.of("kernel", "6.12")));
            case REQUEST_SKEW -> quiet().changing(trial -> round(trial, 0.02, Map.of()));
            case NOT_SETTLED -> quiet().changing(trial -> round(trial, 0, Map.of("settled", "no: it still changed")));
            case HOST_GAP -> quiet().hosts(Map.of("one", silentHost()));
            case WORK_CUT_OFF -> fact("outlived_by", "1 of its processes, which were killed");
            case WORK_ELSEWHERE -> fact("worked_elsewhere", "4711 in /system.slice/run.scope");
            case LIMIT_NOT_APPLIED -> fact("memory.max", "not applied: no cgroup");
            case RESTARTED -> fact("restarts", "1");
            case OOM_KILL -> fact("oom_kill", "2");
            case LOG_DAMAGED -> fact("log_damaged_records", "3");
            case GATE_CLOCK -> fact("gate_clocks", "bench_end: client");
            case POD_CHANGED -> fact("pod_changed", "memory limit 64Mi, asked for 32Mi");
            case LEFT_OVER -> fact("not_removed", "cannot remove a cgroup");
            case SAMPLING_PROBLEM -> fact("pod_samples_problem", "no such directory");
            case HARNESS_STOPPED ->
                quiet().changing(with(
                        new SampleSet(Scope.of("other"), empty(), empty(), 419, 0, 4_120_000_000L, 0, Map.of())));
            case COUNTER_FELL ->
                quiet().changing(with(set(Scope.CONTAINER, Map.of(Column.USAGE_USEC, new long[] {2_000_000, 1_000_000
                }))));
        };
        List<Warning> found = Warnings.of(doubtful.result(), List.of(Metrics.THROUGHPUT)).stream()
                .filter(warning -> warning.kind() == kind)
                .toList();
        assertThat(found).isNotEmpty().allSatisfy(warning -> {
            assertThat(warning.number()).isNotEqualTo(warning.threshold());
            assertThat(warning.text()).isNotBlank();
            assertThat(warning.advice()).isNotBlank();
            assertThat(warning.subject()).isNotBlank();
        });
    }

    private static Synthetic fact(String name, String value) {
        return quiet().changing(trial -> changed(trial, trial.clockOffset(), Map.of(name, value)));
    }

    /** What makes figures wrong stands below the table and in each report, with the fact that says so. */
    @Test
    void factsThatInvalidateReachTableAndReports() {
        Synthetic cut = quiet().changing(trial -> trial.id().number() == 5
                ? changed(trial, trial.clockOffset(), Map.of("outlived_by", "1 of its processes, which were killed"))
                : trial);
        assertThat(only(Kind.WORK_CUT_OFF, cut)).satisfies(warning -> {
            assertThat(warning.isGrave()).isTrue();
            assertThat(warning.text())
                    .isEqualTo("the program ended before work that it had started, which was cut off, in 1 of 12 trials"
                            + " (outlived_by: 1 of its processes, which were killed)");
        });
        SuiteResult result = cut.result();
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        result.print(new PrintStream(table, true, StandardCharsets.UTF_8));
        assertThat(table.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " "))
                .contains("work cut off: a/64_nw: the program ended before work that it had started");
        assertThat(Report.html(result).text()).contains("the program ended before work that it had started");
        assertThat(Report.markdown(result).text()).contains("the program ended before work that it had started");
    }

    @Test
    void aFactThatSaysThatNothingHappenedIsNoReasonToDoubt() {
        for (Map.Entry<String, String> harmless : Map.of(
                        "restarts", "0", "oom_kill", "0", "log_damaged_records", "0", "memory.max", "1048576")
                .entrySet()) {
            assertThat(Warnings.of(fact(harmless.getKey(), harmless.getValue()).result(), List.of()))
                    .isEmpty();
        }
    }

    /** A counter that fell within the gate gives no figure: what it rose by is not known. */
    @Test
    void aCounterThatFellWithinTheGateGivesNoFigure() {
        SampleSeries.Builder fell = SampleSeries.builder(Map.of(Column.USAGE_USEC, "cgroup"));
        Trial[] seen = new Trial[1];
        quiet().changing(trial -> seen[0] = trial).result();
        long open = seen[0].gate().orElseThrow().startNanos();
        long[] values = {0, 400, 800, 100, 900, 1_000};
        for (int i = 0; i < values.length; i++) {
            fell.add(open - 100_000_000L + i * 500_000_000L, values[i]);
        }
        Trial trial = changed(
                seen[0],
                Map.of(Scope.CONTAINER, new SampleSet(Scope.CONTAINER, fell.build(), empty(), 6, 0, 0, 0, Map.of())),
                0,
                seen[0].gate());
        assertThat(Metrics.CPU_TIME.of(trial)).isEmpty();
        assertThat(Metrics.CPU_CORES.of(trial)).isEmpty();
    }

    /** Whatever times a file holds, everything can be printed. */
    @Test
    void aGateOfAllTimesBreaksNoTable(@TempDir Path folder) {
        for (GateTimes gate : List.of(
                new GateTimes(Long.MIN_VALUE, Long.MAX_VALUE),
                new GateTimes(Long.MIN_VALUE, Long.MIN_VALUE + 1),
                new GateTimes(Long.MAX_VALUE - 1, Long.MAX_VALUE),
                new GateTimes(0, Long.MAX_VALUE))) {
            SuiteResult result = Synthetic.of("a", "b")
                    .trials(5)
                    .changing(trial -> trial.id().environment().equals("b")
                            ? trial
                            : changed(trial, trial.samples(), 0, Optional.of(gate)))
                    .result();
            result.print(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), Metrics.all());
            Tables.trials(result, Metrics.all(), folder.resolve("trials.csv"));
            Tables.samples(result, folder.resolve("samples.csv"));
            Tables.instances(result, folder.resolve("instances.csv"));
            KraterFiles.write(result, folder.resolve("export"));
            assertThat(Report.html(result).text()).contains("</html>");
            assertThat(Report.latex(result).text()).isNotBlank();
            assertThat(Warnings.of(result)).isNotEmpty();
            assertThat(gate.seconds()).isPositive();
        }
    }

    /** A round of one that is ready 0.1 s after it was asked for, with requests so many seconds apart. */
    private static Trial round(Trial trial, double skew, Map<String, String> facts) {
        Marks marks = Marks.of(Map.of(
                Phase.REQUESTED.label(), Stamp.client(1_000_000_000),
                Phase.FIRST_OUTPUT.label(), Stamp.client(1_100_000_000)));
        return new Trial(
                trial.id(),
                trial.position(),
                trial.block(),
                trial.variant().with("level", Parameter.number(1)),
                trial.limits(),
                trial.outcome(),
                List.of(Instance.of("1", trial.outcome(), marks)),
                new Trial.Whole(Marks.none(), Map.of(), Map.of("request_skew", new MeasuredValue(skew, "s")), facts),
                0);
    }

    @Test
    void requestsThatAreATenthOfTheMakespanApartAreNoBurst() {
        assertThat(only(Kind.REQUEST_SKEW, quiet().changing(trial -> round(trial, 0.02, Map.of()))))
                .satisfies(warning -> assertThat(warning.text())
                        .startsWith("the requests of a round were sent over up to 20.0 % of its makespan"));
        assertThat(Warnings.of(quiet().changing(trial -> round(trial, 0.0099, Map.of()))
                        .result()))
                .noneMatch(warning -> warning.kind() == Kind.REQUEST_SKEW);
        UnaryOperator<Trial> oneAtATime = trial -> {
            Trial round = round(trial, 0.02, Map.of());
            return new Trial(
                    round.id(),
                    round.position(),
                    round.block(),
                    round.variant().with("mode", Parameter.text("one-at-a-time")),
                    round.limits(),
                    round.outcome(),
                    round.instances(),
                    round.whole(),
                    0);
        };
        assertThat(Warnings.of(quiet().changing(oneAtATime).result()))
                .noneMatch(warning -> warning.kind() == Kind.REQUEST_SKEW);
    }

    private static HostRecord silentHost() {
        HostGap gap = new HostGap("h12", List.of(), 0, 5_000_000_000L, "host h12: nothing listens");
        return new HostRecord(
                HostMetrics.none(), Map.of("h12", "master"), List.of(gap), List.of(), 0, 5_000_000_000L, 0);
    }

    @Test
    void tellsWhichHostHasNoSamplesAndWhy() {
        assertThat(only(Kind.HOST_GAP, quiet().hosts(Map.of("one", silentHost()))))
                .satisfies(warning -> {
                    assertThat(warning.subject()).isEqualTo("host h12");
                    assertThat(warning.number()).isEqualTo(5);
                    assertThat(warning.text())
                            .isEqualTo("in run one there are no samples for 5.0 s: host h12: nothing listens");
                });
    }

    /** Thirty trials of which the nth gives this throughput. */
    private static Synthetic series(IntToDoubleFunction throughput) {
        return Synthetic.of("a")
                .trials(30)
                .samples(60)
                .throughput(id -> OptionalDouble.of(throughput.applyAsDouble(id.number())));
    }

    /** Normal, sd 1, the same for the same trial. */
    private static double noise(int trial) {
        return new Random(trial * 7919L).nextGaussian();
    }

    private static Synthetic slowly(Column column, long before, long after) {
        return quiet().changing(with(set(Scope.CONTAINER, Map.of(column, new long[] {before, after}))));
    }

    /** Uses half a core in the first 0.6 s of its gate of 2 s, and a core from then on. */
    private static Trial warmingUp(Trial trial) {
        long open = trial.gate().orElseThrow().startNanos();
        SampleSeries.Builder warm = SampleSeries.builder(Map.of(Column.USAGE_USEC, "cgroup"));
        long used = 0;
        for (int i = -2; i < 55; i++) {
            used += (i < 15 ? 20_000 : 40_000) + (i * 7919L) % 13 * 30;
            warm.add(open + i * 40_000_000L, used);
        }
        return changed(
                trial,
                Map.of(Scope.CONTAINER, new SampleSet(Scope.CONTAINER, warm.build(), empty(), 57, 0, 0, 0, Map.of())),
                0,
                trial.gate());
    }

    private static Trial onNode(Trial trial, String node) {
        return changed(trial, trial.clockOffset(), Map.of("node", node));
    }

    @Test
    void tellsHowMuchOfTheGateIsNotSteady() {
        assertThat(only(Kind.NOT_STEADY, quiet().changing(WarningsTest::warmingUp)))
                .satisfies(warning -> {
                    assertThat(warning.number()).isBetween(0.25, 0.35);
                    assertThat(warning.text()).contains("beyond the threshold in 12 of 12 trials");
                });
    }

    @Test
    void tellsNodesThatEnvironmentsShareFromNodesThatTheyDoNot() {
        Synthetic pair = Synthetic.of("a", "b").trials(12).samples(60).normal(Map.of(), 0.02);
        assertThat(Warnings.of(
                        pair.changing(trial -> onNode(trial, "n-" + trial.id().environment()))
                                .result(),
                        List.of()))
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.text())
                            .isEqualTo("trials ran on 2 nodes, and not every environment on each: a on n-a; b on n-b");
                    assertThat(warning.advice()).contains("may be one of their nodes");
                });
        assertThat(Warnings.of(
                        pair.changing(trial -> onNode(trial, "n" + trial.id().number() % 2))
                                .result(),
                        List.of()))
                .singleElement()
                .satisfies(warning -> assertThat(warning.text()).isEqualTo("trials ran on 2 nodes"));
        assertThat(Warnings.of(pair.changing(trial -> onNode(trial, "one")).result(), List.of()))
                .isEmpty();
    }

    private static Trial shortened(Trial trial) {
        long start = trial.gate().orElseThrow().startNanos();
        return changed(trial, trial.samples(), 0, Optional.of(new GateTimes(start, start + 100_000_000)));
    }

    private static Trial sampledForHalfOfTheGate(Trial trial) {
        SampleSeries all =
                Objects.requireNonNull(trial.samples().get(Scope.CONTAINER)).fast();
        long middle = trial.gate().orElseThrow().startNanos() + 1_000_000_000L;
        SampleSeries.Builder half = SampleSeries.builder(Map.of(Column.USAGE_USEC, "cgroup"));
        for (int row = 0; row < all.size() && all.epochNanos(row) < middle; row++) {
            half.add(all.epochNanos(row), all.value(Column.USAGE_USEC, row));
        }
        return changed(
                trial,
                Map.of(Scope.CONTAINER, new SampleSet(Scope.CONTAINER, half.build(), empty(), 60, 0, 0, 0, Map.of())),
                0,
                trial.gate());
    }

    private static Trial swapped(Trial trial) {
        long open = trial.gate().orElseThrow().startNanos();
        SampleSeries slow = SampleSeries.builder(Map.of(Column.SWAP_CURRENT, "cgroup"))
                .add(open + 500_000_000, 0)
                .add(open + 1_000_000_000, 4096)
                .build();
        Map<Scope, SampleSet> samples = new LinkedHashMap<>(trial.samples());
        samples.put(Scope.CONTAINER, new SampleSet(Scope.CONTAINER, empty(), slow, 2, 0, 0, 0, Map.of()));
        return changed(trial, samples, 0, trial.gate());
    }

    private static Trial onAClockThatIsNotKnownWell(Trial trial) {
        return changed(trial, new ClockOffset(0, 8_000_000), trial.facts());
    }

    private static Trial heated(Trial trial) {
        return changed(
                trial,
                trial.clockOffset(),
                Map.of("thermal_throttles", trial.id().number() == 4 ? "3" : "0"));
    }

    private static Trial changed(Trial trial, ClockOffset offset, Map<String, String> facts) {
        return AlteredTrial.of(trial).clockOffset(offset).facts(facts).build();
    }

    @Test
    void countsHeatOverTheTrialsThatKnowOfIt() {
        assertThat(only(Kind.THERMAL_THROTTLING, quiet().changing(WarningsTest::heated)))
                .satisfies(warning -> assertThat(warning.text())
                        .isEqualTo(
                                "CPUs were slowed down for heat up to 3 times during a trial, beyond the threshold in 1"
                                        + " of 12 trials"));
    }

    @Test
    void tellsOfValuesThatNoStatisticCanTake() {
        Synthetic absurd =
                quiet().throughput(id -> OptionalDouble.of(id.number() == 5 ? 1e300 : 100 + id.number() % 3));
        assertThat(absurd.result().sample(Metrics.THROUGHPUT, "a", "64_nw").size())
                .isEqualTo(11);
        assertThat(Warnings.of(absurd.result(), List.of(Metrics.THROUGHPUT)))
                .filteredOn(warning -> warning.kind() == Kind.MISSING_VALUES)
                .singleElement()
                .satisfies(warning -> assertThat(warning.text())
                        .contains("in 1 of them it is out of the range that is computed with (such as 1.0E300)"));
        SuiteResult nothingElse =
                quiet().throughput(id -> OptionalDouble.of(-1e300)).result();
        assertThat(Warnings.of(nothingElse, List.of(Metrics.THROUGHPUT)))
                .extracting(Warning::kind)
                .contains(Kind.MISSING_VALUES);
        assertThat(nothingElse.compare(Metrics.THROUGHPUT).asText(80)).isNotBlank();
    }

    @Test
    void tellsOfTurboAndOfSharedCores() {
        Synthetic host = quiet().parts(Synthetic.part("one", Map.of("turbo", "on", "smt", "on")));
        assertThat(Warnings.of(host.result(), List.of()))
                .extracting(Warning::kind)
                .containsExactly(Kind.TURBO, Kind.SHARED_CORES);
    }

    @Test
    void tellsOfValuesThatSomeTrialsLack() {
        Synthetic holes = quiet().throughput(
                        id -> id.number() < 3 ? OptionalDouble.empty() : OptionalDouble.of(100 + id.number() * 7 % 5));
        assertThat(Warnings.of(holes.result(), List.of(Metrics.THROUGHPUT)))
                .filteredOn(warning -> warning.kind() == Kind.MISSING_VALUES)
                .singleElement()
                .satisfies(warning -> assertThat(warning.text()).contains("2 of 12"));
    }

    @Test
    void saysNothingOfWhatWasNotMeasured() {
        UnaryOperator<Trial> unsampled = trial -> changed(trial, Map.of(), 0, trial.gate());
        assertThat(Warnings.of(quiet().changing(unsampled).result(), List.of())).isEmpty();
    }

    @Test
    void tellsOfTooFewTrialsAndNothingElseWhereThereAreNone() {
        for (int trials = 0; trials <= 2; trials++) {
            assertThat(Warnings.of(Synthetic.of("a").trials(trials).result()))
                    .extracting(Warning::kind)
                    .containsExactly(Kind.FEW_TRIALS);
        }
    }

    private static Synthetic quiet() {
        return Synthetic.of("a").trials(12).samples(60).normal(Map.of(), 0.01);
    }

    private static Warning only(Kind kind, Synthetic synthetic) {
        List<Warning> found = Warnings.of(synthetic.result(), List.of()).stream()
                .filter(warning -> warning.kind() == kind)
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static UnaryOperator<Trial> with(SampleSet set) {
        return trial -> {
            Map<Scope, SampleSet> samples = new LinkedHashMap<>(trial.samples());
            SampleSet known = samples.get(set.scope());
            SampleSet moved = moved(set, known == null ? empty() : known.fast(), trial);
            samples.put(set.scope(), moved);
            return changed(trial, samples, 0, trial.gate());
        };
    }

    /** The given figures as the slow series, half a second around the gate of two seconds. */
    private static SampleSet moved(SampleSet set, SampleSeries fast, Trial trial) {
        if (set.slow().size() == 0) {
            return set;
        }
        long open = trial.gate().orElseThrow().startNanos();
        Map<Column, String> origins = set.slow().origins();
        SampleSeries.Builder builder = SampleSeries.builder(origins);
        for (int row = 0; row < 2; row++) {
            int at = row;
            builder.add(
                    open + (row == 0 ? -500_000_000L : 2_500_000_000L),
                    builder.columns().stream()
                            .mapToLong(column -> set.slow().value(column, at))
                            .toArray());
        }
        SampleSeries without = fast;
        if (origins.containsKey(Column.NR_THROTTLED)) {
            without = only(fast, Column.USAGE_USEC);
        }
        return new SampleSet(set.scope(), without, builder.build(), 60, 0, 0, 0, Map.of());
    }

    private static SampleSeries only(SampleSeries series, Column column) {
        SampleSeries.Builder builder = SampleSeries.builder(Map.of(column, "cgroup"));
        for (int row = 0; row < series.size(); row++) {
            builder.add(series.epochNanos(row), series.value(column, row));
        }
        return builder.build();
    }

    private static SampleSet set(Scope scope, Map<Column, long[]> figures) {
        Map<Column, String> origins = new LinkedHashMap<>();
        figures.keySet().forEach(column -> origins.put(column, "cgroup"));
        SampleSeries.Builder builder = SampleSeries.builder(origins);
        for (int row = 0; row < 2; row++) {
            int at = row;
            builder.add(
                    row,
                    builder.columns().stream()
                            .mapToLong(column -> java.util.Objects.requireNonNull(figures.get(column))[at])
                            .toArray());
        }
        return new SampleSet(scope, empty(), builder.build(), 0, 0, 0, 0, Map.of());
    }

    private static SampleSeries empty() {
        return SampleSeries.builder(Map.of()).build();
    }

    private static Trial changed(Trial trial, Map<Scope, SampleSet> samples, long clockStep, Optional<GateTimes> gate) {
        return AlteredTrial.of(trial)
                .samples(samples)
                .clockStepNanos(clockStep)
                .gate(gate)
                .build();
    }
}
