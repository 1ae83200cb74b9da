package io.krater.experiment.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.krater.experiment.lifecycle.StepFailedException.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("host")
@Timeout(60)
class CommandActionHostTest {
    @Test
    void aCommandSaysWhatItSaidLast() {
        CommandAction failing =
                CommandAction.of("sh", "-c", "seq 100; echo $X >&2; exit 3").environment("X", "why");
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(failing::perform)
                .satisfies(failed -> {
                    assertThat(failed.kind()).isEqualTo(Kind.COMMAND_FAILED);
                    assertThat(failed).message().endsWith("ended with 3");
                    assertThat(failed.lastLines()).hasSize(20).startsWith("82").endsWith("100", "why");
                });
    }

    @Test
    void aProgramThatIsNotThereIsNotStarted() {
        for (String program : new String[] {"/no/such/program", "krater-no-such-program", "/etc"}) {
            assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(() -> CommandAction.of(program).perform())
                    .satisfies(failed -> assertThat(failed.kind()).isEqualTo(Kind.NOT_STARTED));
        }
    }

    @Test
    void itsInputIsEmptyAndItsArgumentsAreItsOwn() throws Exception {
        CommandAction.of("sh", "-c", "test \"$1\" = '-a $b' && test -z \"$(cat)\"", "x", "-a $b")
                .perform();
    }

    @Test
    void aCommandThatTakesTooLongIsKilledWithItsChildren() {
        CommandAction slow = CommandAction.of("sh", "-c", "sleep 4711 & wait").deadline(Duration.ofMillis(300));
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(slow::perform)
                .satisfies(failed -> assertThat(failed.kind()).isEqualTo(Kind.TIMED_OUT));
        assertThat(ProcessHandle.current().descendants())
                .noneMatch(process -> process.isAlive()
                        && process.info().commandLine().orElse("").contains("sleep 4711"));
    }
}
