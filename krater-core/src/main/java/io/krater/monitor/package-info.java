/**
 * Hosts over time: series of CPU, memory, disk, network and pressure of one or more hosts, and where they come from.
 */
@NullMarked
package io.krater.monitor;

import org.jspecify.annotations.NullMarked;
