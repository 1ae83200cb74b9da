/**
 * Derives figures from trials. Pure: a metric sees one trial and nothing else, no clock and no I/O.
 */
@NullMarked
package io.krater.metric;

import org.jspecify.annotations.NullMarked;
