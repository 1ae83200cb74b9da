/**
 * Reads cgroup v2 and what a host says of itself, cheaply enough not to disturb what is measured.
 *
 * <p>This module depends on the JDK alone and knows nothing of trials, containers or clusters.
 */
@NullMarked
package io.krater.cgroup;

import org.jspecify.annotations.NullMarked;
