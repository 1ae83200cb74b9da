/**
 * Experiments: what a trial consists of and how it is run. A suite is one; start-up of many at once is another; a
 * researcher's own is a small class.
 */
@NullMarked
package io.krater.experiment;

import org.jspecify.annotations.NullMarked;
