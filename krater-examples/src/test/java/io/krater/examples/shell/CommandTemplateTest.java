package io.krater.examples.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTemplateTest {
    @Test
    void needsNoShellWhereTheValuesComeLast() {
        assertThat(words("gzip -9 -c {file}", "file")).containsExactly("gzip", "-9", "-c");
        assertThat(words("sleep 0.1")).containsExactly("sleep", "0.1");
        assertThat(words("prog {a} {b}", "a", "b")).containsExactly("prog");
    }

    @Test
    void givesValuesToAShellAsItsParametersWhereverTheyStand() {
        assertThat(words("cp {file} /tmp/x", "file")).containsExactly("/bin/sh", "-c", "exec cp \"${1}\" /tmp/x", "sh");
        assertThat(words("cat {file} | wc -l", "file")).containsExactly("/bin/sh", "-c", "cat \"${1}\" | wc -l", "sh");
        assertThat(words("echo \"a {x}\" 'b {y}'", "x", "y"))
                .containsExactly("/bin/sh", "-c", "echo \"a ${1}\" 'b '\"${2}\"''", "sh");
        assertThat(words("prog {b} {a}", "a", "b"))
                .containsExactly("/bin/sh", "-c", "exec prog \"${2}\" \"${1}\"", "sh");
    }

    @Test
    void leavesTheOtherParametersToACommandThatDoesNotNameThem() {
        assertThat(words("sleep 1", "file")).containsExactly("/bin/sh", "-c", "exec sleep 1", "sh");
    }

    @Test
    void refusesAPlaceholderWithoutValues() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> words("gzip {fiel}", "file"))
                .withMessageContaining("{fiel}")
                .withMessageContaining("[file]");
        assertThatIllegalArgumentException().isThrownBy(() -> words(" ")).withMessageContaining("name a program");
    }

    @Test
    void makesNamesThatAResultTakes() {
        assertThat(new CommandTemplate("gzip -9 -c {file}", List.of("file")).name())
                .isEqualTo("gzip-9-c");
        assertThat(new CommandTemplate("./a.out", List.of()).name()).isEqualTo("a-out");
        assertThat(CommandTemplate.name("%%")).isEqualTo("command");
        assertThat(new CommandTemplate("rm {file}.gz", List.of("file")).script())
                .containsExactly("/bin/sh", "-c", "rm \"${1}\".gz", "sh", "{file}");
    }

    private static List<String> words(String text, String... parameters) {
        return new CommandTemplate(text, List.of(parameters)).words();
    }
}
