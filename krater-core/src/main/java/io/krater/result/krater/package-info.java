/** KRATER's own JSON, in and out. Not exported. */
@NullMarked
package io.krater.result.krater;

import org.jspecify.annotations.NullMarked;
