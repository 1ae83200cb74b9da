/** Results on disk: one atomic file a trial, a lock, resumption, damaged files set aside. Not exported. */
@NullMarked
package io.krater.result.store;

import org.jspecify.annotations.NullMarked;
