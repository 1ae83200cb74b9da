package io.krater.examples;

import io.krater.Krater;
import io.krater.launch.Launcher;
import io.krater.launch.process.ProcessLauncher;
import io.krater.metric.Direction;
import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.suite.Gate;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import io.krater.suite.Workload;
import io.krater.suite.WorkloadResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A workload of one's own: any program, its arguments, its gate lines, and how its log is read. */
@Command(
        name = "03-own-workload",
        aliases = {"own-workload", "03", "3"},
        description = "a workload of one's own: any program with its own gate lines, and one with none")
final class Example03OwnWorkload implements Callable<Integer> {
    @Option(names = "--trials", paramLabel = "N", defaultValue = "3", description = "trials of each cell")
    private int trials;

    @Mixin
    private ResultsFolder results = new ResultsFolder();

    private static final String COUNT =
            "echo READY; i=0; while [ $i -lt $0 ]; do i=$((i+1)); done; echo FINISHED; echo counted $i";

    @Override
    public Integer call() throws Exception {
        Workload counting = ProgramWorkload.named("counting")
                .sizes(List.of(100_000, 300_000), "-c", COUNT, "{size}")
                .gate(Gate.between("READY", "FINISHED"))
                .expected(Duration.ofSeconds(2))
                .log((variant, log) -> log.stream()
                        .filter(line -> line.startsWith("counted "))
                        .map(line -> Double.parseDouble(line.substring("counted ".length())))
                        .findFirst()
                        .map(count -> new WorkloadResult(Map.of("counted", count), Optional.of(true)))
                        .orElse(WorkloadResult.none()))
                .build();
        // a program that knows nothing of gates: its whole life is measured, from its first instruction
        Workload listing = ProgramWorkload.named("listing")
                .variant("usr", "-c", "ls -R /usr/include > /dev/null 2>&1 || true")
                .expected(Duration.ofSeconds(5))
                .build();

        try (Launcher launcher = ProcessLauncher.create()) {
            Metric counted = Metric.reported("counted", "", Direction.HIGHER_IS_BETTER);
            run(suite("counting", counting), launcher)
                    .print(System.out, List.of(Metrics.GATE_TIME, Metrics.CPU_TIME, counted));
            System.out.println();
            run(suite("listing", listing), launcher)
                    .print(System.out, List.of(Metrics.GATE_TIME, Metrics.CPU_TIME, Metrics.KERNEL_FRACTION));
        }
        return 0;
    }

    private Suite suite(String name, Workload workload) {
        return Suite.named(name)
                .environment(Environment.process("sh").command("/bin/sh"))
                .workload(workload)
                .trials(trials)
                .sampleEvery(Duration.ofMillis(10))
                .build();
    }

    private SuiteResult run(Suite suite, Launcher launcher) {
        return Krater.run(suite).on(launcher).into(results.path());
    }
}
