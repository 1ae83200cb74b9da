/**
 * Timelines from logs of timestamps: urunc's, JSON lines, text. Pure: it reads the stream that it is handed, and what a line
 * holds can cost that line, never the log.
 */
@NullMarked
package io.krater.timeline.log;

import org.jspecify.annotations.NullMarked;
