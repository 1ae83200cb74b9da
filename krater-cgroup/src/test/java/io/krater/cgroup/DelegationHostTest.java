package io.krater.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What this host lets this user do with cgroups, and that limits set there really bite. */
@Tag("host")
class DelegationHostTest {
    @Test
    void eitherFindsAPlaceOrSaysWhatWouldHelp() {
        Delegation found = Delegation.find(LiveCgroup.PREFIX);

        assertThat(found.tried())
                .isNotEmpty()
                .allSatisfy(sentence -> assertThat(sentence).isNotBlank());
        if (found.parent().isEmpty()) {
            assertThat(found.remedy()).isPresent();
        }
    }

    @Test
    void findsTheSamePlaceAgain() {
        CgroupParent first = LiveCgroup.parent();
        CgroupParent second = LiveCgroup.parent();

        assertThat(second).isEqualTo(first);
    }

    @Test
    void saysOfEveryControllerThatItIsThereOrWhyNot() throws Exception {
        CgroupParent parent = LiveCgroup.parent();
        try (ChildCgroup child = parent.child("controllers")) {
            for (String controller : List.of("cpu", "memory", "io", "pids")) {
                assertThat(child.controllers().contains(controller))
                        .as(controller)
                        .isNotEqualTo(child.unavailableControllers().containsKey(controller));
                assertThat(parent.missing().containsKey(controller))
                        .as(controller)
                        .isEqualTo(child.unavailableControllers().containsKey(controller));
            }
        }
    }

    @Test
    void measuresTheCpuTimeOfWhatRunsInsideAlone() throws Exception {
        try (ChildCgroup child = LiveCgroup.parent().child("cpu")) {
            Process process = spin(child, 200_000);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

            long usec = LiveCgroup.entry(child.path().resolve("cpu.stat"), "usage_usec");
            assertThat(usec).isBetween(20_000L, 60_000_000L);
        }
    }

    @Test
    void throttlesAtTheCpuLimit() throws Exception {
        try (ChildCgroup child = withController("cpu")) {
            assertThat(child.limit(CgroupLimits.none().withCpuMillis(100)).complete())
                    .isTrue();
            Process process = spin(child, 100_000_000);
            assertThat(LiveCgroup.soon(() -> LiveCgroup.entry(child.path().resolve("cpu.stat"), "nr_throttled") > 1))
                    .isTrue();

            child.kill();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void killsAtTheMemoryLimit() throws Exception {
        try (ChildCgroup child = withController("memory")) {
            assertThat(child.limit(CgroupLimits.none().withMemoryBytes(8 << 20).withoutSwap())
                            .applied())
                    .containsEntry("memory.max", "8388608");
            Process process = new ProcessBuilder(
                            child.enter(List.of("dd", "if=/dev/zero", "of=/dev/null", "bs=64M", "count=1"), false))
                    .start();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(128 + 9);
            assertThat(LiveCgroup.entry(child.path().resolve("memory.events"), "oom_kill"))
                    .isEqualTo(1);
        }
    }

    @Test
    void refusesMoreProcessesThanTheLimit() throws Exception {
        try (ChildCgroup child = withController("pids")) {
            assertThat(child.limit(CgroupLimits.none().withPids(1)).complete()).isTrue();
            Process process = new ProcessBuilder(
                            child.enter(List.of("/bin/sh", "-c", "true & wait; echo survived"), false))
                    .redirectErrorStream(true)
                    .start();

            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .containsIgnoringCase("fork");
            assertThat(LiveCgroup.entry(child.path().resolve("pids.events"), "max"))
                    .isPositive();
        }
    }

    @Test
    void keepsTheHarnessOutOfWhatItMeasures() throws Exception {
        CgroupParent parent = LiveCgroup.parent();
        try (ChildCgroup child = parent.child("harness")) {
            Path own = CgroupMount.detect().own().orElseThrow();

            assertThat(own).isNotEqualTo(parent.path());
            assertThat(own.startsWith(child.path())).isFalse();
            parent.harness().ifPresent(harness -> assertThat(own).isEqualTo(harness));
        }
    }

    @Test
    void removesWhatADeadHarnessLeft() throws Exception {
        CgroupParent parent = LiveCgroup.parent();
        Process harness = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        location(Delegation.class)
                                + File.pathSeparator
                                + location(LeavesBehind.class)
                                + File.pathSeparator
                                + location(Assumptions.class),
                        LeavesBehind.class.getName(),
                        LiveCgroup.PREFIX)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Path left = Path.of(new String(harness.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        assertThat(harness.waitFor()).isEqualTo(9);
        assertThat(CgroupTree.processes(left)).hasSize(1);

        StaleCgroups stale = parent.removeStale();

        assertThat(stale.removed()).containsExactly(left);
        assertThat(left).doesNotExist();
    }

    private static Path location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static ChildCgroup withController(String controller) throws IOException {
        CgroupParent parent = LiveCgroup.parent();
        assumeThat(parent.missing())
                .as("skipped: %s", parent.missing().get(controller))
                .doesNotContainKey(controller);
        return parent.child(controller);
    }

    private static Process spin(ChildCgroup child, int rounds) throws IOException {
        String loop = "i=0; while [ $i -lt " + rounds + " ]; do i=$((i+1)); done";
        return new ProcessBuilder(child.enter(List.of("/bin/sh", "-c", loop), false)).start();
    }
}
