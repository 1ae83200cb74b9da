package io.krater.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The sampler on this machine's own kernel. */
@Tag("host")
class SamplerHostTest {
    @Test
    void samplesABusyCgroupOnTheGrid() throws InterruptedException {
        try (BusyCgroup cgroup = BusyCgroup.create("busy").withBusyProcess();
                Sampler sampler = Sampler.create()) {
            Recording recording = sampler.start(
                    SampleTarget.cgroup("container", cgroup.path()), Duration.ofMillis(10), Duration.ofMillis(100));
            Thread.sleep(500); // real time is what this test is about
            SampleSet set = recording.stop();

            SampleSeries fast = set.fast();
            assertThat(fast.size()).isBetween(20, 60);
            assertThat(set.slow().size()).isBetween(3, 8);
            long used = fast.value(Column.USAGE_USEC, fast.size() - 1) - fast.value(Column.USAGE_USEC, 0);
            long passed = (fast.epochNanos(fast.size() - 1) - fast.epochNanos(0)) / 1000;
            assertThat(used).as("CPU time of a busy loop").isBetween(passed / 20, passed + 20_000);
            assertThat(set.facts())
                    .containsEntry("path", cgroup.path().toString())
                    .doesNotContainKey("ended");
        }
    }

    @Test
    void aRemovedCgroupEndsItsSampling() throws InterruptedException {
        try (BusyCgroup cgroup = BusyCgroup.create("removed").withBusyProcess();
                Sampler sampler = Sampler.create()) {
            Recording recording = sampler.start(
                    SampleTarget.cgroup("container", cgroup.path()), Duration.ofMillis(5), Duration.ofMillis(20));
            cgroup.remove();
            recording.sampleNow();
            assertThat(recording.ended()).contains("cgroup removed");
            assertThat(recording.stop().facts()).containsEntry("ended", "cgroup removed");
        }
    }
}
