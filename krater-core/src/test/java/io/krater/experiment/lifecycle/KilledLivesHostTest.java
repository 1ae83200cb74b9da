package io.krater.experiment.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.JavaProcess;
import io.krater.result.SuiteResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A harness that is killed, or stopped, in the middle of a life, and run again; the platforms are files and processes. */
@Tag("host")
@Timeout(120)
class KilledLivesHostTest {
    @TempDir
    private Path folder;

    @Test
    void nothingIsLeftOfALifeWhoseHarnessWasKilled() throws Exception {
        Process harness = start();
        await(harness, "started");
        harness.destroyForcibly().waitFor();
        assertThat(stepsAlive()).as("the step dies with its harness").isEmpty();
        assertThat(left()).as("nobody was there to tear it down").hasSize(1);

        Files.createFile(folder.resolve("go"));
        Process again = start();
        assertThat(again.waitFor(60, TimeUnit.SECONDS)).as(output()).isTrue();

        assertThat(again.exitValue()).as(output()).isZero();
        assertThat(left()).isEmpty();
        SuiteResult result = SuiteResult.read(folder.resolve("lives"));
        assertThat(result.trials()).hasSize(2).allMatch(trial -> trial.outcome().isCompleted());
        assertThat(result.parts()).hasSize(2);
        assertThat(Lives.of(result.trials(), result.hosts().values()).counted())
                .allSatisfy(life ->
                        assertThat(life.hosts()).extracting(LifeHost::name).containsExactly("here"));
        List<String> started = Files.readAllLines(folder.resolve("started"));
        assertThat(started).hasSize(3);
        assertThat(started.get(1))
                .as("the life that was killed comes first again")
                .isEqualTo(started.get(0));
    }

    @Test
    void ctrlCTearsThePlatformDownAndSaysHowToGoOn() throws Exception {
        Process harness = start();
        await(harness, "started");
        new ProcessBuilder("kill", "-INT", Long.toString(harness.pid())).start().waitFor();
        assertThat(harness.waitFor(60, TimeUnit.SECONDS)).as(output()).isTrue();

        assertThat(harness.exitValue()).isEqualTo(130);
        assertThat(output())
                .contains("interrupted: 0 of 2 trials are complete")
                .contains("run the same suite into the same folder to go on");
        assertThat(left()).isEmpty();
        assertThat(stepsAlive()).isEmpty();
    }

    private void await(Process harness, String file) throws InterruptedException {
        while (harness.isAlive() && !Files.exists(folder.resolve(file))) {
            harness.waitFor(20, TimeUnit.MILLISECONDS);
        }
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("up-") || name.startsWith("late-"))
                    .toList();
        }
    }

    /** Steps that run in the folder, a while after their harness is gone. */
    private List<String> stepsAlive() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        List<String> alive;
        do {
            alive = ProcessHandle.allProcesses()
                    .map(process -> process.info().commandLine().orElse(""))
                    .filter(line -> line.contains("touch") && line.contains(folder.toString()))
                    .toList();
        } while (!alive.isEmpty() && System.nanoTime() < end);
        return alive;
    }

    private Process start() throws IOException {
        return JavaProcess.start(KilledLives.class, folder, folder.toString());
    }

    private String output() throws IOException {
        return JavaProcess.output(folder);
    }
}
