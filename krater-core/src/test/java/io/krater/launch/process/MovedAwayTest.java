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
}
