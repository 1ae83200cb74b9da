/** Samples any number of cgroups and process trees from one thread, on an absolute grid of time. */
@NullMarked
package io.krater.sampler;

import org.jspecify.annotations.NullMarked;
