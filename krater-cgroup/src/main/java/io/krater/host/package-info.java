/** What a host and its processes say of themselves: {@code /proc}, topology, memory, pressure, energy. */
@NullMarked
package io.krater.host;

import org.jspecify.annotations.NullMarked;
