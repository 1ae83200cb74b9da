/** What can be done at the shell without a line of Java: compare commands, and read, compare and report what was saved. */
@NullMarked
package io.krater.examples.shell;

import org.jspecify.annotations.NullMarked;
