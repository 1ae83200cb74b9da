package io.krater.launch.process;

import io.krater.cgroup.Delegation;
import io.krater.launch.Capture;
import io.krater.launch.Check;
import io.krater.launch.Execution;
import io.krater.launch.ExecutionListener;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.LaunchException;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Launcher;
import io.krater.launch.Together;
import io.krater.launch.spawn.HeldCommand;
import io.krater.launch.spawn.HeldProcess;
import io.krater.launch.spawn.Variables;
import io.krater.sample.CgroupReadException;
import io.krater.suite.ProcessOptions;
import io.krater.suite.Suite;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs each trial as a process of this machine: an environment is a command. Needs no cluster and no root.
 *
 * <p>A program is prepared held: a small shell waits in its place, inside a fresh cgroup v2 child where the user may make
 * one, sampled already; {@link Execution#start} lets it become the program. So the program is in its cgroup from its first
 * instruction, and its children with it. Where no cgroup can be made, the program leads a session of its own, and its
 * process tree is read from {@code /proc}; each result says where its columns came from.
 *
 * <p>Output and errors are one log, each line stamped when it was read, on the clock that stamps the samples too. A line
 * longer than 64 KiB is cut. The program ends as a container does: what outlives it is killed, after half a second in
 * which it may still write. {@link io.krater.launch.Phase#ENDED} is when the program itself ended.
 *
 * <p>When this process dies, even by SIGKILL, programs that wait never begin; those that run are killed within moments by
 * a small guard process, and what that misses is removed by {@link #cleanup} of the next start.
 *
 * <p>Thread-safe. An execution has a thread of its own that reads its output (it sleeps until there is some) and a small
 * shell that waits for its end: 2,000 executions held alive take 2,000 threads and 4,000 processes, so look at
 * {@code ulimit -u} and the cgroup's {@code pids.max}.
 */
public final class ProcessLauncher implements Launcher {
    private static final Logger LOG = System.getLogger(ProcessLauncher.class.getName());

    private final Builder options;
    private final LauncherContext context;
    private final ConfinementFactory confinements;
    private final HeldCommand held;
    private volatile boolean closed;

    private ProcessLauncher(Builder options) {
        this.options = options;
        this.context = new LauncherContext(options.stragglers);
        this.held = HeldCommand.ofThisMachine();
        Delegation delegation = options.cgroups
                ? Delegation.find(ConfinementFactory.PREFIX)
                : new Delegation(Optional.empty(), List.of("cgroups were switched off"), Optional.empty());
        this.confinements = new ConfinementFactory(delegation, new ProcessTable(Path.of("/proc")), held);
    }

    /** A launcher that uses cgroups where it may. */
    public static ProcessLauncher create() {
        return builder().build();
    }

    /** A builder with the defaults of {@link #create}. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public List<Check> preflight(Suite suite) {
        return new ProcessPreflight(suite, confinements.delegation(), held, Machine.read()).run();
    }

    @Override
    public Capture capture(Suite suite) {
        return Inventory.of(suite, confinements.delegation());
    }

    @Override
    public Execution prepare(LaunchRequest request, ExecutionListener listener) throws LaunchException {
        if (closed) {
            throw new IllegalStateException("this launcher was closed; keep it open until its suites have ended");
        }
        Program program = Program.of(request.trial().environment(), System.getenv());
        Program.requireEncodable(
                request.trial().environment(), request.trial().variant().arguments());
        program.requirePassable(request.trial().environment(), System.getenv(), held);
        try {
            ProcessExecution execution = spawn(request, program, listener);
            try {
                execution.hold(request.sampling());
            } catch (IOException | RuntimeException e) {
                execution.close();
                throw e;
            }
            return execution;
        } catch (IOException | CgroupReadException e) {
            throw refused(program, e);
        }
    }

    /** All of them with one write: nothing that runs already delays the request of another. */
    @Override
    public Map<Execution, RuntimeException> startAll(List<Execution> executions) {
        Together.requireOnce(executions);
        List<ProcessExecution> ours = ours(executions);
        return ours.size() < 2 || ours.size() < executions.size()
                ? Launcher.super.startAll(executions)
                : ProcessExecution.startTogether(
                        ours, () -> confinements.spawner().gate());
    }

    /** Kills all before it waits for the first. */
    @Override
    public Map<Execution, RuntimeException> closeAll(List<Execution> executions) {
        Together.requireOnce(executions);
        return context.closeAll(executions, ours(executions));
    }

    private static List<ProcessExecution> ours(List<Execution> executions) {
        return executions.stream()
                .filter(ProcessExecution.class::isInstance)
                .map(ProcessExecution.class::cast)
                .toList();
    }

    private ProcessExecution spawn(LaunchRequest request, Program program, ExecutionListener listener)
            throws IOException {
        PreparedConfinement prepared = confinements.place(request);
        try {
            List<String> command = program.command(request.trial().variant().arguments());
            ProcessOptions how = ProcessOptions.of(request.trial().environment());
            HeldCommand redirected = held.with(how);
            boolean becomes = prepared.confinement().countsTheEnded();
            Variables variables = Variables.of(System.getenv(), variables(request, prepared.confinement()));
            List<String> line = becomes
                    ? redirected.becoming(command, prepared.affinity(), variables)
                    : redirected.waitingFor(command, prepared.affinity(), variables);
            HeldProcess process = confinements
                    .spawner()
                    .start(line, variables, how.directory().map(Path::of).or(() -> options.directory), !becomes);
            StartedProgram spawned = new StartedProgram(program.path().toString(), process, prepared, how);
            ProcessExecution execution = new ProcessExecution(spawned, listener, context);
            context.made(execution);
            return execution;
        } catch (IOException e) {
            prepared.confinement().remove();
            throw e;
        }
    }

    private Map<String, String> variables(LaunchRequest request, Confinement confinement) {
        Map<String, String> own = new LinkedHashMap<>();
        options.directory.ifPresent(
                folder -> own.put("PWD", folder.toAbsolutePath().toString()));
        own.putAll(request.trial().environment().variables());
        own.putAll(confinement.variables());
        return own;
    }

    private static LaunchException refused(Program program, Exception cause) {
        FailureReason reason = FailureReason.of(
                        Kind.PLATFORM_ERROR,
                        "program " + program.path() + " could not be prepared: " + cause.getMessage())
                .with("program", program.path().toString());
        return new LaunchException(reason, cause);
    }

    @Override
    public List<String> cleanup() {
        try {
            return confinements.cleanup();
        } catch (IOException e) {
            return List.of("could not look for what dead runs have left: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        context.close();
        try {
            confinements.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the guard process did not hear of the end", e);
        }
    }

    /** Collects a launcher's options; defaults stand at the fields. Not thread-safe. */
    public static final class Builder {
        boolean cgroups = true;
        Duration stragglers = Duration.ofMillis(500);
        Optional<Path> directory = Optional.empty();

        private Builder() {}

        /** Whether to make cgroups where possible; true until told otherwise. */
        public Builder cgroups(boolean use) {
            this.cgroups = use;
            return this;
        }

        /**
         * Folder in which the programs run; that of this process until told otherwise. A relative path of a program itself
         * is taken from this process's folder in either case.
         */
        public Builder workingDirectory(Path folder) {
            Objects.requireNonNull(folder, "workingDirectory must not be null");
            this.directory = Optional.of(folder);
            return this;
        }

        /** How long children that outlive a program may go on writing before they are killed; for tests. */
        Builder stragglers(Duration time) {
            this.stragglers = time;
            return this;
        }

        /**
         * The launcher.
         *
         * @throws IllegalArgumentException if the working directory is no folder
         */
        public ProcessLauncher build() {
            directory.ifPresent(folder -> {
                if (!Files.isDirectory(folder)) {
                    throw new IllegalArgumentException("working directory must be a folder, was " + folder);
                }
            });
            return new ProcessLauncher(this);
        }
    }
}
