package io.krater.launch.process;

import io.krater.launch.LaunchRequest;
import io.krater.launch.Sampling;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialId;
import io.krater.suite.Environment;
import io.krater.suite.Resources;
import io.krater.suite.Variant;
import java.time.Duration;
import java.util.Set;

/** Requests for tests. */
final class Requests {
    private Requests() {}

    static final Sampling SAMPLING = new Sampling(Duration.ofMillis(20), Duration.ofMillis(100));

    static LaunchRequest shell(String script) {
        return of(Environment.process("shell").command("/bin/sh", "-c", script).build());
    }

    static LaunchRequest of(Environment environment) {
        return of(environment, Resources.unlimited(), SAMPLING, Set.of());
    }

    static LaunchRequest of(Environment environment, Resources resources, Sampling sampling, Set<Integer> cores) {
        Variant variant = Variant.of("run");
        TrialId id = new TrialId(environment.name(), variant.label(), 1);
        PlannedTrial trial = new PlannedTrial(id, 0, 0, environment, variant);
        return new LaunchRequest("test", trial, resources, sampling, false, cores, Duration.ofMinutes(5));
    }

    static LaunchRequest with(LaunchRequest request, Resources resources, Set<Integer> cores) {
        return of(request.trial().environment(), resources, request.sampling(), cores);
    }
}
