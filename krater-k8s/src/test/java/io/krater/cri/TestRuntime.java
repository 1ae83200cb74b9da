package io.krater.cri;

import io.krater.k8s.TestCluster;
import io.krater.launch.ExecutionListener;
import io.krater.launch.Exit;
import io.krater.launch.FailureReason;
import io.krater.launch.LaunchRequest;
import io.krater.launch.LogLine;
import io.krater.launch.Phase;
import io.krater.launch.Sampling;
import io.krater.launch.Stamp;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialId;
import io.krater.suite.Environment;
import io.krater.suite.Resources;
import io.krater.suite.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The runtime of the node that the test runs on, and what KRATER has there. */
final class TestRuntime implements AutoCloseable {
    static final String SHELL = "krater-test-shell:latest";

    private final CriConnection connection;

    private final List<Kubelet> stopped;

    private TestRuntime(CriConnection connection, List<Kubelet> stopped) {
        this.connection = connection;
        this.stopped = stopped;
    }

    /**
     * Stops the node's kubelet until it is closed: it would end what it does not know. Removes what a test that was killed has
     * left.
     */
    static TestRuntime open() throws IOException {
        List<Kubelet> kubelets = Kubelet.running(Path.of("/proc"));
        kubelets.forEach(it -> signal("STOP", it));
        try (CriLauncher launcher = CriLauncher.connect()) {
            launcher.cleanup().forEach(what -> System.out.println("left by a test that died: " + what));
        }
        return new TestRuntime(CriConnection.open(CriSocket.usual(), CriDeadlines.usual()), kubelets);
    }

    private static void signal(String name, Kubelet kubelet) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(kubelet.pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " " + kubelet + ": exit code " + code);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    CriConnection connection() {
        return connection;
    }

    /** Sandboxes, cgroups and logs. */
    List<String> leftBehind() throws IOException {
        List<String> left = new ArrayList<>();
        CriSweep.ours(connection).forEach(it -> left.add(it.getMetadata().getName()));
        Path slice = Path.of("/sys/fs/cgroup/krater.slice");
        left.addAll(directories(slice));
        for (String home : directories(Path.of("/var/log/krater"))) {
            left.addAll(directories(Path.of("/var/log/krater", home)));
        }
        return left;
    }

    static List<String> directories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory)
                    .map(it -> it.getFileName().toString())
                    .toList();
        }
    }

    static Environment shell(String name, String script) {
        return Environment.pod(name)
                .image(SHELL)
                .command("/bin/sh", "-c", script)
                .build();
    }

    static LaunchRequest request(Environment environment, int number) {
        Variant variant = Variant.of("run");
        TrialId id = new TrialId(environment.name(), variant.label(), number);
        return new LaunchRequest(
                "it",
                new PlannedTrial(id, number, number, environment, variant),
                Resources.unlimited(),
                Sampling.none(),
                false,
                Set.of(),
                Duration.ofMinutes(5));
    }

    @Override
    public void close() {
        connection.close();
        stopped.forEach(it -> signal("CONT", it));
    }

    /** Remembers what an execution tells. */
    static final class Told implements ExecutionListener {
        private final Map<String, Stamp> marks = new ConcurrentHashMap<>();
        private final List<String> lines = new ArrayList<>();
        private volatile @Nullable Exit exit;

        @Override
        public void mark(String name, Stamp at) {
            marks.putIfAbsent(name, at);
        }

        @Override
        public void refused(FailureReason reason, Stamp at) {
            exit = new Exit(at, OptionalInt.empty(), Optional.of(reason));
        }

        @Override
        public synchronized void line(LogLine line) {
            lines.add(line.text());
        }

        @Override
        public void exited(Exit told) {
            exit = told;
        }

        boolean heard(Phase phase) {
            return marks.containsKey(phase.label());
        }

        long at(Phase phase) {
            return Objects.requireNonNull(marks.get(phase.label()), phase.label())
                    .epochNanos();
        }

        Optional<Exit> exit() {
            return Optional.ofNullable(exit);
        }

        void await(Phase phase, Duration patience) {
            TestCluster.await(patience, () -> heard(phase) || exit != null);
        }

        Exit awaitExit(Duration patience) {
            TestCluster.await(patience, () -> exit != null);
            return Objects.requireNonNull(exit, "it has not ended");
        }
    }
}
