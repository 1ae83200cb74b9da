/** Resampling: bootstrap intervals of means and of their ratios, under a seed. */
@NullMarked
package io.krater.stats.bootstrap;

import org.jspecify.annotations.NullMarked;
