package io.krater.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.krater.host.CpuList;
import io.krater.host.ProcessEntry;
import io.krater.host.ProcessIdentity;
import io.krater.host.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no real cgroup; {@link ChildCgroupHostTest} has the rest. */
class ChildCgroupTest {
    @TempDir
    Path temp = Path.of("");

    @ParameterizedTest
    @CsvSource({"1000, 100000 100000", "500, 50000 100000", "10, 1000 100000", "9, 9000 1000000", "1, 1000 1000000"})
    void writesAQuotaThatTheKernelTakes(int millis, String cpuMax) {
        assertThat(CgroupLimits.cpuMax(millis)).isEqualTo(cpuMax);
    }

    @Test
    void refusesLimitsOutOfBounds() {
        assertThatThrownBy(() -> CgroupLimits.none().withCpuMillis(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cpuMillis must be at least 1, was 0");
        assertThatThrownBy(() -> CgroupLimits.none().withMemoryBytes(-5)).hasMessageContaining("was -5");
        assertThatThrownBy(() -> CgroupLimits.none().withPids(0)).hasMessageContaining("pids");
        assertThatThrownBy(() -> CgroupLimits.none().withCpus(CpuList.parse("")))
                .hasMessageContaining("cpus must name a CPU");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a/b", "ü", "a b"})
    void refusesPrefixesThatCouldNotBeFoundAgain(String prefix) {
        assertThatThrownBy(() -> ChildCgroup.create(temp, prefix, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + prefix + "\"");
    }

    @Test
    void refusesAParentThatIsNoCgroup() {
        assertThatThrownBy(() -> ChildCgroup.create(temp, "krater", "x"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a cgroup v2 directory");
    }

    @Test
    void saysWhichLimitsAreInForceAndWhichNot() throws IOException {
        SysTree tree = new SysTree(temp)
                .put("cgroup.controllers", "cpu memory cpuset\n")
                .put("cgroup.subtree_control", "cpu memory cpuset\n")
                .put("child/cpu.max", "max 100000\n")
                .put("child/memory.max", "max\n")
                .put("child/cpuset.cpus", "\n")
                .put("child/cpuset.cpus.effective", "0\n");

        LimitReport report = new LimitWriter(tree.path("child"), new Controllers(temp, CgroupMount.of("", temp)))
                .write(CgroupLimits.none()
                        .withCpuMillis(250)
                        .withMemoryBytes(4096)
                        .withoutSwap()
                        .withPids(5)
                        .withCpus(CpuList.parse("0-1")));

        assertThat(report.complete()).isFalse();
        assertThat(report.applied()).containsOnlyKeys("cpu.max", "memory.max");
        assertThat(report.refused())
                .containsEntry("memory.swap.max", "this kernel has no memory.swap.max")
                .containsEntry("pids.max", "there is no cgroup v2 tree")
                .containsEntry("cpuset.cpus", "asked for CPUs 0-1, the kernel gives 0");
        assertThat(Files.readString(tree.path("child/cpu.max"))).endsWith("25000 100000");
    }

    @Test
    void triesAgainWhileACgroupIsBusy() throws IOException {
        Path cgroup = new SysTree(temp).put("busy/below/file", "").path("busy");
        List<Long> pauses = new ArrayList<>();
        Pause pause = nanos -> {
            pauses.add(nanos);
            if (pauses.size() == 3) {
                delete(cgroup.resolve("below/file"));
            }
        };

        new CgroupTree(cgroup, pause).remove();

        assertThat(cgroup).doesNotExist();
        assertThat(pauses).containsExactly(500_000L, 1_000_000L, 2_000_000L);
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void givesUpOnACgroupThatStaysBusyAndSaysWhatIsInIt() {
        Path cgroup = new SysTree(temp).put("busy/cgroup.procs", "12\n345\n").path("busy");
        List<Long> pauses = new ArrayList<>();

        assertThatThrownBy(() -> new CgroupTree(cgroup, pauses::add).remove())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("still holds processes [12, 345]");
        assertThat(pauses.stream().mapToLong(Long::longValue).sum()).isBetween(5_000_000_000L, 6_000_000_000L);
    }

    @Test
    void removingWhatIsGoneIsNoError() throws IOException {
        CgroupTree tree = new CgroupTree(temp.resolve("gone"), nanos -> {});

        tree.kill();
        tree.remove();

        assertThat(tree.populated()).isEmpty();
        assertThat(tree.allProcesses()).isEmpty();
    }

    @Test
    void aCgroupThatCannotBeReadMayHoldProcesses() throws IOException {
        Path shut = Files.createDirectory(temp.resolve("shut"));
        Files.createDirectory(shut.resolve("cgroup.events"));

        assertThat(new CgroupTree(shut, nanos -> {}).populated()).contains(true);
    }

    @Test
    void saysThatControllersCannotBeReadRatherThanThatTheyAreNotGiven() throws IOException {
        Path shut = Files.createDirectory(temp.resolve("shut"));
        Files.createDirectory(shut.resolve("cgroup.controllers"));

        assertThat(new Controllers(shut).whyMissing("cpu").orElseThrow())
                .startsWith("cannot tell whether " + shut + " has controller cpu")
                .contains("Is a directory");
    }

    @Test
    void knowsItsCreatorByTheName() throws IOException {
        ProcessIdentity creator = new ProcessIdentity(4_026_531_836L, 4711, 99);
        ProcessIdentity self = ProcessIdentity.self();

        assertThat(ProcessIdentity.ofName("krater", creator.name("krater", "1-matmul.w")))
                .hasValue(creator);
        assertThat(ProcessIdentity.ofName("other", creator.name("krater", "1"))).isEmpty();
        assertThat(ProcessIdentity.ofName("krater", "krater-harness")).isEmpty();
        assertThat(ProcessIdentity.ofName("krater", "krater.1.2.99999999999999999999.x"))
                .isEmpty();
        assertThat(self.isGone(self)).isFalse();
        assertThat(new ProcessIdentity(self.namespace(), self.pid(), self.startTicks() + 1).isGone(self))
                .isTrue();
        assertThat(new ProcessIdentity(self.namespace() + 1, self.pid(), 1).isGone(self))
                .isFalse();
    }

    @Test
    void leavesACommandAsItIsWhereNothingIsAsked() {
        assertThat(ProcessEntry.plain().wrap(List.of("a", "b c"))).containsExactly("a", "b c");
        assertThatThrownBy(() -> ProcessEntry.plain().wrap(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void holdsAProgramWithoutACgroupToo() throws Exception {
        ProcessEntry entry = new ProcessEntry(Optional.empty(), true, Optional.empty());
        Process process =
                new ProcessBuilder(entry.wrap(List.of("/bin/sh", "-c", "echo \"$#\" \"$@\"", "x", "a b", ""))).start();
        process.getOutputStream().write(ProcessEntry.RELEASE.getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().close();

        assertThat(process.getInputStream().readAllBytes()).asString().isEqualTo("2 a b \n");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void addsNoVariablesOfItsOwnToTheProgramsEnvironment() throws Exception {
        ProcessEntry entry = new ProcessEntry(
                Optional.empty(), false, Optional.of(Topology.read().online()));
        ProcessBuilder builder = new ProcessBuilder(entry.wrap(List.of("env")));
        builder.environment().clear();
        builder.environment().put("procs", "kept");
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        Process process = builder.start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
                .contains("procs=kept")
                .allMatch(line -> line.matches("(procs|PATH|PWD|OLDPWD|SHLVL|_)=.*"));
    }
}
