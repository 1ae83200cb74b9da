package io.krater.launch.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.krater.cgroup.CgroupMount;
import io.krater.launch.Execution;
import io.krater.launch.Exit;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Heard;
import io.krater.launch.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that leaves the cgroup in which it is counted, as login sessions and services do. */
@Tag("host")
class MovedAwayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void aProgramThatLeavesItsCgroupHasNoFiguresRatherThanZeros() throws Exception {
        Path seen = folder.resolve("seen");
        Path elsewhere = CgroupMount.detect().root().orElse(folder).resolve("cgroup.procs");
        String script = "(echo $$ > " + elsewhere + ") 2> /dev/null && echo moved || echo stayed; " + "while [ ! -e "
                + seen + " ]; do sleep 0.02; done";
        Heard heard = new Heard();
        try (ProcessLauncher launcher = ProcessLauncher.create();
                Execution execution = launcher.prepare(Requests.shell(script), heard)) {
            execution.start();
            heard.awaitLine(PATIENCE);
            execution.mark(Phase.BENCH_START);
            Files.createFile(seen);
            Exit exit = heard.awaitExit(PATIENCE);
            assumeThat(execution.facts()).containsEntry("confinement", "cgroup");
            assumeThat(heard.lines().get(0).text()).isEqualTo("moved");
            FailureReason reason = exit.failure().orElseThrow();
            assertThat(reason.kind()).isEqualTo(Kind.NO_SAMPLES);
            assertThat(reason.message()).contains("moved itself to another cgroup");
            assertThat(reason.facts()).containsEntry("moved_to", "/");
            assertThat(exit.code()).hasValue(0);
        }
    }

    /** As sudo or systemd-run within a script: the program stays, its child works elsewhere. */
    @Test
    void aChildThatWorksElsewhereIsTold() throws Exception {
        Path seen = folder.resolve("seen");
        String script = "sh -c '" + move("$$") + "; " + until(seen) + "' & wait";
        Heard heard = new Heard();
        try (ProcessLauncher launcher = ProcessLauncher.create();
                Execution execution = launcher.prepare(Requests.shell(script), heard)) {
            execution.start();
            heard.awaitLine(PATIENCE);
            assumeThat(execution.facts()).containsEntry("confinement", "cgroup");
            assumeThat(heard.lines().get(0).text()).isEqualTo("moved");
            awaitFact(execution, ProcessExecution.WORKED_ELSEWHERE);
            Files.createFile(seen);
            Exit exit = heard.awaitExit(PATIENCE);
            assertThat(exit.failure()).isEmpty();
            assertThat(execution.facts().get(ProcessExecution.WORKED_ELSEWHERE))
                    .matches("process [0-9]+ \\(.+\\) in /.*");
        }
    }

    /** Its figures between the edges would be those of an empty cgroup. */
    @Test
    void aProgramThatLeavesAndComesBackHasNoFiguresEither() throws Exception {
        Path seen = folder.resolve("seen");
        String script = "own=$(sed -n s/^0:://p /proc/self/cgroup); " + move("$$") + "; " + until(seen) + "; echo $$ > "
                + root() + "$own/cgroup.procs; echo back";
        Heard heard = new Heard();
        try (ProcessLauncher launcher = ProcessLauncher.create();
                Execution execution = launcher.prepare(Requests.shell(script), heard)) {
            execution.start();
            heard.awaitLine(PATIENCE);
            assumeThat(execution.facts()).containsEntry("confinement", "cgroup");
            assumeThat(heard.lines().get(0).text()).isEqualTo("moved");
            awaitFact(execution, "moved_to");
            Files.createFile(seen);
            Exit exit = heard.awaitExit(PATIENCE);
            assertThat(heard.lines().get(1).text()).isEqualTo("back");
            assertThat(exit.failure().orElseThrow().kind()).isEqualTo(Kind.NO_SAMPLES);
        }
    }

    @Test
    void aChildThatLeftItsCgroupAndItsParentDoesNotOutliveTheTrial() throws Exception {
        String script = "setsid sh -c '" + move("$$") + "; echo $$; exec > /dev/null 2>&1; sleep 600' & "
                + "while ! [ -e " + folder.resolve("go") + " ]; do sleep 0.02; done";
        Heard heard = new Heard();
        try (ProcessLauncher launcher = ProcessLauncher.create();
                Execution execution = launcher.prepare(Requests.shell(script), heard)) {
            execution.start();
            heard.await(() -> heard.lines().size() > 1, PATIENCE);
            assumeThat(execution.facts()).containsEntry("confinement", "cgroup");
            assumeThat(heard.lines().get(0).text()).isEqualTo("moved");
            long stray = Long.parseLong(heard.lines().get(1).text());
            Files.createFile(folder.resolve("go"));
            heard.awaitExit(PATIENCE);
            assertThat(execution.facts())
                    .hasEntrySatisfying("outlived_by", told -> assertThat(told).matches("[12] of its processes, .*"))
                    .containsKey(ProcessExecution.WORKED_ELSEWHERE);
            ProcessHandle.of(stray)
                    .ifPresent(handle ->
                            handle.onExit().orTimeout(60, TimeUnit.SECONDS).join());
            assertThat(ProcessHandle.of(stray).filter(ProcessHandle::isAlive)).isEmpty();
        }
    }

    private static String root() {
        return CgroupMount.detect().root().orElse(Path.of("/nowhere")).toString();
    }

    private static String move(String pid) {
        return "(echo " + pid + " > " + root() + "/cgroup.procs) 2> /dev/null && echo moved || echo stayed";
    }

    private static String until(Path file) {
        return "while ! [ -e " + file + " ]; do sleep 0.02; done";
    }

    private static void awaitFact(Execution execution, String fact) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!execution.facts().containsKey(fact) && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        assertThat(execution.facts()).containsKey(fact);
    }
}
