package io.krater.launch.process;

import io.krater.launch.Execution;
import io.krater.launch.ExecutionListener;
import io.krater.launch.Launcher;
import io.krater.launch.LauncherContract;
import io.krater.suite.Environment;
import java.util.List;
import java.util.Optional;

/** The contract on local processes. */
abstract class ProcessContract extends LauncherContract {
    private final boolean cgroups;

    ProcessContract(boolean cgroups) {
        this.cgroups = cgroups;
    }

    @Override
    protected Launcher launcher() {
        return ProcessLauncher.builder().cgroups(cgroups).build();
    }

    @Override
    protected Environment environment(Behaviour behaviour) {
        return switch (behaviour) {
            case SPEAKS -> shell("speaks", "echo one; echo two; echo three");
            case FAILS -> shell("fails", "echo failing; exit 3");
            case WAITS -> shell("waits", "echo waiting; sleep 1000 & wait");
            case MISSING ->
                Environment.process("missing").command("/no/such/program").build();
        };
    }

    /** One whose held program has gone before it was started. */
    @Override
    protected Optional<Execution> prepareRefused(Launcher at, ExecutionListener listener) throws Exception {
        Execution execution = at.prepare(request(Behaviour.WAITS), listener);
        ProcessHandle held =
                ProcessHandle.of(Long.parseLong(execution.facts().get("pid"))).orElseThrow();
        held.destroyForcibly();
        held.onExit().join();
        return Optional.of(execution);
    }

    private static Environment shell(String name, String script) {
        return Environment.process(name).command("/bin/sh", "-c", script).build();
    }

    @Override
    protected List<String> leftBehind() throws Exception {
        return LeftBehind.find();
    }
}
