package io.krater.launch.process;

import java.util.Optional;

/**
 * A place made for one execution.
 *
 * @param confinement what holds its processes
 * @param affinity cores to bind to with {@code taskset}, because no cpuset does it; empty where there is nothing to bind
 * @param pinnedBy what pins it to cores; empty where nothing does
 */
record PreparedConfinement(Confinement confinement, Optional<String> affinity, Optional<String> pinnedBy) {}
