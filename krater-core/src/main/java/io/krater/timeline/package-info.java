/**
 * Where the time goes: timelines of named marks, read from logs of timestamps, and their breakdown into steps. Pure: it knows
 * numbers and names, no clock and no file, and reads and writes what it is handed. Times are nanoseconds as {@code long}
 * throughout: Unix nanoseconds do not fit a double.
 */
@NullMarked
package io.krater.timeline;

import org.jspecify.annotations.NullMarked;
