/**
 * Benchmarks as JUnit tests: a suite from a method, run once a class, and assertions on its result that pass, fail, or say
 * that the trials cannot tell.
 *
 * <p>JUnit Jupiter and AssertJ are optional dependencies of this library: whoever uses this package has them.
 */
@NullMarked
package io.krater.junit;

import org.jspecify.annotations.NullMarked;
