package io.krater.launch.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What holds the processes of one execution together, so that they can be sampled, counted and killed as one. */
sealed interface Confinement permits CgroupConfinement, SessionConfinement {
    /** Environment variables that the program gets in addition. */
    Map<String, String> variables();

    /** Takes in the process that was just started; all that it starts belongs to it too. */
    void enter(long pid) throws IOException;

    /** Its cgroup, where it has one. */
    Optional<Path> cgroup();

    /**
     * Where a process that entered is now instead, as the kernel names it; empty while it is where it was put or below, once
     * it has gone, and where there is no cgroup that it could leave.
     */
    Optional<String> movedTo(long pid);

    /**
     * A descendant of a process that is somewhere else than in its cgroup, where what it uses is not counted, as it is to be
     * shown; empty where none is seen, and where there is no cgroup that it could leave.
     */
    Optional<String> workerElsewhere(long pid);

    /** Ids of live processes that belong to the execution and are not in its cgroup; they may have left those that made them. */
    List<Long> strays() throws IOException;

    /** Whether the CPU time of processes can still be read after their end. */
    boolean countsTheEnded();

    /** Ids of the live processes. */
    List<Long> processes() throws IOException;

    /** Kills every process; they may take a moment to be gone. */
    void kill() throws IOException;

    /**
     * Kills what is left and removes all that was made. Does nothing if that has been done.
     *
     * @throws IOException if something remains, saying what
     */
    void remove() throws IOException;

    /** Processes that the kernel's OOM killer has ended; empty where nobody counts them. */
    OptionalLong oomKills();

    /** The memory limit in force, as the kernel shows it; empty if there is none. */
    Optional<String> memoryLimit();

    /** What was found and set, for the result. */
    Map<String, String> facts();
}
