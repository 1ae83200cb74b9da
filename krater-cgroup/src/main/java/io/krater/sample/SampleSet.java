package io.krater.sample;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that was sampled of one scope (a container's cgroup, a pod's cgroup, the host): a fast series, a slow one, and
 * what the sampling itself cost.
 *
 * @param scope what was sampled: {@code container}, {@code pod}, {@code host}
 * @param fast figures read at every tick
 * @param slow figures read at their own pace
 * @param ticks grid ticks at which a sample was due while sampling went on; of the slow pace where nothing fast is read
 * @param lateTicks ticks that were missed altogether, because the sampler came a whole period late or more
 * @param maxLatenessNanos the longest delay from a tick to its sample, in nanoseconds
 * @param samplerCpuNanos CPU time that sampling this scope took, in nanoseconds (thread CPU time, shared out evenly)
 * @param facts what was found at attachment and stays: {@code cpu.max}, {@code cpuset.cpus.effective}, {@code memory.max},
 *     {@code path}, {@code ended} (why sampling stopped early, such as {@code cgroup removed}) ...; absent where unreadable
 */
public record SampleSet(
        String scope,
        SampleSeries fast,
        SampleSeries slow,
        long ticks,
        long lateTicks,
        long maxLatenessNanos,
        long samplerCpuNanos,
        Map<String, String> facts) {

    /** Copies the facts. */
    public SampleSet {
        facts = Map.copyOf(facts);
    }

    /** The same sampling with another fast series and other facts. */
    public SampleSet with(SampleSeries otherFast, Map<String, String> otherFacts) {
        return new SampleSet(scope, otherFast, slow, ticks, lateTicks, maxLatenessNanos, samplerCpuNanos, otherFacts);
    }

    /** The series that holds a figure. */
    public Optional<SampleSeries> seriesOf(Column column) {
        return List.of(fast, slow).stream().filter(series -> series.has(column)).findFirst();
    }
}
