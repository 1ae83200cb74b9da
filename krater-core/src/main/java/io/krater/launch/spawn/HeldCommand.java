package io.krater.launch.spawn;

import io.krater.suite.ProcessOptions;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The command line that starts a program held: a small {@code /bin/sh} says {@link #READY} and its process id, waits for
 * a line on its standard input, and then becomes the program by {@code exec}, keeping its process id. While it waits it is put into its
 * cgroup and the sampler is attached, so the program is inside from its first instruction and the shell's own start is
 * before the baseline.
 *
 * <p>A line that is not empty names a {@link Gate}: the shell then says its process id on the pipe beside that, and waits
 * for a line of the gate's, at which others wait as well.
 *
 * <p>If the input ends without a line, because whoever held the program has died, the program never begins. The shell
 * runs in a session of its own where {@code setsid} is there, so that Ctrl-C in a terminal reaches the harness alone,
 * which then ends its trials in good order.
 */
public final class HeldCommand {
    /** First byte of output once the shell waits; a message of a shell that failed begins otherwise. */
    public static final int READY = '\n';

    /** What lets a held program go: to be written to its standard input, or to the gate that it was sent to. */
    public static final int RELEASE = '\n';

    /** What the name of the pipe on which programs say that they wait at a gate ends with, after the gate's own. */
    static final String ARRIVALS = ".up";

    /** The shell could not execute the program: POSIX has 126 for "not executable" and 127 for "not found". */
    public static final int NOT_EXECUTABLE = 126;

    public static final int NOT_FOUND = 127;

    private static final String SHELL = "/bin/sh";
    private static final String NAME = "krater";
    private static final boolean IS_BASH = isBash();
    // no named variable is left to the program, and its input is empty, as under a container runtime
    private static final String HOLD = "echo; echo $$; IFS= read -r krater_line || exit 125;"
            + " [ -z \"$krater_line\" ] || { echo $$ >\"$krater_line" + ARRIVALS + "\"; IFS= read -r krater_line; }"
            + " <\"$krater_line\" || exit 125; unset krater_line; ";
    private static final String PROGRAM = "\"$@\" <";
    private static final String SAY_TIMES = "; krater_line=$?; times >&2; exit $krater_line";

    /** How shells begin a message: {@code krater: 1: exec: ...} (dash), {@code krater: line 1: ...} (bash). */
    private static final Pattern SHELL_MESSAGE = Pattern.compile("^" + NAME + ": (?:line )?\\d+: (?:exec: )?(.*)$");

    /** How {@code env} begins one: {@code env: 'x': No such file or directory} (GNU), {@code env: can't execute 'x': ...} (BusyBox). */
    private static final Pattern ENV_MESSAGE = Pattern.compile("^(?:/[^ ]*/)?env: (.*)$");

    private final Optional<String> setsid;
    private final Optional<String> taskset;
    private final Optional<String> env;
    private final ProcessOptions options;

    /**
     * With these tools, as far as the machine has them.
     *
     * @param setsid path of {@code setsid}
     * @param taskset path of {@code taskset}, for programs that are to be bound to cores
     * @param env path of {@code env}, for variables that a shell would not hand on
     */
    public HeldCommand(Optional<String> setsid, Optional<String> taskset, Optional<String> env) {
        this(setsid, taskset, env, ProcessOptions.USUAL);
    }

    private HeldCommand(
            Optional<String> setsid, Optional<String> taskset, Optional<String> env, ProcessOptions options) {
        this.setsid = setsid;
        this.taskset = taskset;
        this.env = env;
        this.options = options;
    }

    /** The same, with input and output as these options say. */
    public HeldCommand with(ProcessOptions how) {
        return new HeldCommand(setsid, taskset, env, how);
    }

    /** With the tools of this machine. */
    public static HeldCommand ofThisMachine() {
        return new HeldCommand(Tools.find("setsid"), Tools.find("taskset"), Tools.find("env"));
    }

    /** Path of {@code setsid}, where it is there. */
    public Optional<String> setsid() {
        return setsid;
    }

    /**
     * Refuses an environment that could not be handed on to a program.
     *
     * @throws IOException naming the variables and the remedy
     */
    public void require(Variables variables, String program, Charset charset) throws IOException {
        variables.require(env.isPresent(), program, charset);
    }

    /** Whether a program gets a session of its own. */
    public boolean ownSession() {
        return setsid.isPresent();
    }

    /** Whether a program can be bound to cores. */
    public boolean canBind() {
        return taskset.isPresent();
    }

    /**
     * The command line of a program that the shell becomes. Both its streams are one, so its errors must go to its output.
     *
     * @param command program and arguments
     * @param cores cores to bind to, in the kernel's list format; empty for no binding
     */
    public List<String> becoming(List<String> command, Optional<String> cores, Variables variables) {
        return line(
                HOLD + places(variables, 1) + "exec " + PROGRAM + input() + discarding(), command, cores, variables);
    }

    /**
     * The command line of a program that the shell starts and waits for, to say on its own standard error, which the
     * program does not share, what CPU time it used. It ends as the program does.
     */
    public List<String> waitingFor(List<String> command, Optional<String> cores, Variables variables) {
        return line(
                HOLD + places(variables, 0) + PROGRAM + input() + " 2>&1" + discarding() + SAY_TIMES,
                command,
                cores,
                variables);
    }

    private String input() {
        return options.input().map(Script::quote).orElse("/dev/null");
    }

    private String discarding() {
        return options.outputDiscarded() ? " >/dev/null" : "";
    }

    private List<String> line(String script, List<String> command, Optional<String> cores, Variables variables) {
        List<String> line = new ArrayList<>();
        setsid.ifPresent(line::add);
        if (cores.isPresent() && taskset.isPresent()) {
            line.addAll(List.of(taskset.get(), "-c", cores.get()));
        }
        line.addAll(List.of(SHELL, "-c", script, NAME));
        if (!variables.byEnv().isEmpty()) {
            line.add(env.orElseThrow(() -> new IllegalStateException("asked for without require()")));
            line.add("--");
            line.addAll(variables.byEnv());
        }
        line.addAll(command);
        return line;
    }

    /** Sets the variables that shells set themselves; bash takes one from SHLVL when it becomes a program. */
    private static String places(Variables variables, int taken) {
        StringBuilder script = new StringBuilder();
        for (String name : Variables.PLACES) {
            String value = variables.places().get(name);
            if (value == null) {
                script.append("unset ").append(name).append("; ");
            } else {
                boolean counted = name.equals("SHLVL") && IS_BASH && value.matches("\\d{1,3}");
                String set = counted ? Integer.toString(Integer.parseInt(value) + taken) : value;
                script.append(name)
                        .append('=')
                        .append(Script.quote(set))
                        .append("; export ")
                        .append(name)
                        .append("; ");
            }
        }
        return script.toString();
    }

    /** What the shell said about a program that it could not execute; empty if a line is not the shell's. */
    public static Optional<String> shellMessage(String line) {
        var matcher = SHELL_MESSAGE.matcher(line);
        if (matcher.matches()) {
            return Optional.of(matcher.group(1));
        }
        var ofEnv = ENV_MESSAGE.matcher(line);
        return ofEnv.matches() ? Optional.of(ofEnv.group(1)) : Optional.empty();
    }

    private static boolean isBash() {
        try {
            return Path.of(SHELL).toRealPath().endsWith("bash");
        } catch (IOException unknown) {
            return false;
        }
    }
}
