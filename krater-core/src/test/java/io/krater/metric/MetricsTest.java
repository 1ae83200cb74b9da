package io.krater.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.krater.launch.ClockOffset;
import io.krater.launch.FailureReason;
import io.krater.launch.Marks;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.plan.TrialId;
import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.sampler.Recording;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Resources;
import io.krater.suite.WorkloadResult;
import io.krater.trial.GateTimes;
import io.krater.trial.LogExcerpt;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final long S = 1_000_000_000L;
    private static final long T0 = 1_700_000_000 * S;

    /** A gate from 1.5 s to 3.5 s; samples each second from 0 s: half a core, 10 MiB a second more memory. */
    private static Trial trial(long gateStart, long gateEnd, int samples) {
        return trial(gateStart, gateEnd, samples, Map.of());
    }

    private static Trial trial(long gateStart, long gateEnd, int samples, Map<String, String> facts) {
        SampleSeries.Builder fast = SampleSeries.builder(Map.of(
                Column.USAGE_USEC, "cgroup",
                Column.USER_USEC, "cgroup",
                Column.SYSTEM_USEC, "cgroup",
                Column.NR_THROTTLED, "cgroup",
                Column.MEMORY_CURRENT, "cgroup"));
        for (int i = 0; i < samples; i++) {
            fast.add(T0 + i * S, 500_000L * i, 400_000L * i, 100_000L * i, 2L * i, 10L * i * (1 << 20));
        }
        SampleSeries.Builder slow = SampleSeries.builder(Map.of(Column.MEMORY_PEAK, "cgroup"));
        slow.add(T0 + 2 * S, 31L << 20);
        slow.add(T0 + 4 * S, 39L << 20);
        slow.add(T0 + 5 * S, 77L << 20);
        SampleSet set = new SampleSet(Scope.CONTAINER, fast.build(), slow.build(), samples, 0, 0, 0, facts);
        return Trial.ofOne(
                new TrialId("e", "64_nw", 1),
                0,
                0,
                MatrixMultiplication.sizes(64).warmup(Duration.ZERO).variants().get(0),
                Resources.unlimited(),
                new Outcome.Completed(),
                Marks.ofPhases(Map.of(
                        Phase.REQUESTED, Stamp.client(T0),
                        Phase.FIRST_OUTPUT, Stamp.node(T0 + S / 2),
                        Phase.BENCH_START, Stamp.node(T0 + gateStart))),
                Optional.of(new GateTimes(T0 + gateStart, T0 + gateEnd)),
                new WorkloadResult(Map.of("iterations", 1000.0, "throughput_mflops", 42.0), Optional.of(true)),
                new LogExcerpt(List.of(), 0, 0),
                Map.of(Scope.CONTAINER, set),
                new ClockOffset(100_000_000, 1_000_000),
                0,
                Map.of());
    }

    private static Trial failed() {
        return Trial.ofOne(
                new TrialId("e", "64_nw", 2),
                1,
                1,
                MatrixMultiplication.sizes(64).variants().get(0),
                Resources.unlimited(),
                new Outcome.Failed(FailureReason.of(FailureReason.Kind.CRASHED, "x")),
                Marks.ofPhases(Map.of()),
                Optional.empty(),
                WorkloadResult.none(),
                new LogExcerpt(List.of(), 0, 0),
                Map.of(),
                ClockOffset.none(),
                0,
                Map.of());
    }

    private static final Trial ENCLOSED = trial(1_500_000_000L, 3_500_000_000L, 6);

    @Test
    void interpolatesCountersAtTheEdgesOfTheGate() {
        assertThat(Metrics.CPU_TIME.of(ENCLOSED).getAsDouble()).isCloseTo(1.0, within(1e-9));
        assertThat(Metrics.CPU_CORES.of(ENCLOSED).getAsDouble()).isCloseTo(0.5, within(1e-9));
        assertThat(Metrics.KERNEL_FRACTION.of(ENCLOSED).getAsDouble()).isCloseTo(0.2, within(1e-9));
        assertThat(Metrics.CPU_PER_OPERATION.of(ENCLOSED).getAsDouble()).isCloseTo(1000, within(1e-6));
        assertThat(Metrics.THROTTLED_EVENTS.of(ENCLOSED)).hasValue(4);
        assertThat(Metrics.GATE_COVERAGE.of(ENCLOSED)).hasValue(1);
        assertThat(Metrics.GATE_TIME.of(ENCLOSED)).hasValue(2);
    }

    @Test
    void takesGaugesFromTheSamplesWithinTheGate() {
        assertThat(Metrics.PEAK_MEMORY.of(ENCLOSED)).hasValue(30 << 20);
        assertThat(Metrics.MEAN_MEMORY.of(ENCLOSED)).hasValue(25 << 20);
        assertThat(Metrics.MEMORY_OVERHEAD.of(ENCLOSED)).hasValue((30 << 20) - 3.0 * 64 * 64 * 8);
    }

    @Test
    void takesTheKernelsPeakAtTheClosingWhereItStartedAgainAtTheOpening() {
        Trial reset = trial(1_500_000_000L, 3_500_000_000L, 6, Map.of(Recording.PEAK_RESET, "1"));
        assertThat(Metrics.KERNEL_PEAK_MEMORY.of(reset)).hasValue(39 << 20);
        assertThat(Metrics.KERNEL_PEAK_MEMORY.of(ENCLOSED))
                .as("the peak of the warm-up too")
                .isEmpty();
        Trial beyond = trial(1_500_000_000L, 5_500_000_000L, 6, Map.of(Recording.PEAK_RESET, "1"));
        assertThat(Metrics.KERNEL_PEAK_MEMORY.of(beyond))
                .as("never read after the end")
                .isEmpty();
    }

    @Test
    void makesUpNothingWhereSamplesDoNotEncloseTheGate() {
        Trial open = trial(1_500_000_000L, 9_000_000_000L, 6);
        assertThat(Metrics.CPU_TIME.of(open)).isEmpty();
        assertThat(Metrics.KERNEL_FRACTION.of(open)).isEmpty();
        // a rate can be told from the part that was sampled, and the coverage says how much that is
        assertThat(Metrics.CPU_CORES.of(open).getAsDouble()).isCloseTo(0.5, within(1e-9));
        assertThat(Metrics.GATE_COVERAGE.of(open).getAsDouble()).isCloseTo(3.5 / 7.5, within(1e-9));
    }

    @Test
    void relatesClocksByTheirOffset() {
        assertThat(Metrics.FIRST_OUTPUT.of(ENCLOSED).getAsDouble()).isCloseTo(0.4, within(1e-9));
        assertThat(Metrics.COLD_START.of(ENCLOSED)).isEmpty();
    }

    @SuppressWarnings("NullAway") // as code does that knows no such checks
    private static OptionalDouble none() {
        return null;
    }

    @Test
    void countsWhatIsNotFiniteAsAbsentAndNamesAMetricThatBreaks() {
        assertThat(Metric.of("nan", "", trial -> OptionalDouble.of(Double.NaN)).of(ENCLOSED))
                .isEmpty();
        Metric nothing = Metric.of("nothing", "", trial -> none());
        assertThatIllegalStateException()
                .isThrownBy(() -> nothing.of(ENCLOSED))
                .withMessageContaining("metric \"nothing\" broke on trial")
                .withMessageContaining("it returned null");
        Metric broken = Metric.of("broken", "", trial -> {
            throw new IllegalArgumentException("why");
        });
        assertThatIllegalStateException()
                .isThrownBy(() -> broken.of(ENCLOSED))
                .withMessageContaining("\"broken\"")
                .withMessageContaining("e/64_nw/1")
                .withMessageContaining("why");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metric.of("Not A Name", "", trial -> OptionalDouble.empty()))
                .withMessageContaining("\"Not A Name\"");
    }

    @Nested
    class AllOfThemTest implements MetricContract {
        @Override
        public Metric metric() {
            return Metric.of("all", "", trial -> {
                double sum = 0;
                for (Metric metric : Metrics.all()) {
                    sum += metric.of(trial).orElse(0);
                }
                return OptionalDouble.of(sum);
            });
        }

        @Override
        public List<Trial> trials() {
            return List.of(ENCLOSED, trial(0, S, 0), failed());
        }

        @Test
        void areDistinctAndAbsentForATrialOfWhichNothingIsKnown() {
            List<String> names = new ArrayList<>();
            for (Metric metric : Metrics.all()) {
                names.add(metric.name());
                assertThat(metric.of(failed())).as(metric.name()).isEmpty();
            }
            assertThat(names).doesNotHaveDuplicates();
        }
    }
}
