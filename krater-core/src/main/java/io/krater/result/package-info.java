/**
 * Results on disk and in memory: one atomic file a trial, resumption, a lock; tables for R and pandas; KRATER's JSON in
 * and out. The formats are described in {@code docs/result-format.md}.
 */
@NullMarked
package io.krater.result;

import org.jspecify.annotations.NullMarked;
