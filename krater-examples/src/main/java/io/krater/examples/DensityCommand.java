package io.krater.examples;

import io.krater.experiment.RuntimeProcesses;
import io.krater.experiment.density.DensityBuilder;
import io.krater.experiment.density.DensityExperiment;
import io.krater.experiment.density.SettleRule;
import io.krater.metric.HoldMetrics;
import io.krater.metric.StartMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What each costs while many are held alive. */
@Command(
        name = "density",
        description = "what memory and idle CPU each takes while many are held alive, and how fast more start on top")
final class DensityCommand implements Callable<Integer> {
    @Option(
            names = "--densities",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,10,50",
            description = "how many are held")
    private List<Integer> densities = List.of();

    @Option(
            names = "--memory",
            split = ",",
            paramLabel = "MIB",
            description = "limits of memory, a ramp for each; no limit without it")
    private List<Integer> memory = List.of();

    @Option(
            names = "--levels",
            split = ",",
            paramLabel = "N",
            description = "start so many at once on top of each density")
    private List<Integer> levels = List.of();

    @Option(names = "--ramps", paramLabel = "N", defaultValue = "3", description = "repetitions, each a whole ramp")
    private int ramps;

    @Option(names = "--until-refusal", paramLabel = "MOST", description = "grow on until no more can be started")
    private Optional<Integer> untilRefusal = Optional.empty();

    @Option(
            names = "--processes",
            paramLabel = "REGEX",
            description =
                    "whose memory is read: processes whose command lines match; the instances' own without it, with cri"
                            + " the shims")
    private Optional<String> processes = Optional.empty();

    @Option(
            names = "--settle",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "memory is read when it changes by less than 1 % in this time")
    private double settle = 1;

    @Option(names = "--idle", paramLabel = "SECONDS", defaultValue = "2", description = "how long idle CPU is measured")
    private double idle = 2;

    @Mixin
    private ScaleOptions scale = new ScaleOptions();

    @Override
    public Integer call() throws Exception {
        DensityBuilder experiment = DensityExperiment.named("density")
                .densities(densities.toArray(Integer[]::new))
                .memorySizes(memory.toArray(Integer[]::new))
                .levels(levels.toArray(Integer[]::new))
                .ramps(ramps)
                .settle(new SettleRule(0.01, millis(settle), millis(60 * settle)))
                .idle(millis(idle))
                .ready(scale.ready());
        untilRefusal.ifPresent(experiment::untilRefusal);
        Optional<String> pattern =
                processes.or(() -> scale.throughSocket() ? Optional.of("containerd-shim|/pause") : Optional.empty());
        pattern.ifPresent(regex -> experiment.processes(RuntimeProcesses.matching(regex)));
        scale.environments().forEach(experiment::environment);
        return scale.run(
                experiment.build(),
                List.of(
                        HoldMetrics.PSS_PER_CONTAINER,
                        HoldMetrics.TAKEN,
                        HoldMetrics.IDLE_RUNTIME,
                        HoldMetrics.HELD,
                        StartMetrics.MAKESPAN));
    }

    private static Duration millis(double seconds) {
        return Duration.ofMillis(Math.round(1000 * seconds));
    }
}
