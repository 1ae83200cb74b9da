/** What to distrust in a series of trials: drift, autocorrelation, several modes, outliers. */
@NullMarked
package io.krater.stats.series;

import org.jspecify.annotations.NullMarked;
