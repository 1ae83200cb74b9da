package io.krater.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CriSocketTest {
    @Test
    void takesAPathOrAUnixEndpoint() {
        assertThat(CriSocket.of("/run/a.sock").path()).isEqualTo(Path.of("/run/a.sock"));
        assertThat(CriSocket.of("unix:///run/a.sock").path()).isEqualTo(Path.of("/run/a.sock"));
    }

    @Test
    void refusesWhatIsNoPath() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CriSocket.of("tcp://127.0.0.1:1234"))
                .withMessageContaining("tcp://127.0.0.1:1234");
        assertThatIllegalArgumentException().isThrownBy(() -> CriSocket.of("run/a.sock"));
        assertThatIllegalArgumentException().isThrownBy(() -> CriSocket.of(""));
    }

    @Test
    void refusesAPathThatTheKernelCannotTake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CriSocket.of("/" + "a".repeat(107)))
                .withMessageContaining("107")
                .withMessageContaining("108");
    }

    @Test
    void looksForTheUsualOnes() {
        assertThat(CriSocket.usual().path()).isAbsolute();
    }
}
