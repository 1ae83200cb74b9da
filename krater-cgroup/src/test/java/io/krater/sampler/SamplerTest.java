package io.krater.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.krater.cgroup.RecordedTree;
import io.krater.sample.CgroupReadException;
import io.krater.sample.Column;
import io.krater.sample.ManualTime;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.sample.SteadyClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplerTest {
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final Duration SLOW = Duration.ofMillis(500);

    private final Path directory;
    private final ManualTime time = new ManualTime();
    private final Sampler sampler = Sampler.driven(SteadyClock.anchoredTo(time));
    private final RecordedTree tree;
    private final SampleTarget target;

    SamplerTest(@TempDir Path directory) {
        this.directory = directory;
        tree = RecordedTree.copy("linux-7.2/2-throttled/pod", directory);
        target = SampleTarget.cgroup(Scope.CONTAINER, directory);
    }

    @BeforeEach
    void offTheGrid() {
        time.advanceMillis(30);
    }

    /** Time passes in steps of a millisecond, and whatever is due then is sampled. */
    private void run(long millis) {
        for (long i = 0; i < millis; i++) {
            time.advanceMillis(1);
            sampler.runDue();
        }
    }

    @Test
    void samplesAtTheStartOnTheGridAndAtTheEnd() {
        Recording recording = sampler.start(target, PERIOD, SLOW);
        run(1000);
        SampleSet set = recording.stop();

        assertThat(set.scope()).isEqualTo(Scope.CONTAINER);
        assertThat(set.ticks()).isEqualTo(10);
        assertThat(set.lateTicks()).isZero();
        assertThat(set.maxLatenessNanos()).isZero();
        SampleSeries fast = set.fast();
        assertThat(fast.size()).isEqualTo(1 + 10 + 1);
        assertThat(millisOf(fast, 0)).isEqualTo(30);
        for (int tick = 1; tick <= 10; tick++) {
            assertThat(millisOf(fast, tick)).isEqualTo(100L * tick);
        }
        assertThat(millisOf(fast, 11)).isEqualTo(1030);
        assertThat(fast.value(Column.USAGE_USEC, 5)).isEqualTo(2_210_000);
        assertThat(set.slow().size()).isEqualTo(1 + 2 + 1);
        assertThat(millisOf(set.slow(), 1)).isEqualTo(500);
        assertThat(set.slow().value(Column.ANON, 1)).isEqualTo(147_456);
        assertThat(set.facts())
                .containsEntry("cpu.max", "50000 100000")
                .containsEntry("memory.max", "67108864")
                .containsEntry("path", directory.toString())
                .doesNotContainKey("ended");
        assertThat(fast.origins()).containsEntry(Column.USAGE_USEC, "cgroup");
    }

    private static long millisOf(SampleSeries series, int row) {
        return Math.floorDiv(series.epochNanos(row) - ManualTime.START, ManualTime.MILLIS);
    }

    @Test
    void aLateTickIsCountedAndTheGridStays() {
        Recording recording = sampler.start(target, PERIOD, SLOW);
        run(100); // tick at 100
        time.advanceMillis(345); // 200, 300 and 400 pass
        sampler.runDue();
        run(100);
        SampleSet set = recording.stop();
        assertThat(set.ticks()).isEqualTo(5);
        assertThat(set.lateTicks()).isEqualTo(2);
        assertThat(set.maxLatenessNanos()).isEqualTo((130 + 345 - 200) * ManualTime.MILLIS);
        assertThat(set.fast().size()).isEqualTo(1 + 3 + 1);
        assertThat(millisOf(set.fast(), 2)).isEqualTo(475);
        assertThat(millisOf(set.fast(), 3)).isEqualTo(500);
    }

    @Test
    void countsTheSlowTicksOfATargetThatHasNothingFastToRead() throws IOException {
        // without cgroup.events it passes for the root cgroup, whose processes are not summed up
        for (String file : List.of("cpu.stat", "memory.current", "cgroup.events")) {
            Files.delete(directory.resolve(file));
        }
        Recording recording = sampler.start(target, PERIOD, SLOW);
        run(1000);
        SampleSet set = recording.stop();
        assertThat(set.fast().size()).isZero();
        assertThat(set.slow().size()).isEqualTo(1 + 2 + 1);
        assertThat(set.ticks()).isEqualTo(2);
        assertThat(set.lateTicks()).isZero();
        assertThat(set.maxLatenessNanos()).isZero();
    }

    @Test
    void tellsHowLongNothingIsDue() {
        assertThat(sampler.runDue()).isEqualTo(Pacer.NEVER);
        Recording recording = sampler.start(target, PERIOD, SLOW);
        assertThat(sampler.runDue()).isEqualTo(70 * ManualTime.MILLIS);
        recording.stop();
        assertThat(sampler.runDue()).isEqualTo(Pacer.NEVER);
    }

    @Test
    void targetsComeAndGoAndShareTicks() {
        Recording first = sampler.start(target, PERIOD, SLOW);
        run(250);
        Recording second = sampler.start(SampleTarget.cgroup(Scope.POD, directory), Duration.ofMillis(50), SLOW);
        run(250);
        SampleSet gone = first.stop();
        run(250);
        SampleSet rest = second.stop();
        assertThat(gone.ticks()).isEqualTo(5);
        assertThat(rest.ticks()).isEqualTo(10);
        assertThat(gone.fast().epochNanos(3))
                .as("tick at 300")
                .isEqualTo(rest.fast().epochNanos(1));
        assertThat(first.stop()).isSameAs(gone);
    }

    @Test
    void anExtraSampleStandsBetweenThoseOfTheGrid() {
        Recording recording = sampler.start(target, PERIOD, SLOW);
        run(110);
        recording.sampleNow();
        recording.sampleNow();
        SampleSeries fast = recording.stop().fast();
        assertThat(fast.size()).isEqualTo(1 + 1 + 2 + 1);
        assertThat(fast.epochNanos(3)).as("of one instant, yet increasing").isEqualTo(fast.epochNanos(2) + 1);
    }

    @Test
    void aCounterThatGoesBackwardsIsAbsentAndCounted() {
        Recording recording = sampler.start(target, PERIOD, SLOW);
        tree.write("cpu.stat", "usage_usec 5\nuser_usec 2210000\nsystem_usec 0\n");
        tree.write("memory.current", "7\n");
        run(100);
        tree.write("cpu.stat", "usage_usec 2210001\nuser_usec 2210001\nsystem_usec 0\n");
        run(100);
        SampleSet set = recording.stop();
        assertThat(set.fast().value(Column.USAGE_USEC, 1)).isEqualTo(SampleSeries.ABSENT);
        assertThat(set.fast().value(Column.USER_USEC, 1)).isEqualTo(2_210_000);
        assertThat(set.fast().value(Column.MEMORY_CURRENT, 1))
                .as("a gauge may fall")
                .isEqualTo(7);
        assertThat(set.fast().value(Column.USAGE_USEC, 2)).isEqualTo(2_210_001);
        assertThat(set.facts()).containsEntry("backwards.usage_usec", "1");
    }

    @Test
    void anInterruptedThreadTakesAWholeSampleAndStaysInterrupted() {
        Recording recording = sampler.start(target, PERIOD, SLOW);
        Thread.currentThread().interrupt();
        recording.sampleNow();
        SampleSet set = recording.stop();
        assertThat(Thread.interrupted()).isTrue();
        for (SampleSeries series : List.of(set.fast(), set.slow())) {
            assertThat(series.size()).isEqualTo(3);
            for (Column column : series.columns()) {
                assertThat(series.value(column, 2)).isEqualTo(series.value(column, 0));
            }
        }
    }

    @Test
    void refusesPeriodsOutOfBounds() {
        assertThatThrownBy(() -> sampler.start(target, Duration.ofNanos(999_999), SLOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("period must be at least 1ms, was PT0.000999999S");
        assertThatThrownBy(() -> sampler.start(target, PERIOD, Duration.ofMillis(99)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("slow period must be at least the period, was PT0.099S for a period of PT0.1S");
    }

    @Test
    void refusesATargetThatIsNotThere() {
        assertThatThrownBy(() ->
                        sampler.start(SampleTarget.cgroup(Scope.of("x"), directory.resolve("none")), PERIOD, SLOW))
                .isInstanceOf(CgroupReadException.class);
    }

    @Test
    void closingEndsWhatStillRuns() {
        Recording recording = sampler.start(target, PERIOD, SLOW);
        sampler.close();
        assertThat(recording.stop().facts()).containsEntry("ended", "sampler closed");
        assertThatThrownBy(() -> sampler.start(target, PERIOD, SLOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void extraSamplesFromManyThreadsKeepTheTimeIncreasing() throws Exception {
        Recording recording = sampler.start(target, PERIOD, SLOW);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 4; i++) {
            Future<?> ignored = threads.submit(() -> {
                for (int sample = 0; sample < 250; sample++) {
                    recording.sampleNow();
                }
            });
        }
        run(2000);
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        SampleSet set = recording.stop();
        assertThat(set.fast().size()).isEqualTo(1 + 20 + 4 * 250 + 1);
        assertThat(set.facts()).doesNotContainKey("ended");
    }

    @Test
    void aSamplerThatDiesSaysSoInWhatItSampled() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch died = new CountDownLatch(1);
        Pacer failing = nanos -> {
            try {
                started.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> died.countDown());
            throw new IllegalStateException("out of order");
        };
        Sampler mortal = Sampler.create(SteadyClock.anchoredTo(time), failing);
        Recording recording = mortal.start(target, PERIOD, SLOW);
        started.countDown();
        assertThat(died.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(recording.stop().facts().get("ended")).contains("sampler failed", "out of order");
    }
}
