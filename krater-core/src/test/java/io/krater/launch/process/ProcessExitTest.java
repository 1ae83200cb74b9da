package io.krater.launch.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.launch.Exit;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Stamp;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessExitTest {
    private static final Stamp AT = Stamp.node(42);

    private static ProcessExit ending(int value) {
        return new ProcessExit(
                value, false, OptionalLong.empty(), Optional.empty(), Optional.empty(), "/bin/prog", Set.of(0));
    }

    private static FailureReason reason(ProcessExit ending) {
        return ending.exit(AT).failure().orElseThrow();
    }

    @Test
    void zeroIsNoFailure() {
        Exit exit = ending(0).exit(AT);
        assertThat(exit.code()).hasValue(0);
        assertThat(exit.failure()).isEmpty();
        assertThat(exit.at()).isEqualTo(AT);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "125", "126", "127", "128", "160", "255"})
    void anyOtherCodeIsACrashWithItsCode(int code) {
        Exit exit = ending(code).exit(AT);
        assertThat(exit.code()).hasValue(code);
        assertThat(reason(ending(code)).kind()).isEqualTo(Kind.CRASHED);
        assertThat(reason(ending(code)).facts()).containsEntry("exit_code", Integer.toString(code));
    }

    @ParameterizedTest
    @CsvSource({
        "137, SIGKILL, 9",
        "139, SIGSEGV, 11",
        "134, SIGABRT, 6",
        "143, SIGTERM, 15",
        "162, SIGRTMIN, 34",
        "165, SIGRTMIN+3, 37"
    })
    void aSignalIsNamed(int value, String name, String number) {
        Exit exit = ending(value).exit(AT);
        assertThat(exit.code()).isEmpty();
        assertThat(reason(ending(value)).kind()).isEqualTo(Kind.KILLED);
        assertThat(reason(ending(value)).facts())
                .containsEntry("signal_name", name)
                .containsEntry("signal", number);
    }

    @Test
    void theOomKillerIsNamedWithTheLimit() {
        ProcessExit ending = new ProcessExit(
                137, false, OptionalLong.of(1), Optional.of("67108864"), Optional.empty(), "/bin/prog", Set.of(0));
        assertThat(reason(ending).kind()).isEqualTo(Kind.OOM_KILLED);
        assertThat(reason(ending).message()).contains("67108864");
        assertThat(ending.exit(AT).code()).isEmpty();
    }

    @Test
    void anOomKilledChildOfAProgramThatGoesOnIsNoFailure() {
        ProcessExit ending = new ProcessExit(
                0, false, OptionalLong.of(1), Optional.of("67108864"), Optional.empty(), "/bin/prog", Set.of(0));
        assertThat(ending.exit(AT).failure()).isEmpty();
    }

    @Test
    void noOomKillsMeanAnOrdinarySignal() {
        ProcessExit ending = new ProcessExit(
                137, false, OptionalLong.of(0), Optional.of("67108864"), Optional.empty(), "/bin/prog", Set.of(0));
        assertThat(reason(ending).kind()).isEqualTo(Kind.KILLED);
        assertThat(reason(ending).facts()).containsEntry("signal_name", "SIGKILL");
    }

    @Test
    void whatTheShellCouldNotExecuteIsNotACrash() {
        ProcessExit ending = new ProcessExit(
                127,
                false,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.of("/bin/prog: not found"),
                "/bin/prog",
                Set.of(0));
        assertThat(reason(ending).kind()).isEqualTo(Kind.CANNOT_EXECUTE);
        assertThat(reason(ending).message()).contains("/bin/prog").contains("interpreter");
    }

    @Test
    void killedByTheLauncherIsToldFromKilledByOthers() {
        ProcessExit ending = new ProcessExit(
                137, true, OptionalLong.empty(), Optional.empty(), Optional.empty(), "/bin/prog", Set.of(0));
        assertThat(reason(ending).kind()).isEqualTo(Kind.KILLED);
        assertThat(reason(ending).message()).contains("launcher");
        assertThat(reason(ending).facts()).doesNotContainKey("signal");
    }
}
