/**
 * What a researcher wants to know, as immutable values: environments, a workload, sizes, limits, trials, and what is done around
 * them (hooks, services, warm-up trials). Begin with {@link io.krater.suite.Suite#named}.
 */
@NullMarked
package io.krater.suite;

import org.jspecify.annotations.NullMarked;
