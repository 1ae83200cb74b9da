package io.krater.launch;

import io.krater.suite.Suite;
import java.util.List;
import java.util.Map;

/**
 * Runs workloads somewhere: as local processes, as pods, through a container runtime's own socket. An extension point:
 * implementations are thread-safe, and pass {@code LauncherContract}.
 *
 * <p>Two steps make an execution: {@link #prepare} does all that need not be timed, {@link Execution#start} sends the
 * request. So hundreds can be prepared and then started at once, and any number may be alive together: an execution
 * needs no thread of its own, all it tells comes through its listener. {@link #startAll} and {@link #closeAll} do so for
 * many in one call.
 */
public interface Launcher extends AutoCloseable {
    /** A short name for results: {@code process}, {@code kubernetes}. */
    String name();

    /** Checks whether a suite can run here, before its first trial. */
    List<Check> preflight(Suite suite);

    /** What is to be known of the machines and runtimes that the suite will run on. */
    Capture capture(Suite suite);

    /**
     * Prepares an execution: opens watches, makes cgroups, whatever need not be timed.
     *
     * @throws LaunchException if it cannot be run here
     */
    Execution prepare(LaunchRequest request, ExecutionListener listener) throws LaunchException;

    /**
     * Sends the requests of many that were prepared here, as close together in time as the platform lets it, and returns
     * without waiting for their answers. One that the launcher itself fails to start keeps no other from starting.
     *
     * <p>The default starts one after the other in the caller's thread, which serves where {@link Execution#start} is
     * quick. A launcher overrides it where it can do better.
     *
     * @param executions each once
     * @return what was thrown for those that could not be started, by execution; empty where all were. A platform's
     *     refusal is none of these: their listeners hear of it
     * @throws IllegalArgumentException if one is there twice; then none was started
     */
    default Map<Execution, RuntimeException> startAll(List<Execution> executions) {
        return Together.inTurn(executions, Execution::start);
    }

    /**
     * Ends and removes many, side by side, and waits until all are gone; one that fails keeps no other from going. The
     * default closes each in a thread of its own. A launcher overrides it where it can do better.
     *
     * @param executions prepared here, started or not
     * @return what was thrown for those that could not be closed, by execution; empty where all were
     * @throws IllegalArgumentException if one is there twice; then none was closed
     */
    default Map<Execution, RuntimeException> closeAll(List<Execution> executions) {
        return Together.sideBySide(executions, executions.size(), Execution::close);
    }

    /** Removes what runs that died have left behind, and says what was removed. */
    List<String> cleanup();

    /** Ends and removes what is still there. Later calls do nothing. */
    @Override
    void close();
}
