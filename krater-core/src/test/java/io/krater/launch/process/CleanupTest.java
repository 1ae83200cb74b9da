package io.krater.launch.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.cgroup.CgroupParent;
import io.krater.cgroup.Delegation;
import io.krater.host.ProcessIdentity;
import io.krater.launch.Execution;
import io.krater.launch.Heard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left by a harness that died, with real processes and cgroups. */
@Tag("host")
class CleanupTest {
    private static final int PATIENCE = 60;

    private final ProcessLauncher launcher = ProcessLauncher.create();

    @TempDir
    private Path folder;

    private Path pipes;

    @BeforeEach
    void makeFolder() throws IOException {
        pipes = Files.createDirectory(folder.resolve("krater.pipes"));
        Files.createFile(pipes.resolve("script1"));
    }

    @AfterEach
    void close() {
        launcher.close();
    }

    /** No process has this id: the kernel's highest is 4,194,304. */
    private static ProcessIdentity dead() throws IOException {
        return new ProcessIdentity(ProcessIdentity.self().namespace(), 4_194_305, 1);
    }

    private static Process marked(String mark) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sleep", "1000");
        builder.environment().put(SessionConfinement.MARK, mark);
        return builder.start();
    }

    @Test
    void killsTheProcessesOfADeadHarnessAndSaysSo() throws Exception {
        Process process = marked(dead().name(ConfinementFactory.PREFIX) + ".001-0000001");
        assertThat(launcher.cleanup())
                .singleElement()
                .asString()
                .contains(Long.toString(process.pid()))
                .contains("sleep");
        assertThat(process.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.cleanup()).isEmpty();
    }

    @Test
    void leavesProcessesOfOthersAlone() throws Exception {
        ProcessIdentity self = ProcessIdentity.self();
        ProcessIdentity elsewhere = new ProcessIdentity(1, 4_194_305, 1);
        for (String mark : new String[] {
            self.name(ConfinementFactory.PREFIX) + ".001-1",
            elsewhere.name(ConfinementFactory.PREFIX) + ".001-1",
            "something"
        }) {
            Process process = marked(mark);
            assertThat(launcher.cleanup()).isEmpty();
            assertThat(process.isAlive()).isTrue();
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void theGuardKillsMarkedProcessesWhenItsHarnessHasDied() throws Exception {
        Process process = marked(dead().name(ConfinementFactory.PREFIX) + ".001-0000001");
        Reaper reaper = Reaper.over(dead(), Optional.empty(), pipes, Optional.empty());
        reaper.abandon();
        assertThat(process.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();
        assertThat(reaper.awaitEnd(PATIENCE)).isTrue();
    }

    @Test
    void theGuardKillsAndRemovesCgroupsWhenItsHarnessHasDied() throws Exception {
        Optional<CgroupParent> parent =
                Delegation.find(ConfinementFactory.PREFIX).parent();
        org.junit.jupiter.api.Assumptions.assumeTrue(parent.isPresent(), "no cgroup can be made here");
        Path cgroup = parent.orElseThrow().path().resolve(dead().name(ConfinementFactory.PREFIX) + ".1-x");
        Files.createDirectories(cgroup.resolve("inner"));
        Process process = new ProcessBuilder("/bin/sleep", "1000").start();
        Files.writeString(cgroup.resolve("inner/cgroup.procs"), Long.toString(process.pid()));
        Reaper reaper = Reaper.over(dead(), Optional.of(parent.orElseThrow().path()), pipes, Optional.empty());
        reaper.abandon();
        assertThat(process.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();
        assertThat(reaper.awaitEnd(PATIENCE)).isTrue();
        assertThat(cgroup).doesNotExist();
    }

    @Test
    void theGuardDoesNothingWhenAllIsInOrder() throws Exception {
        Process process = marked(dead().name(ConfinementFactory.PREFIX) + ".001-0000001");
        Reaper reaper = Reaper.over(dead(), Optional.empty(), pipes, Optional.empty());
        reaper.close();
        assertThat(reaper.awaitEnd(PATIENCE)).isTrue();
        assertThat(process.isAlive()).isTrue();
        process.destroyForcibly().waitFor();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingOutlivesAHarnessThatIsKilled(boolean cgroups) throws Exception {
        Process harness = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CleanupTest.class.getName(),
                        Boolean.toString(cgroups))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long workload;
        try (var lines = harness.inputReader()) {
            workload = Long.parseLong(lines.readLine());
            assertThat(LeftBehind.TABLE.entry(workload)).isPresent();
            harness.destroyForcibly().waitFor();
        }
        Optional<ProcessHandle> handle = ProcessHandle.of(workload);
        if (handle.isPresent()) {
            handle.get().onExit().get(PATIENCE, TimeUnit.SECONDS);
        }
        assertThat(LeftBehind.ended(workload)).isTrue();
    }

    /** A harness whose program says its process id and sleeps, to be killed. */
    public static void main(String[] arguments) throws Exception {
        ProcessLauncher launcher = ProcessLauncher.builder()
                .cgroups(Boolean.parseBoolean(arguments[0]))
                .build();
        Heard heard = new Heard();
        Execution execution = launcher.prepare(Requests.shell("sleep 1000 & echo $!; wait"), heard);
        execution.start();
        heard.awaitLine(java.time.Duration.ofSeconds(PATIENCE));
        System.out.println(heard.texts().get(0));
        heard.awaitExit(java.time.Duration.ofSeconds(10 * PATIENCE));
    }
}
