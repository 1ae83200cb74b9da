package io.krater.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
    void saysWhereItCannotWrite() {
        assertThatIOException()
                .isThrownBy(() -> SamplerWarmUp.run(directory.resolve("absent"), Duration.ofMinutes(10)))
                .withMessageContaining("absent");
    }
}
