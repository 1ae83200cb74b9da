package io.krater.launch;

import io.krater.suite.Suite;
import java.util.List;

/**
 * Runs workloads somewhere: as local processes, as pods, through a container runtime's own socket. An extension point:
 * implementations are thread-safe, and pass {@code LauncherContract}.
 *
 * <p>Two steps make an execution: {@link #prepare} does all that need not be timed, {@link Execution#start} sends the
 * request. So hundreds can be prepared and then started at once, and any number may be alive together: an execution
 * needs no thread of its own, all it tells comes through its listener.
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

    /** Removes what runs that died have left behind, and says what was removed. */
    List<String> cleanup();

    /** Ends and removes what is still there. Later calls do nothing. */
    @Override
    void close();
}
