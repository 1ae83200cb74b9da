/** Reasons to look twice at a result, each with its number. */
@NullMarked
package io.krater.result.warning;

import org.jspecify.annotations.NullMarked;
