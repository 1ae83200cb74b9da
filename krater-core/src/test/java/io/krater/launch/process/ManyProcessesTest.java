package io.krater.launch.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.launch.Execution;
import io.krater.launch.Heard;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Sampling;
import io.krater.suite.Environment;
import io.krater.suite.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What many held processes cost this one. */
@Tag("host")
class ManyProcessesTest {
    private static final int COUNT = 40;

    private static final LaunchRequest REQUEST = Requests.of(
            Environment.process("many").command("/bin/echo", "up").build(),
            Resources.unlimited(),
            Sampling.none(),
            Set.of());

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    /** Each descriptor makes every later ProcessBuilder slower, ours or the user's. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takeAtMostThreeDescriptorsEachAndGiveThemBack(boolean cgroups) throws Exception {
        try (ProcessLauncher launcher =
                ProcessLauncher.builder().cgroups(cgroups).build()) {
            launcher.prepare(REQUEST, new Heard()).close(); // what is made once is made
            long before = descriptors();
            List<Execution> executions = new ArrayList<>();
            List<Heard> heard = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                heard.add(new Heard());
                executions.add(launcher.prepare(REQUEST, heard.get(i)));
            }
            // others of this JVM may close theirs meanwhile: only the upper bound is a promise
            assertThat(descriptors() - before).isLessThanOrEqualTo(3L * COUNT + 4);
            for (Execution execution : executions) {
                execution.start();
            }
            for (Heard one : heard) {
                one.awaitExit(Duration.ofSeconds(60));
                assertThat(one.texts()).containsExactly("up");
            }
            executions.forEach(Execution::close);
            assertThat(descriptors()).isLessThanOrEqualTo(before + 4);
        }
    }
}
