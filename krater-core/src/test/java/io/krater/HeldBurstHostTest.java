package io.krater;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.launch.Execution;
import io.krater.launch.Heard;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Sampling;
import io.krater.launch.process.ProcessLauncher;
import io.krater.plan.TrialPlan;
import io.krater.suite.Environment;
import io.krater.suite.Gate;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many local programs at once whose harness is killed or interrupted: nothing of theirs stays, nothing of others goes. */
@Tag("host")
class HeldBurstHostTest {
    private static final int KILLED = 50;
    /** How many are held when Ctrl-C comes; {@code -Dkrater.held=500} for more than a usual build has time for. */
    private static final int HELD = Integer.getInteger("krater.held", 40);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private final ProcessLauncher launcher = ProcessLauncher.create();
    private final Heard bystander = new Heard();
    private Process foreign;

    @BeforeEach
    void startOthers() throws Exception {
        foreign = new ProcessBuilder("/bin/sleep", "1000").start();
        Suite suite = Suite.named("bystander")
                .environment(Environment.process("by").command("/bin/sh", "-c", "echo here; exec sleep 1000"))
                .workload(ProgramWorkload.named("w").gate(Gate.wholeLife()).build())
                .build();
        Execution execution = launcher.prepare(
                new LaunchRequest(
                        "bystander",
                        TrialPlan.of(suite, 1).trials().get(0),
                        Resources.unlimited(),
                        Sampling.none(),
                        false,
                        Set.of(),
                        Duration.ofMinutes(5)),
                bystander);
        execution.start();
        bystander.awaitLine(PATIENCE);
    }

    @AfterEach
    void othersAreUntouched() {
        boolean lives = foreign.isAlive();
        foreign.destroyForcibly();
        boolean ended = bystander.exit().isPresent();
        launcher.close();
        assertThat(lives).as("a program of nobody's").isTrue();
        assertThat(ended).as("a program of another launcher's").isFalse();
    }

    private Process harness(int count, boolean cgroups) throws IOException {
        return JavaProcess.start(
                HeldHarness.class, folder, folder.toString(), Integer.toString(count), Boolean.toString(cgroups));
    }

    /** Process ids of the programs that have begun. */
    private List<Long> begun() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("up."))
                    .map(name -> Long.parseLong(name.substring(3)))
                    .toList();
        }
    }

    private void awaitBegun(Process harness, int count) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (begun().size() < count) {
            assertThat(harness.isAlive())
                    .as(Files.readString(folder.resolve("output.txt")))
                    .isTrue();
            assertThat(System.nanoTime()).as("programs in time").isLessThan(end);
            harness.waitFor(5, TimeUnit.MILLISECONDS);
        }
    }

    /** Programs that run, and shells that hold one that does not. */
    private List<String> left() throws IOException {
        List<String> left = new ArrayList<>();
        List<Long> programs = begun();
        ProcessHandle.allProcesses().forEach(process -> {
            String line = process.info().commandLine().orElse("");
            if (process.isAlive()
                    && (line.contains(folder.toString())
                            || (programs.contains(process.pid()) && line.contains("sleep")))) {
                left.add(process.pid() + " " + line);
            }
        });
        return left;
    }

    private void awaitNothingLeft() throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!left().isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(left()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void killedInTheMiddleOfABurst(boolean cgroups) throws Exception {
        Process harness = harness(KILLED, cgroups);
        awaitBegun(harness, 1);
        harness.destroyForcibly().waitFor();
        // the next start, and not only the guard that the harness leaves behind
        cleaned(harness);
        awaitNothingLeft();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (List<String> more = cleaned(harness); !more.isEmpty(); more = cleaned(harness)) {
            assertThat(System.nanoTime()).as("still cleaned: " + more).isLessThan(end);
        }
    }

    /** What a cleanup finds of a harness; those of other builds on this machine may have died as well. */
    private List<String> cleaned(Process harness) {
        return launcher.cleanup().stream()
                .filter(what -> what.contains(Long.toString(harness.pid())))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void interruptedWhileManyAreHeld(boolean cgroups) throws Exception {
        Process harness = harness(HELD, cgroups);
        awaitBegun(harness, HELD);
        new ProcessBuilder("kill", "-INT", Long.toString(harness.pid())).start().waitFor();
        assertThat(harness.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(folder.resolve("output.txt"));
        assertThat(harness.exitValue()).as(said).isEqualTo(130);
        assertThat(said).contains("interrupted:").doesNotContain("did not end", "Exception");
        awaitNothingLeft();
        assertThat(cleaned(harness)).isEmpty();
    }
}
