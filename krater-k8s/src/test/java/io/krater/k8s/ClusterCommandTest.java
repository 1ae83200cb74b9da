package io.krater.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.k8s.pod.Cleanup;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterCommandTest {
    @Test
    void countsOnlyThePodsThatWereRemoved() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ClusterCommand.tell(
                List.of(
                        Cleanup.REMOVED + "n/a of trial e/v/1, whose process has ended",
                        "kept pod n/b of trial e/v/2: its process is on another machine"),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("kept pod n/b")
                .endsWith("1 pods removed\n");
    }
}
