package io.krater.examples;

import io.krater.experiment.RuntimeProcesses;
import io.krater.experiment.StartupExperiment;
import io.krater.metric.Aggregate;
import io.krater.metric.StartMetrics;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long many take that are started at once. */
@Command(
        name = "startup",
        description = "how long it takes until many that are started at once are ready, and how much CPU time")
final class StartupCommand implements Callable<Integer> {
    @Option(
            names = "--levels",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,10,50",
            description = "how many at once")
    private List<Integer> levels = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "rounds of each, after one that does not count")
    private int rounds;

    @Option(
            names = "--rate",
            paramLabel = "PER-SECOND",
            description = "one at a time at this rate instead of all at once")
    private Optional<Double> rate = Optional.empty();

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            description = "the most requests without an answer; no bound without it")
    private Optional<Integer> inFlight = Optional.empty();

    @Option(
            names = "--cpu-of",
            paramLabel = "REGEX",
            description =
                    "read CPU time of the processes whose command lines match, such as containerd, beside the host's")
    private Optional<String> cpuOf = Optional.empty();

    @Mixin
    private ScaleOptions scale = new ScaleOptions();

    @Override
    public Integer call() throws Exception {
        StartupExperiment.Builder experiment = StartupExperiment.named("startup")
                .levels(levels.toArray(Integer[]::new))
                .rounds(rounds)
                .ready(scale.ready());
        rate.ifPresent(experiment::oneAtATime);
        inFlight.ifPresent(experiment::inFlight);
        cpuOf.ifPresent(regex -> experiment.cpuOf("runtime", RuntimeProcesses.matching(regex)));
        scale.environments().forEach(experiment::environment);
        return scale.run(
                experiment.build(),
                List.of(
                        StartMetrics.MAKESPAN,
                        StartMetrics.latency(Aggregate.P50),
                        StartMetrics.latency(Aggregate.P99),
                        StartMetrics.HOST_CPU,
                        StartMetrics.SKEW,
                        StartMetrics.READY_SHARE));
    }
}
