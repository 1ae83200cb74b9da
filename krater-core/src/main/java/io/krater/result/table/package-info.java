/** Tables of a result, for a terminal and for R and pandas. Not exported. */
@NullMarked
package io.krater.result.table;

import org.jspecify.annotations.NullMarked;
