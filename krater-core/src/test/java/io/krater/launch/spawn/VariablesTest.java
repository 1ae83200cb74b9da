package io.krater.launch.spawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {
    @Test
    void leavesToTheShellWhatItHandsOn() {
        Variables variables = Variables.of(Map.of("HOME", "/h", "_", "x"), Map.of("SIZE", "1"));
        assertThat(variables.assigned()).containsExactly(Map.entry("SIZE", "1"));
        assertThat(variables.byEnv()).isEmpty();
    }

    @Test
    void givesByEnvWhatAShellWouldDropOrChange() {
        Variables variables = Variables.of(
                Map.of("cluster.name", "x", "BASH_FUNC_f%%", "() { :; }"),
                Map.of("1st", "1", "with blank", "b", "IFS", ":", "PPID", "7", "_", "y"));
        assertThat(variables.assigned()).isEmpty();
        assertThat(variables.byEnv())
                .containsExactlyInAnyOrder(
                        "1st=1", "with blank=b", "IFS=:", "PPID=7", "_=y", "cluster.name=x", "BASH_FUNC_f%%=() { :; }");
    }

    @Test
    void whatIsSetForTheProgramWins() {
        Variables variables = Variables.of(Map.of("a.b", "old", "PWD", "/old"), Map.of("a.b", "new", "PWD", "/new"));
        assertThat(variables.byEnv()).containsExactly("a.b=new");
        assertThat(variables.places()).containsExactly(Map.entry("PWD", "/new"));
    }

    @Test
    void refusesWhatCannotBeHandedOn() {
        Variables odd = Variables.of(Map.of(), Map.of("a.b", "\u00e4"));
        assertThatThrownBy(() -> odd.require(false, "/bin/x", StandardCharsets.UTF_8))
                .hasMessageContaining("a.b")
                .hasMessageContaining("install coreutils");
        assertThatThrownBy(() -> odd.require(true, "/opt/x=y/bin", StandardCharsets.UTF_8))
                .hasMessageContaining("/opt/x=y/bin");
        assertThatThrownBy(() -> odd.require(true, "/bin/x", StandardCharsets.US_ASCII))
                .hasMessageContaining("LC_ALL=C.UTF-8");
        assertThatCode(() -> odd.require(true, "/bin/x", StandardCharsets.UTF_8))
                .doesNotThrowAnyException();
    }

    @Test
    void asksNothingOfAnEnvironmentThatAShellHandsOn() {
        Variables plain = Variables.of(Map.of("A", "1"), Map.of());
        assertThatCode(() -> plain.require(false, "/opt/x=y/bin", StandardCharsets.US_ASCII))
                .doesNotThrowAnyException();
    }
}
