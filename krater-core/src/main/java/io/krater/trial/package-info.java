/**
 * Runs one planned trial on a launcher and keeps what was observed: phases, gate, samples, outcome.
 */
@NullMarked
package io.krater.trial;

import org.jspecify.annotations.NullMarked;
