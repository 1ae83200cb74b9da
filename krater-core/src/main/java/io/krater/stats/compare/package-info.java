/** Comparisons of groups: pairs, families of pairs, and the verdict on each. */
@NullMarked
package io.krater.stats.compare;

import org.jspecify.annotations.NullMarked;
