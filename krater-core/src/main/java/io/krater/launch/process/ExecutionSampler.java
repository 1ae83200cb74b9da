package io.krater.launch.process;

import io.krater.launch.Phase;
import io.krater.launch.Sampling;
import io.krater.sample.CgroupReadException;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.sampler.Recording;
import io.krater.sampler.SampleTarget;
import io.krater.sampler.Sampler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What is sampled of one execution: its cgroup or process tree, and the machine. Thread-safe. */
final class ExecutionSampler {
    /** Scope of the program and its children. */
    private final List<Recording> recordings;

    private Optional<ShellTimes> lastTimes = Optional.empty();
    private long endedAt;
    private @Nullable List<SampleSet> sets;

    private ExecutionSampler(List<Recording> recordings) {
        this.recordings = List.copyOf(recordings);
    }

    /**
     * Begins to sample; the first samples have been taken when this returns.
     *
     * @throws CgroupReadException if there is nothing to sample
     */
    static ExecutionSampler attach(Sampler sampler, Sampling sampling, Optional<Path> cgroup, long pid) {
        List<Recording> recordings = new ArrayList<>();
        if (!sampling.isNone()) {
            SampleTarget tree = new SampleTarget(Scope.CONTAINER, cgroup, OptionalLong.of(pid));
            try {
                recordings.add(sampler.start(tree, sampling.every(), sampling.slowEvery()));
                recordings.add(sampler.start(SampleTarget.host(), sampling.every(), sampling.slowEvery()));
            } catch (CgroupReadException e) {
                recordings.forEach(Recording::stop);
                throw e;
            }
        }
        return new ExecutionSampler(recordings);
    }

    /** Nothing is sampled. */
    static ExecutionSampler nothing() {
        return new ExecutionSampler(List.of());
    }

    /** Takes a sample at once, because this instant matters. */
    void now() {
        recordings.forEach(Recording::sampleNow);
    }

    /** Takes a sample at once, because an edge of the gate was just seen. */
    void mark(Phase edge) {
        now();
        if (edge == Phase.BENCH_START) {
            recordings.forEach(Recording::resetPeak);
        }
    }

    /** What the program's tree had used in the end, where that can be read from nothing else. */
    synchronized void ended(ShellTimes times, long epochNanos) {
        lastTimes = Optional.of(times);
        endedAt = epochNanos;
    }

    /** Takes the last samples and gives them all; later calls give the same. */
    synchronized List<SampleSet> stop() {
        List<SampleSet> all = sets;
        if (all == null) {
            all = recordings.stream().map(Recording::stop).map(this::withEnd).toList();
            sets = all;
        }
        return all;
    }

    private SampleSet withEnd(SampleSet set) {
        return set.scope().equals(Scope.CONTAINER)
                ? lastTimes.map(times -> times.endOf(set, endedAt)).orElse(set)
                : set;
    }
}
