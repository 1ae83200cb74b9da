package io.krater.node;

import io.krater.launch.Sampling;
import io.krater.sample.SampleSet;
import io.krater.sample.SteadyClock;
import io.krater.sampler.Recording;
import io.krater.sampler.SampleTarget;
import io.krater.sampler.Sampler;
import io.krater.sampler.SamplerWarmUp;
import org.jspecify.annotations.Nullable;

/**
 * The one sampler of a node, whose clock is anchored anew between trials: log lines are stamped by the wall clock, and a
 * steady clock that was anchored hours ago has drifted from it by what NTP slewed since. Thread-safe.
 */
final class SamplerPool implements AutoCloseable {
    private static final long TOLERATED_DRIFT_NANOS = 100_000;

    private @Nullable Sampler sampler;
    private int running;
    private boolean closed;

    /** A pool that is ready: what warms up does it now, not while a pod starts. */
    SamplerPool() {
        SamplerWarmUp.once();
    }

    /** A running recording. */
    record Lease(Recording recording, SteadyClock clock, SamplerPool pool) {
        /** Ends it. */
        SampleSet stop() {
            SampleSet set = recording.stop();
            pool.ended();
            return set;
        }
    }

    /**
     * Starts to sample.
     *
     * @throws io.krater.sample.CgroupReadException if the target is not there
     */
    synchronized Lease start(SampleTarget target, Sampling sampling) {
        if (closed) {
            throw new IllegalStateException("the launcher is closed");
        }
        Sampler current = sampler;
        if (current == null || (running == 0 && Math.abs(current.clock().offsetNanos()) > TOLERATED_DRIFT_NANOS)) {
            if (current != null) {
                current.close();
            }
            current = Sampler.create();
            sampler = current;
        }
        Recording recording = current.start(target, sampling.every(), sampling.slowEvery());
        running++;
        return new Lease(recording, current.clock(), this);
    }

    private synchronized void ended() {
        running--;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (sampler != null) {
            sampler.close();
            sampler = null;
        }
    }
}
