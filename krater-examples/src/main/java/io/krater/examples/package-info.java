/** placeholder */
@NullMarked
package io.krater.examples;

import org.jspecify.annotations.NullMarked;
