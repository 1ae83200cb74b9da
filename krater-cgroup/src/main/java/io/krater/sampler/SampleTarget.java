package io.krater.sampler;

import io.krater.sample.Scope;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What to sample.
 *
 * @param scope what it is in the results; {@link Scope#HOST} is the machine itself
 * @param cgroup its cgroup v2 directory, where it has one
 * @param pid root of the process tree that is read from {@code /proc} where there is no cgroup; with a cgroup, the figures
 *     that the cgroup lacks are summed over the cgroup's processes instead
 */
public record SampleTarget(Scope scope, Optional<Path> cgroup, OptionalLong pid) {
    /**
     * Refuses a target with nothing to read.
     *
     * @throws IllegalArgumentException if there is neither cgroup nor pid nor is it the host, or
     *     the pid is not positive
     */
    public SampleTarget {
        if (cgroup.isEmpty() && pid.isEmpty() && !scope.isHost()) {
            throw new IllegalArgumentException("target " + scope + " needs a cgroup or a pid");
        }
        if (pid.isPresent() && pid.getAsLong() <= 0) {
            throw new IllegalArgumentException("pid must be positive, was " + pid.getAsLong());
        }
    }

    /** A cgroup. */
    public static SampleTarget cgroup(Scope scope, Path cgroup) {
        return new SampleTarget(scope, Optional.of(cgroup), OptionalLong.empty());
    }

    /** A process and its descendants. */
    public static SampleTarget process(Scope scope, long pid) {
        return new SampleTarget(scope, Optional.empty(), OptionalLong.of(pid));
    }

    /** The machine itself. */
    public static SampleTarget host() {
        return new SampleTarget(Scope.HOST, Optional.empty(), OptionalLong.empty());
    }
}
