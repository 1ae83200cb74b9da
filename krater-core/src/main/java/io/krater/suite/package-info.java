/**
 * What a researcher wants to know, as immutable values: environments, a workload, sizes, limits, trials.
 */
@NullMarked
package io.krater.suite;

import org.jspecify.annotations.NullMarked;
