/** Comparisons of a metric within a result and between saved results. */
@NullMarked
package io.krater.result.compare;

import org.jspecify.annotations.NullMarked;
