package io.krater.examples;

import io.krater.Krater;
import io.krater.experiment.Bench;
import io.krater.experiment.Experiment;
import io.krater.experiment.Session;
import io.krater.launch.Launcher;
import io.krater.launch.Phase;
import io.krater.launch.process.ProcessLauncher;
import io.krater.metric.Aggregate;
import io.krater.metric.Direction;
import io.krater.metric.Metric;
import io.krater.result.SuiteResult;
import io.krater.result.compare.Factor;
import io.krater.suite.Environment;
import io.krater.suite.Parameter;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import io.krater.trial.Burst;
import io.krater.trial.Instance;
import io.krater.trial.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An experiment of one's own: how long it takes until n processes that are asked for at once have all begun to speak. */
@Command(
        name = "13-own-experiment",
        aliases = {"own-experiment", "13"},
        description = "an experiment of one's own: n processes at once, with a metric over them")
final class Example13OwnExperiment implements Experiment, Callable<Integer> {
    private static final String SPOKEN = Phase.FIRST_OUTPUT.label();
    private static final Metric SLOWEST = Metric.overInstances(
            "slowest_start_seconds",
            "s",
            Direction.LOWER_IS_BETTER,
            instance -> instance.seconds(Phase.REQUESTED, Phase.FIRST_OUTPUT),
            Aggregate.MAX);

    @Option(names = "--trials", paramLabel = "N", defaultValue = "5", description = "trials of each cell")
    int trials = 5;

    @Mixin
    private ResultsFolder results = new ResultsFolder();

    @Override
    public Suite design() {
        ProgramWorkload.Builder together = ProgramWorkload.named("together").primaryMetric(SLOWEST.name());
        for (int n : List.of(1, 4, 16)) {
            together.variant("n" + n, Map.of("n", Parameter.number(n)));
        }
        return Suite.named("own-experiment")
                .environment(Environment.process("sh").command("sh", "-c", "echo here; sleep 100"))
                .workload(together.build())
                .trials(trials)
                .build();
    }

    @Override
    public List<Metric> metrics() {
        return List.of(SLOWEST);
    }

    @Override
    public Session open(Environment environment, Bench bench) {
        return bench.session((planned, burst) -> {
            burst.prepare(planned, (int) planned.variant().number("n").orElseThrow());
            burst.send().awaitReady(SPOKEN, Duration.ofMinutes(1));
            List<Instance> instances = burst.instances(SPOKEN);
            return Trial.of(
                    planned,
                    bench.design().resources(),
                    Burst.allReady(instances),
                    instances,
                    Trial.Whole.nothing(),
                    0);
        });
    }

    @Override
    public Integer call() throws Exception {
        try (Launcher launcher = ProcessLauncher.create()) {
            SuiteResult result = Krater.run(this).on(launcher).into(results.path());
            result.print(System.out);
            System.out.println(result.compare(SLOWEST).along(Factor.VARIANT).baseline("n1"));
        }
        return 0;
    }
}
