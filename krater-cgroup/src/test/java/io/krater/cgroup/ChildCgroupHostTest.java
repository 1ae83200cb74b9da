package io.krater.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.krater.cgroup.read.KernelFile;
import io.krater.host.CpuList;
import io.krater.host.ProcessEntry;
import io.krater.host.ProcessIdentity;
import io.krater.host.ProcessStat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real cgroups and real processes on whatever this host has. */
@Tag("host")
class ChildCgroupHostTest {
    private Path parent = Path.of("/");

    @BeforeEach
    void findParent() {
        parent = LiveCgroup.parent().path();
    }

    @Test
    void startsAProgramInsideFromItsFirstInstructionWithItsArgumentsUntouched() throws Exception {
        try (ChildCgroup cgroup = ChildCgroup.create(parent, LiveCgroup.PREFIX, "args / ü")) {
            List<String> arguments = List.of("a b", "", "$HOME `x` \"q\" 'p'", "*", "-c", "back\\slash\n");
            List<String> command = new java.util.ArrayList<>(
                    List.of("/bin/sh", "-c", "cat /proc/self/cgroup; for a; do printf '[%s]' \"$a\"; done", "sh"));
            command.addAll(arguments);

            Process process = new ProcessBuilder(cgroup.enter(command, false)).start();
            String output = drain(process.getInputStream());

            assertThat(output)
                    .contains("0::/")
                    .contains("/" + cgroup.path().getFileName() + "\n")
                    .endsWith("[a b][][$HOME `x` \"q\" 'p'][*][-c][back\\slash\n]");
            assertThat(process.waitFor()).isZero();
        }
    }

    @Test
    void holdsAProgramUntilReleasedAndLeavesItTheRestOfItsInput() throws Exception {
        try (ChildCgroup cgroup = ChildCgroup.create(parent, LiveCgroup.PREFIX, "held")) {
            Process process = new ProcessBuilder(cgroup.enter(List.of("cat"), true)).start();
            assertThat(LiveCgroup.soon(() -> LiveCgroup.holds(cgroup, process.pid())))
                    .isTrue();
            assertThat(cgroup.populated()).isTrue();
            assertThat(ProcessStat.of(process.pid()).name()).isEqualTo("sh");

            try (OutputStream input = process.getOutputStream()) {
                input.write((ProcessEntry.RELEASE + "the rest").getBytes(StandardCharsets.UTF_8));
            }

            assertThat(drain(process.getInputStream())).isEqualTo("the rest");
            assertThat(process.waitFor()).isZero();
        }
    }

    @Test
    void neverStartsAHeldProgramWhoseHolderDied() throws Exception {
        try (ChildCgroup cgroup = ChildCgroup.create(parent, LiveCgroup.PREFIX, "orphan")) {
            Process process = new ProcessBuilder(cgroup.enter(List.of("echo", "started"), true)).start();
            process.getOutputStream().close();

            assertThat(drain(process.getInputStream())).isEmpty();
            assertThat(drain(process.getErrorStream())).startsWith(ProcessEntry.NOT_STARTED_PREFIX);
            assertThat(process.waitFor()).isEqualTo(ProcessEntry.NOT_STARTED);
        }
    }

    @Test
    void saysWhyAProgramCouldNotEnter() throws Exception {
        ChildCgroup cgroup = ChildCgroup.create(parent, LiveCgroup.PREFIX, "gone");
        cgroup.close();
        Process process = new ProcessBuilder(cgroup.enter(List.of("echo", "started"), false)).start();

        assertThat(drain(process.getInputStream())).isEmpty();
        assertThat(drain(process.getErrorStream())).contains(ProcessEntry.NOT_STARTED_PREFIX + "cannot enter");
        assertThat(process.waitFor()).isEqualTo(ProcessEntry.NOT_STARTED);
    }

    @Test
    void killsAndRemovesAWholeTreeOfProcesses() throws Exception {
        ChildCgroup cgroup = ChildCgroup.create(parent, LiveCgroup.PREFIX, "tree");
        Process process = startTree(cgroup);

        cgroup.close();

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 9);
        assertThat(cgroup.path()).doesNotExist();
        assertThat(cgroup.populated()).isFalse();
        cgroup.close();
    }

    @Test
    void cleansUpOnAThreadThatWasInterrupted() throws Exception {
        ChildCgroup cgroup = ChildCgroup.create(parent, LiveCgroup.PREFIX, "interrupted");
        Process process = startTree(cgroup);
        boolean stillInterrupted;
        Thread.currentThread().interrupt();
        try {
            cgroup.close();
        } finally {
            stillInterrupted = Thread.interrupted();
        }

        assertThat(stillInterrupted).isTrue();
        assertThat(cgroup.path()).doesNotExist();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void killsATreeWhereTheKernelHasNoCgroupKill() throws Exception {
        ChildCgroup cgroup = ChildCgroup.create(parent, LiveCgroup.PREFIX, "freeze");
        Process process = startTree(cgroup);

        new CgroupTree(cgroup.path(), Pause.sleeping()).killOneByOne();

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(LiveCgroup.soon(() -> !cgroup.populated())).isTrue();
        cgroup.remove();
        assertThat(cgroup.path()).doesNotExist();
    }

    /** A shell with two children, one of them in a cgroup further below. */
    private static Process startTree(ChildCgroup cgroup) throws IOException {
        Path below = Files.createDirectory(cgroup.path().resolve("below"));
        Process process = new ProcessBuilder(cgroup.enter(
                        List.of(
                                "/bin/sh",
                                "-c",
                                "sleep 1000 & (echo 0 > \"$1\"; exec sleep 1000) & wait",
                                "sh",
                                below.resolve("cgroup.procs").toString()),
                        false))
                .start();
        assertThat(LiveCgroup.soon(() -> processesIn(below) == 1 && processesIn(cgroup.path()) == 2))
                .isTrue();
        return process;
    }

    private static int processesIn(Path cgroup) {
        try {
            return CgroupTree.processes(cgroup).size();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void removesWhatADeadProcessLeftAndNothingElse() throws Exception {
        ProcessIdentity self = ProcessIdentity.self();
        Process ended = new ProcessBuilder("true").start();
        assertThat(ended.waitFor()).isZero();
        Path stale = parent.resolve(new ProcessIdentity(self.namespace(), ended.pid(), 1).name("kraterstale", "a"));
        Path reusedPid = parent.resolve(
                new ProcessIdentity(self.namespace(), self.pid(), self.startTicks() - 1).name("kraterstale", "b"));
        Path otherNamespace = parent.resolve(new ProcessIdentity(1, ended.pid(), 1).name("kraterstale", "c"));
        Path otherPrefix =
                parent.resolve(new ProcessIdentity(self.namespace(), ended.pid(), 1).name("kraterother", "d"));
        for (Path path : List.of(stale, reusedPid, otherNamespace, otherPrefix)) {
            Files.createDirectory(path);
        }
        try (ChildCgroup mine = ChildCgroup.create(parent, "kraterstale", "mine")) {
            Files.createDirectory(stale.resolve("below"));
            Process orphan = new ProcessBuilder(new ProcessEntry(
                                    java.util.Optional.of(stale.resolve("below")), false, java.util.Optional.empty())
                            .wrap(List.of("sleep", "1000")))
                    .start();
            assertThat(LiveCgroup.soon(() -> processesIn(stale.resolve("below")) == 1))
                    .isTrue();

            StaleCgroups swept = ChildCgroup.removeStale(parent, "kraterstale");

            assertThat(swept.removed()).containsExactlyInAnyOrder(stale, reusedPid);
            assertThat(swept.remaining()).isEmpty();
            assertThat(orphan.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(otherNamespace).exists();
            assertThat(otherPrefix).exists();
            assertThat(mine.path()).exists();
        } finally {
            Files.delete(otherNamespace);
            Files.delete(otherPrefix);
        }
    }

    @Test
    void reportsEveryLimitAsAppliedOrRefused() throws Exception {
        try (ChildCgroup cgroup = ChildCgroup.create(parent, LiveCgroup.PREFIX, "limits")) {
            LimitReport report = cgroup.limit(CgroupLimits.none()
                    .withCpuMillis(500)
                    .withMemoryBytes(64 << 20)
                    .withoutSwap()
                    .withPids(100)
                    .withCpus(CpuList.parse("0")));

            List<String> all = new java.util.ArrayList<>(report.applied().keySet());
            all.addAll(report.refused().keySet());
            assertThat(all)
                    .containsExactlyInAnyOrder("cpu.max", "memory.max", "memory.swap.max", "pids.max", "cpuset.cpus");
            assertThat(report.refused().values())
                    .allSatisfy(why -> assertThat(why).isNotBlank());
            report.applied()
                    .forEach((file, value) -> assertThat(
                                    KernelFile.text(cgroup.path().resolve(file)))
                            .hasValue(value));
            if (cgroup.controllers().contains("cpu")) {
                assertThat(report.applied()).containsEntry("cpu.max", "50000 100000");
            }
            if (cgroup.controllers().contains("memory")) {
                assertThat(report.applied()).containsEntry("memory.max", "67108864");
            }
        }
    }

    @Test
    void bindsToCpusEvenWithoutCpuset() throws Exception {
        try (ChildCgroup cgroup = ChildCgroup.create(parent, LiveCgroup.PREFIX, "pin")) {
            cgroup.limit(CgroupLimits.none().withCpus(CpuList.parse("0")));
            Process process = new ProcessBuilder(
                            cgroup.enter(List.of("grep", "Cpus_allowed_list", "/proc/self/status"), false))
                    .start();

            assertThat(drain(process.getInputStream())).isEqualTo("Cpus_allowed_list:\t0\n");
        }
    }

    @Test
    void refusesToKillItself() throws Exception {
        CgroupMount mount = CgroupMount.detect();
        Path own = mount.own().orElseThrow();
        CgroupTree tree = new CgroupTree(own, Pause.sleeping());

        assertThatThrownBy(tree::kill).isInstanceOf(IOException.class).hasMessageContaining("this process itself");
    }

    private static String drain(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
}
