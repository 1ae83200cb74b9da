package io.krater;

import io.krater.experiment.lifecycle.CommandAction;
import io.krater.experiment.lifecycle.StepFailedException;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.suite.Service;
import io.krater.trial.TrialClock;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A service of a suite. A small shell stands between it and this process: it ends the service when its own input ends, so also
 * when this process is killed. Not thread-safe.
 */
final class RunningService implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration ASK_FOR = Duration.ofSeconds(10);
    private static final int LAST_LINES = 20;

    /** What leads the session: the service, and beside it one that waits for the end of the input to end them all. */
    private static final String SCRIPT = "exec 3<&0 4>&2 2>/dev/null; \"$@\" </dev/null 2>&4 3<&- 4>&- & "
            + "service=$!; exec 4>&-; "
            + "(trap : TERM; cat <&3 >/dev/null 2>&1; kill -TERM 0; n=0; "
            + "while kill -0 $service 2>/dev/null && [ $n -lt 100 ]; do sleep 0.1; n=$((n+1)); done; "
            + "kill -KILL 0) & "
            + "guard=$!; trap : TERM; "
            + "while :; do wait $service; code=$?; kill -0 $service 2>/dev/null || break; done; "
            + "kill -KILL $guard 2>/dev/null; exit $code";

    private final Service service;
    private final Path log;
    private final TrialClock clock;
    private @Nullable Process process;

    /**
     * A service to be started.
     *
     * @param log where its output goes
     */
    RunningService(Service service, Path log, TrialClock clock) {
        this.service = service;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @return why it is not; it has been ended then
     */
    Optional<FailureReason> start() throws InterruptedException {
        if (service.ready().port().isPresent() && answers(service.ready().port().getAsInt())) {
            return Optional.of(failed("port " + service.ready().port().getAsInt()
                    + " takes connections before it was started, so something else is there: end that, or take another"
                    + " port"));
        }
        boolean ready = false;
        try {
            Files.createDirectories(java.util.Objects.requireNonNull(log.getParent()));
            process = spawn();
            Optional<FailureReason> failure = awaitReady();
            ready = failure.isEmpty();
            return failure;
        } catch (IOException absent) {
            return Optional.of(failed("could not be started: " + absent.getMessage()));
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    private Process spawn() throws IOException {
        List<String> line = new ArrayList<>(List.of("setsid", "/bin/sh", "-c", SCRIPT, "krater-service"));
        line.addAll(service.command().words());
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
        service.directory().ifPresent(folder -> builder.directory(new File(folder)));
        builder.environment().putAll(service.variables());
        return builder.start();
    }

    private Optional<FailureReason> awaitReady() throws InterruptedException, IOException {
        long until = clock.nanoTime() + service.within().toNanos();
        Object monitor = new Object();
        while (true) {
            Optional<FailureReason> gone = ended();
            if (gone.isPresent()) {
                return gone;
            }
            if (isReady(Duration.ofNanos(Math.max(1_000_000, until - clock.nanoTime())))) {
                return Optional.empty();
            }
            if (clock.nanoTime() >= until) {
                return Optional.of(failed("was not ready (" + service.ready() + ") within "
                        + service.within().toMillis() / 1000.0 + " s"));
            }
            synchronized (monitor) {
                clock.await(monitor, POLL.toNanos());
            }
        }
    }

    private boolean isReady(Duration left) throws InterruptedException, IOException {
        Service.Ready ready = service.ready();
        if (ready.port().isPresent()) {
            return answers(ready.port().getAsInt());
        }
        if (ready.line().isPresent()) {
            return lines().stream().anyMatch(line -> line.contains(ready.line().get()));
        }
        try {
            CommandAction.of(ready.command().toArray(String[]::new))
                    .deadline(left.compareTo(ASK_FOR) < 0 ? left : ASK_FOR)
                    .perform();
            return true;
        } catch (StepFailedException notYet) {
            return false;
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** Why it does not run any more; empty while it does. */
    Optional<FailureReason> ended() {
        Process running = process;
        return running == null || running.isAlive()
                ? Optional.empty()
                : Optional.of(failed("has ended with exit code " + running.exitValue() + " while the suite needs it")
                        .with("exit_code", Integer.toString(running.exitValue())));
    }

    private FailureReason failed(String how) {
        return FailureReason.of(Kind.SERVICE_FAILED, "service " + service.name() + " " + how + "; its log is " + log)
                .with("service", service.name())
                .with("log", log.toString())
                .withLastLines(lastLines());
    }

    private List<String> lastLines() {
        try {
            Deque<String> last = new ArrayDeque<>();
            for (String line : lines()) {
                last.add(line);
                if (last.size() > LAST_LINES) {
                    last.remove();
                }
            }
            return List.copyOf(last);
        } catch (IOException unreadable) {
            return List.of("(its log cannot be read: " + unreadable.getMessage() + ")");
        }
    }

    private List<String> lines() throws IOException {
        if (!Files.exists(log)) {
            return List.of();
        }
        // whatever bytes a program writes
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(log), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    /** Ends it with all that it has started: by SIGTERM, after 10 s by SIGKILL. */
    @Override
    public void close() {
        Process running = process;
        if (running == null) {
            return;
        }
        process = null;
        boolean interrupted = false;
        try {
            running.getOutputStream().close(); // which the guard waits for
        } catch (IOException alreadyGone) {
            running.destroy();
        }
        while (true) {
            try {
                if (!running.waitFor(30, TimeUnit.SECONDS)) {
                    running.destroyForcibly();
                }
                killRest(running.pid());
                break;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where the service ended by itself, what it had started is left of its session. */
    private static void killRest(long session) throws InterruptedException {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -KILL -- -" + session)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noShell) {
            throw new java.io.UncheckedIOException("what is left of a service could not be ended", noShell);
        }
    }
}
