/** Runnable examples, numbered as a tutorial; {@link io.krater.examples.Examples} lists and runs them. */
@NullMarked
package io.krater.examples;

import org.jspecify.annotations.NullMarked;
