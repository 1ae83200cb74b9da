package io.krater.launch.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.launch.Execution;
import io.krater.launch.Heard;
import io.krater.launch.LaunchException;
import io.krater.suite.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program gets is what it was to get, whatever stands between: compared with a program started by the JDK alone. */
@Tag("host")
@ParameterizedClass(name = "cgroups: {0}")
@ValueSource(booleans = {true, false})
class PassedOnTest {
    /** Names that a shell drops, sets anew, or adds to. */
    private static final Map<String, String> ODD = Map.ofEntries(
            Map.entry("cluster.name", "x"),
            Map.entry("with-dash", "a'b\"c"),
            Map.entry("with blank", " "),
            Map.entry("1st", "$HOME `x` \\"),
            Map.entry("-x", "minus"),
            Map.entry("IFS", ":"),
            Map.entry("PPID", "7"),
            Map.entry("OPTIND", "9"),
            Map.entry("RANDOM", "4"),
            Map.entry("UID", "99"),
            Map.entry("SHELLOPTS", "xtrace"),
            Map.entry("PS4", "+ "),
            Map.entry("PWD", "/nowhere"),
            Map.entry("OLDPWD", "/old"),
            Map.entry("SHLVL", "7"),
            Map.entry("BASH_FUNC_f%%", "() { :; }"),
            Map.entry("krater_line", "mine"),
            Map.entry("LINES_OF_IT", "one\ntwo"),
            Map.entry("EMPTY", ""));

    @Parameter
    boolean cgroups;

    @TempDir
    Path folder;

    private ProcessLauncher launcher;

    @BeforeEach
    void open() {
        launcher = ProcessLauncher.builder().cgroups(cgroups).build();
    }

    @AfterEach
    void close() {
        launcher.close();
    }

    private static Environment command(Map<String, String> variables, String... words) {
        var environment = Environment.process("passed").command(words);
        variables.forEach(environment::variable);
        return environment.build();
    }

    private String output(Environment environment) throws LaunchException, InterruptedException {
        Heard heard = new Heard();
        try (Execution execution = launcher.prepare(Requests.of(environment), heard)) {
            execution.start();
            heard.awaitExit(Duration.ofSeconds(60));
        }
        return heard.lines().stream().map(line -> line.text()).collect(Collectors.joining("\n"));
    }

    /** The environment of a program, without what tells executions apart and what each shell sets for each command. */
    private static Map<String, String> parse(String zeroed) {
        Map<String, String> variables = new TreeMap<>();
        Arrays.stream(zeroed.split("\0", -1))
                .filter(pair -> pair.indexOf('=', 1) > 0)
                .forEach(pair -> {
                    int at = pair.indexOf('=', 1);
                    variables.put(pair.substring(0, at), pair.substring(at + 1));
                });
        variables.keySet().removeAll(java.util.List.of(SessionConfinement.MARK, "_"));
        return variables;
    }

    private static Map<String, String> ofTheJdk(Map<String, String> variables) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/env", "-0");
        builder.environment().putAll(variables);
        Process process = builder.start();
        return parse(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    @Test
    void passesOnVariablesThatAShellWouldNot() throws Exception {
        assertThat(parse(output(command(ODD, "/usr/bin/env", "-0")))).isEqualTo(ofTheJdk(ODD));
    }

    @Test
    void addsNoVariable() throws Exception {
        assertThat(parse(output(command(Map.of("A", "1"), "/usr/bin/env", "-0"))))
                .isEqualTo(ofTheJdk(Map.of("A", "1")));
    }

    @Test
    void passesOnAnArgumentAsItIs() throws Exception {
        String odd = "a'b\"c $HOME `x` \\ ;|&<>*?\ttab\nline é \u00fc -- =";
        assertThat(output(command(Map.of(), "/usr/bin/printf", "%s", odd))).isEqualTo(odd);
    }

    @Test
    void passesOnALongArgument() throws Exception {
        String longOne = "x".repeat(100_000);
        assertThat(output(command(Map.of(), "/bin/sh", "-c", "echo ${#0} ${#1}", longOne, longOne)))
                .isEqualTo("100000 100000");
    }

    @Test
    void leavesSignalsAndDescriptorsAsAProgramExpectsThem() throws Exception {
        String[] command = {
            "/bin/sh", "-c", "grep -E 'SigIgn|SigBlk' /proc/self/status; ls /proc/self/fd | tr '\\n' ' '"
        };
        Process plain = new ProcessBuilder(command).start();
        assertThat(output(command(Map.of(), command)))
                .isEqualTo(new String(plain.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("0 1 2 3 "); // the last is of ls itself
    }

    @Test
    void runsWhereItIsTold() throws Exception {
        ProcessLauncher there = ProcessLauncher.builder()
                .cgroups(cgroups)
                .workingDirectory(folder)
                .build();
        launcher.close();
        launcher = there;
        assertThat(output(command(Map.of(), "/bin/sh", "-c", "pwd -P; echo $PWD")))
                .isEqualTo(folder.toRealPath() + "\n" + folder);
    }
}
