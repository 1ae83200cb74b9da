/**
 * The seam to whatever runs a trial: a launcher prepares and starts executions and tells what it sees of them.
 */
@NullMarked
package io.krater.launch;

import org.jspecify.annotations.NullMarked;
