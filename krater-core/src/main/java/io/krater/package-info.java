/** placeholder */
@NullMarked
package io.krater;

import org.jspecify.annotations.NullMarked;
