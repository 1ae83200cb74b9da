/**
 * Statistics over trials: what a cell's trials say, what differs between cells, how surely, and what to distrust.
 *
 * <p>Everything here is pure: plain numbers in, immutable values out; no clock, no files, no global state, and no other
 * package of this library. The unit is the trial: one number per trial, in the order in which the trials ran. What cannot
 * be computed is a {@link io.krater.stats.Computed.NotComputable} with its reason, never an invented number. Whatever
 * draws random numbers takes a seed and makes the same draws on every machine and any number of threads.
 */
@NullMarked
package io.krater.stats;

import org.jspecify.annotations.NullMarked;
