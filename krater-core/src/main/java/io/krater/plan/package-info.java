/**
 * The order in which a suite's trials run, fixed by a recorded seed before the first one starts.
 */
@NullMarked
package io.krater.plan;

import org.jspecify.annotations.NullMarked;
