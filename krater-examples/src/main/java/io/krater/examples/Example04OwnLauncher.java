package io.krater.examples;

import io.krater.Krater;
import io.krater.launch.Capture;
import io.krater.launch.Check;
import io.krater.launch.ClockOffset;
import io.krater.launch.Execution;
import io.krater.launch.ExecutionListener;
import io.krater.launch.Exit;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Launcher;
import io.krater.launch.LogLine;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.metric.Direction;
import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.sample.SampleSet;
import io.krater.suite.Environment;
import io.krater.suite.Gate;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import io.krater.suite.WorkloadResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A launcher of one's own: here one that runs a loop in a thread of this JVM, without any cgroup. */
@Command(
        name = "04-own-launcher",
        aliases = {"own-launcher", "04", "4"},
        description = "a launcher of one's own: trials in threads of this JVM")
final class Example04OwnLauncher implements Callable<Integer> {
    @Option(names = "--trials", paramLabel = "N", defaultValue = "5", description = "trials of each cell")
    private int trials;

    @Mixin
    private ResultsFolder results = new ResultsFolder();

    @Override
    public Integer call() throws Exception {
        Suite suite = Suite.named("own-launcher")
                .environment(Environment.process("strict").command("strict").attribute("sum", "exact"))
                .environment(Environment.process("plain").command("plain").attribute("sum", "plain"))
                .workload(ProgramWorkload.named("summing")
                        .sizes(List.of(1_000_000), "{size}")
                        .gate(Gate.between("BEGIN", "END"))
                        .log((variant, log) -> new WorkloadResult(
                                Map.of("sum", Double.parseDouble(log.get(log.size() - 1))), Optional.of(true)))
                        .build())
                .trials(trials)
                .build();
        try (Launcher launcher = new ThreadLauncher()) {
            Path into = results.path();
            Krater.run(suite)
                    .on(launcher)
                    .into(into)
                    .print(System.out, List.of(Metrics.GATE_TIME, Metric.reported("sum", "", Direction.NEUTRAL)));
        }
        return 0;
    }

    /** Runs the workload in a thread; there is nothing to sample, so it says so by giving no samples. */
    private static final class ThreadLauncher implements Launcher {
        @Override
        public String name() {
            return "thread";
        }

        @Override
        public List<Check> preflight(Suite suite) {
            return List.of(Check.warning(
                    "samples",
                    "none",
                    "a thread has no cgroup: CPU and memory of trials are absent",
                    "use ProcessLauncher where they matter"));
        }

        @Override
        public Capture capture(Suite suite) {
            return new Capture(Map.of("jvm", System.getProperty("java.vm.version")), Map.of());
        }

        @Override
        public Execution prepare(LaunchRequest request, ExecutionListener listener) {
            return new ThreadExecution(request, listener);
        }

        @Override
        public List<String> cleanup() {
            return List.of();
        }

        @Override
        public void close() {}
    }

    private static final class ThreadExecution implements Execution {
        private final LaunchRequest request;
        private final ExecutionListener listener;
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final Thread thread = new Thread(this::work, "trial");

        ThreadExecution(LaunchRequest request, ExecutionListener listener) {
            this.request = request;
            this.listener = listener;
        }

        @Override
        public void start() {
            listener.phase(Phase.REQUESTED, now());
            thread.start();
        }

        private void work() {
            boolean exact =
                    "exact".equals(request.trial().environment().attributes().get("sum"));
            int count = Integer.parseInt(request.trial().variant().arguments().get(0));
            say("BEGIN");
            double sum = 0;
            double lost = 0;
            for (int i = 1; i <= count && !stopped.get(); i++) {
                // Kahan's compensated sum against the plain one
                double term = 1.0 / i - (exact ? lost : 0);
                double next = sum + term;
                lost = (next - sum) - term;
                sum = next;
            }
            say("END");
            say(Double.toString(sum));
            listener.exited(new Exit(now(), OptionalInt.of(0), Optional.empty()));
        }

        private void say(String line) {
            listener.line(new LogLine(now(), line, false));
        }

        private static Stamp now() {
            Instant now = Instant.now();
            return Stamp.node(now.getEpochSecond() * 1_000_000_000L + now.getNano());
        }

        @Override
        public void mark(Phase edge) {}

        @Override
        public List<SampleSet> samples() {
            return List.of();
        }

        @Override
        public ClockOffset clockOffset() {
            return ClockOffset.none();
        }

        @Override
        public Map<String, String> facts() {
            return Map.of("thread", thread.getName());
        }

        @Override
        public void kill() {
            stopped.set(true);
        }

        @Override
        public void close() {
            kill();
        }
    }
}
