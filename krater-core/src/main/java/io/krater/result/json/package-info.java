/** Results as JSON: streamed, exact to the nanosecond, unknown keys skipped. Not exported. */
@NullMarked
package io.krater.result.json;

import org.jspecify.annotations.NullMarked;
