/** Figures read at instants: columns, series of samples, and the time that they carry. */
@NullMarked
package io.krater.sample;

import org.jspecify.annotations.NullMarked;
