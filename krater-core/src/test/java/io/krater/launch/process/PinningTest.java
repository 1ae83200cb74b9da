package io.krater.launch.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.host.CpuList;
import io.krater.launch.Execution;
import io.krater.launch.Heard;
import io.krater.suite.Resources;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("host")
class PinningTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theProgramRunsOnTheChosenCoreAndTheResultSaysHow(boolean cgroups) throws Exception {
        CpuList allowed = Machine.read().allowed();
        int core = allowed.cpus().last();
        Heard heard = new Heard();
        try (ProcessLauncher launcher =
                        ProcessLauncher.builder().cgroups(cgroups).build();
                Execution execution = launcher.prepare(
                        Requests.with(
                                Requests.shell("grep Cpus_allowed_list /proc/self/status"),
                                Resources.unlimited(),
                                Set.of(core)),
                        heard)) {
            execution.start();
            heard.awaitExit(Duration.ofSeconds(60));
            assertThat(heard.texts()).singleElement().asString().endsWith("\t" + core);
            assertThat(execution.facts()).containsEntry("cpus_allowed", Integer.toString(core));
            assertThat(execution.facts().getOrDefault("pinned_by", "")).isIn("cpuset", "taskset");
        }
    }
}
