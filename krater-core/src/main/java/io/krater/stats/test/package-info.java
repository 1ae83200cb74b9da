/** Hypothesis tests, effect sizes and power: each on plain numbers, each with its source. */
@NullMarked
package io.krater.stats.test;

import org.jspecify.annotations.NullMarked;
