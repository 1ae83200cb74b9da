package io.krater.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.krater.host.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplerWarmUpTest {
    @TempDir
    Path directory;

    @Test
    void takesItsTicksAndLeavesNothingBehind() throws IOException {
        assertThat(SamplerWarmUp.run(directory, Duration.ofMinutes(10))).isEqualTo(8_000);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void stopsWhenItsTimeIsOver() throws IOException {
        assertThat(SamplerWarmUp.run(directory, Duration.ZERO)).isZero();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void removesWhatAKilledProcessLeftAndNothingElse() throws IOException {
        ProcessIdentity self = ProcessIdentity.self();
        String dead =
                new ProcessIdentity(self.namespace(), self.pid(), self.startTicks() - 1).name("krater-warm-up", "1");
        Files.writeString(Files.createDirectory(directory.resolve(dead)).resolve("cpu.stat"), "x");
        List<Path> others = List.of(
                directory.resolve(self.name("krater-warm-up", "2")),
                directory.resolve(new ProcessIdentity(1, 2, 3).name("krater-warm-up", "3")),
                directory.resolve("krater-warm-up.mine"));
        for (Path other : others) {
            Files.createDirectory(other);
        }
        SamplerWarmUp.run(directory, Duration.ZERO);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactlyInAnyOrderElementsOf(others);
        }
    }

    @Test
    void saysWhereItCannotWrite() {
        assertThatIOException()
                .isThrownBy(() -> SamplerWarmUp.run(directory.resolve("absent"), Duration.ofMinutes(10)))
                .withMessageContaining("absent");
    }
}
