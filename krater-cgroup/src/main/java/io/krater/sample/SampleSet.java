package io.krater.sample;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that was sampled of one scope (a container's cgroup, a pod's cgroup, the host): a fast series, a slow one, and
 * what the sampling itself cost.
 *
 * @param scope what was sampled
 * @param fast figures read at every tick
 * @param slow figures read at their own pace
 * @param own figures that a source brought, a series each
 * @param ticks grid ticks at which a sample was due while sampling went on; of the slow pace where nothing fast is read
 * @param lateTicks ticks that were missed altogether, because the sampler came a whole period late or more
 * @param maxLatenessNanos the longest delay from a tick to its sample, in nanoseconds
 * @param samplerCpuNanos CPU time that sampling this scope took, in nanoseconds (thread CPU time, shared out evenly)
 * @param facts what was found at attachment and stays: {@code cpu.max}, {@code cpuset.cpus.effective}, {@code memory.max},
 *     {@code path}, {@code ended} (why sampling stopped early, such as {@code cgroup removed}) ...; absent where unreadable
 */
public record SampleSet(
        Scope scope,
        SampleSeries fast,
        SampleSeries slow,
        List<QuantitySeries> own,
        long ticks,
        long lateTicks,
        long maxLatenessNanos,
        long samplerCpuNanos,
        Map<String, String> facts) {

    /**
     * Copies the collections.
     *
     * @throws IllegalArgumentException if a quantity of one's own is there twice
     */
    public SampleSet {
        own = List.copyOf(own);
        Set<String> names = new HashSet<>();
        for (QuantitySeries series : own) {
            if (!names.add(series.quantity().label())) {
                throw new IllegalArgumentException(
                        "quantity \"" + series.quantity().label() + "\" is there twice in " + scope);
            }
        }
        facts = Map.copyOf(facts);
    }

    /** What a cgroup or host gave, without figures of a source's own. */
    public SampleSet(
            Scope scope,
            SampleSeries fast,
            SampleSeries slow,
            long ticks,
            long lateTicks,
            long maxLatenessNanos,
            long samplerCpuNanos,
            Map<String, String> facts) {
        this(scope, fast, slow, List.of(), ticks, lateTicks, maxLatenessNanos, samplerCpuNanos, facts);
    }

    /** The same sampling with another fast series and other facts. */
    public SampleSet with(SampleSeries otherFast, Map<String, String> otherFacts) {
        return new SampleSet(
                scope, otherFast, slow, own, ticks, lateTicks, maxLatenessNanos, samplerCpuNanos, otherFacts);
    }

    /** The series that holds a figure. */
    public Optional<SampleSeries> seriesOf(Column column) {
        return List.of(fast, slow).stream().filter(series -> series.has(column)).findFirst();
    }

    /** The series of a quantity that a source brought, by its name. */
    public Optional<QuantitySeries> own(String label) {
        return own.stream()
                .filter(series -> series.quantity().label().equals(label))
                .findFirst();
    }
}
