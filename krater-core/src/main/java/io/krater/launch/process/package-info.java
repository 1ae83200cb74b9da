/**
 * Runs trials as processes of this machine, each in a cgroup of its own where the user may make one: no cluster, no root
 * needed.
 */
@NullMarked
package io.krater.launch.process;

import org.jspecify.annotations.NullMarked;
