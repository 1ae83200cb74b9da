package io.krater.launch.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.cgroup.CgroupParent;
import io.krater.cgroup.CpuKinds;
import io.krater.cgroup.Delegation;
import io.krater.host.CpuList;
import io.krater.host.CpuSpeed;
import io.krater.host.LoadAverage;
import io.krater.host.SwapDevice;
import io.krater.host.Topology;
import io.krater.launch.Check;
import io.krater.launch.Check.State;
import io.krater.launch.spawn.HeldCommand;
import io.krater.suite.Environment;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** On machines that are made up. */
class ProcessPreflightTest {
    private static final HeldCommand WITH_TOOLS =
            new HeldCommand(Optional.of("setsid"), Optional.of("taskset"), Optional.of("env"));
    private static final HeldCommand WITHOUT_TOOLS =
            new HeldCommand(Optional.empty(), Optional.empty(), Optional.of("env"));
    private static final Delegation EVERYTHING = delegation(Map.of());
    private static final Delegation NOTHING =
            new Delegation(Optional.empty(), List.of("not allowed"), Optional.of("start as root"));

    private static Delegation delegation(Map<String, String> missing) {
        Set<String> controllers = new java.util.TreeSet<>(Set.of("cpu", "memory", "io", "pids", "cpuset"));
        controllers.removeAll(missing.keySet());
        CgroupParent parent = new CgroupParent(
                Path.of("/cg/krater"),
                CgroupParent.How.TOP_LEVEL,
                ConfinementFactory.PREFIX,
                controllers,
                missing,
                Optional.empty());
        return new Delegation(
                Optional.of(parent), List.of(), missing.isEmpty() ? Optional.empty() : Optional.of("delegate more"));
    }

    /** Two cores with two threads each, a quiet machine. */
    private static Machine machine() {
        Topology topology = new Topology(
                CpuList.parse("0-3"),
                List.of(CpuList.parse("0,2"), CpuList.parse("1,3")),
                List.of(),
                List.of(),
                List.of(),
                true);
        CpuSpeed speed = new CpuSpeed(
                Optional.of("intel_pstate"),
                Optional.of("performance"),
                Optional.of(false),
                OptionalLong.empty(),
                OptionalLong.empty());
        return new Machine(
                topology,
                new CpuKinds(Map.of()),
                CpuList.parse("0-3"),
                speed,
                Optional.of(new LoadAverage(0.1, 0.1, 0.1, 1, 100)),
                Optional.of(List.of()),
                OptionalLong.of(8L << 30));
    }

    private static Suite.Builder suite() {
        return Suite.named("s")
                .environment(Environment.process("shell").command("/bin/sh"))
                .workload(ProgramWorkload.named("w").build())
                .trials(1);
    }

    private static List<Check> checks(Suite suite, Delegation delegation, HeldCommand held, Machine machine) {
        return new ProcessPreflight(suite, delegation, held, machine).run();
    }

    private static Check only(List<Check> checks, State state) {
        List<Check> found =
                checks.stream().filter(check -> check.state() == state).toList();
        assertThat(found).hasSize(1);
        assertThat(found.get(0).meaning()).isNotBlank();
        assertThat(found.get(0).remedy()).isNotBlank();
        return found.get(0);
    }

    private static Check warning(Suite suite, Delegation delegation, HeldCommand held, Machine machine) {
        return only(checks(suite, delegation, held, machine), State.WARNING);
    }

    @Test
    void findsNothingOnAQuietMachineWithAllThatIsNeeded() {
        assertThat(checks(suite().build(), EVERYTHING, WITH_TOOLS, machine()))
                .hasSizeGreaterThan(5)
                .allMatch(check -> check.state() == State.OK);
    }

    @Test
    void aProgramThatIsMissingIsAnErrorWithItsRemedy() {
        Suite suite = suite().environment(Environment.process("gone").command("/no/such"))
                .build();
        Check check = only(checks(suite, EVERYTHING, WITH_TOOLS, machine()), State.ERROR);
        assertThat(check.subject()).isEqualTo("program of gone");
        assertThat(check.found()).isEqualTo("program /no/such of environment gone does not exist");
        assertThat(check.remedy()).isEqualTo("build it, or correct the path");
    }

    @Test
    void aPodIsAnErrorWithItsRemedy() {
        Suite suite = suite().environment(Environment.pod("pod").image("image")).build();
        assertThat(only(checks(suite, EVERYTHING, WITH_TOOLS, machine()), State.ERROR)
                        .remedy())
                .contains("KubernetesLauncher");
    }

    @Test
    void saysWhatIsLostWithoutCgroups() {
        Check check = warning(suite().build(), NOTHING, WITH_TOOLS, machine());
        assertThat(check.subject()).isEqualTo("cgroups");
        assertThat(check.found()).contains("not allowed");
        assertThat(check.remedy()).isEqualTo("start as root");
    }

    @Test
    void saysWhichControllerIsMissing() {
        Check check = warning(
                suite().build(), delegation(Map.of("memory", "controller memory is on v1")), WITH_TOOLS, machine());
        assertThat(check.subject()).isEqualTo("cgroups");
        assertThat(check.found()).contains("controller memory is on v1");
    }

    @Test
    void aMissingCpusetIsNoWarning() {
        assertThat(checks(suite().build(), delegation(Map.of("cpuset", "cpuset is not there")), WITH_TOOLS, machine()))
                .allMatch(check -> check.state() == State.OK)
                .anyMatch(check -> check.found().contains("cpuset is not there"));
    }

    @Test
    void aLimitThatCannotBeAppliedIsAWarning() {
        Suite suite = suite().limits(Resources.cpu("500m").memory("64Mi")).build();
        List<Check> checks = checks(suite, delegation(Map.of("cpu", "controller cpu is on v1")), WITH_TOOLS, machine());
        assertThat(checks).anySatisfy(check -> {
            assertThat(check.subject()).isEqualTo("cpu limit");
            assertThat(check.state()).isEqualTo(State.WARNING);
            assertThat(check.found()).isEqualTo("500m cannot be applied: controller cpu is on v1");
            assertThat(check.remedy()).isEqualTo("delegate more");
        });
        assertThat(checks).anySatisfy(check -> {
            assertThat(check.subject()).isEqualTo("memory limit");
            assertThat(check.state()).isEqualTo(State.OK);
        });
    }

    @Test
    void limitsThatTheMachineItselfDoesNotReachAreWarnings() {
        assertThat(warning(suite().limits(Resources.cpu("5")).build(), EVERYTHING, WITH_TOOLS, machine())
                        .found())
                .isEqualTo("5000m, but 4 CPUs");
        assertThat(warning(suite().limits(Resources.memoryLimit("9Gi")).build(), EVERYTHING, WITH_TOOLS, machine())
                        .subject())
                .isEqualTo("memory limit");
    }

    @Test
    void aWholePhysicalCoreIsPinnedWithoutAWarning() {
        assertThat(checks(suite().pinTo(1, 3).build(), EVERYTHING, WITH_TOOLS, machine()))
                .allMatch(check -> check.state() == State.OK)
                .anyMatch(check -> check.found().equals("pinned to 1,3 by cpuset"));
    }

    @Test
    void halfAPhysicalCoreIsAWarning() {
        Check check = warning(suite().pinTo(1).build(), EVERYTHING, WITH_TOOLS, machine());
        assertThat(check.subject()).isEqualTo("cores");
        assertThat(check.found()).contains("1,3");
    }

    @Test
    void aCoreThatIsNotThereIsAnError() {
        Check check = only(checks(suite().pinTo(4).build(), EVERYTHING, WITH_TOOLS, machine()), State.ERROR);
        assertThat(check.found()).contains("4").contains("0-3");
    }

    @Test
    void noCoreLeftForTheHarnessIsAWarning() {
        assertThat(warning(suite().pinTo(0, 1, 2, 3).build(), EVERYTHING, WITH_TOOLS, machine())
                        .remedy())
                .contains("leave a physical core");
    }

    @Test
    void pinningFallsBackToAffinityAndThenToAWarning() {
        Delegation without = delegation(Map.of("cpuset", "cpuset is not there"));
        assertThat(checks(suite().pinTo(1, 3).build(), without, WITH_TOOLS, machine()))
                .anyMatch(check -> check.found().equals("pinned to 1,3 by affinity"));
        assertThat(warning(suite().pinTo(1, 3).build(), without, WITHOUT_TOOLS, machine())
                        .remedy())
                .contains("taskset");
    }

    @Test
    void swapIsAWarningUnlessTheTrialsCannotUseIt() {
        Machine swapping = new Machine(
                machine().topology(),
                machine().kinds(),
                machine().allowed(),
                machine().speed(),
                machine().load(),
                Optional.of(List.of(new SwapDevice("/dev/sda2", "partition", 1, 0))),
                machine().memoryBytes());
        assertThat(warning(suite().build(), EVERYTHING, WITH_TOOLS, swapping).found())
                .contains("/dev/sda2");
        assertThat(checks(suite().limits(Resources.memoryLimit("1Gi")).build(), EVERYTHING, WITH_TOOLS, swapping))
                .allMatch(check -> check.state() == State.OK);
    }

    @Test
    void speedThatChangesIsAWarning() {
        Machine saving = new Machine(
                machine().topology(),
                machine().kinds(),
                machine().allowed(),
                new CpuSpeed(
                        Optional.of("intel_pstate"),
                        Optional.of("powersave"),
                        Optional.of(true),
                        OptionalLong.empty(),
                        OptionalLong.empty()),
                machine().load(),
                machine().swap(),
                machine().memoryBytes());
        assertThat(checks(suite().build(), EVERYTHING, WITH_TOOLS, saving))
                .filteredOn(check -> check.state() == State.WARNING)
                .extracting(Check::subject)
                .containsExactly("cpu frequency", "turbo");
    }

    @Test
    void aBusyMachineIsAWarning() {
        Machine busy = new Machine(
                machine().topology(),
                machine().kinds(),
                machine().allowed(),
                machine().speed(),
                Optional.of(new LoadAverage(2.01, 0, 0, 1, 1)),
                machine().swap(),
                machine().memoryBytes());
        assertThat(warning(suite().build(), EVERYTHING, WITH_TOOLS, busy).found())
                .isEqualTo("2.01 over the last minute, 4 CPUs");
    }
}
