package io.krater.experiment.lifecycle;

import io.krater.cgroup.HostFacts;
import io.krater.launch.Capture;
import io.krater.launch.Check;
import io.krater.launch.Execution;
import io.krater.launch.ExecutionListener;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.LaunchException;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Launcher;
import io.krater.suite.Suite;
import java.util.List;
import java.util.Map;

/** The launcher of experiments whose steps do everything: it starts nothing, and tells of this machine. */
public final class Steps implements Launcher {
    private Steps() {}

    /** A launcher that launches nothing. */
    public static Launcher launcher() {
        return new Steps();
    }

    @Override
    public String name() {
        return "steps";
    }

    @Override
    public List<Check> preflight(Suite suite) {
        return List.of();
    }

    @Override
    public Capture capture(Suite suite) {
        return new Capture(HostFacts.capture(), Map.of());
    }

    @Override
    public Execution prepare(LaunchRequest request, ExecutionListener listener) throws LaunchException {
        throw new LaunchException(
                FailureReason.of(Kind.CANNOT_EXECUTE, "this launcher starts nothing: it is for lives of platforms"));
    }

    @Override
    public List<String> cleanup() {
        return List.of();
    }

    @Override
    public void close() {
        // nothing was started
    }
}
