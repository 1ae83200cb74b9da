/**
 * Where a researcher begins: {@link io.krater.Krater} runs a suite on a launcher into a folder of results.
 *
 * <p>The other packages are the stations of that way: {@code suite}, {@code plan}, {@code launch}, {@code trial}, {@code
 * metric}, {@code stats}, {@code result}, {@code report}; each knows only those before it.
 */
@NullMarked
package io.krater;

import org.jspecify.annotations.NullMarked;
