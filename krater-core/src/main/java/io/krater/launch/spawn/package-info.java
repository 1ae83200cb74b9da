/**
 * How programs of this machine are started: held by a shell, many at once, with the environment that they were meant to
 * have. Not exported.
 */
@org.jspecify.annotations.NullMarked
package io.krater.launch.spawn;
