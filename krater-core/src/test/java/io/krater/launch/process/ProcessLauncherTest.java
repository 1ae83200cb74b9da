package io.krater.launch.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.cgroup.Column;
import io.krater.launch.Execution;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Heard;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With cgroups where this machine lets them be made, and without. */
class ProcessLauncherTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ProcessLauncher launcher = ProcessLauncher.create();

    @AfterEach
    void close() {
        launcher.close();
    }

    @Test
    void samplesAProgramAndTellsItsExitCode() throws Exception {
        Heard heard = new Heard();
        try (Execution execution = launcher.prepare(Requests.shell("echo one; echo two >&2; exit 3"), heard)) {
            execution.start();
            assertThat(heard.awaitExit(PATIENCE).code()).hasValue(3);
            assertThat(heard.awaitExit(PATIENCE).failure().orElseThrow().kind()).isEqualTo(Kind.CRASHED);
            assertThat(heard.texts()).containsExactly("one", "two");
            assertThat(execution.samples()).anySatisfy(set -> {
                assertThat(set.scope()).isEqualTo("container");
                assertThat(set.seriesOf(Column.USAGE_USEC)).isPresent();
            });
        }
        assertThat(heard.order())
                .containsExactly("REQUESTED", "FIRST_OUTPUT", "line one", "line two", "ENDED", "exited", "DELETED");
    }
}
