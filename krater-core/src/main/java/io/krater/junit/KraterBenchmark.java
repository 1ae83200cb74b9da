package io.krater.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A class of benchmark tests. Its suite ({@link BenchmarkSuite}) runs once, before the first test that asks for the result
 * as a parameter of type {@link io.krater.result.SuiteResult}.
 *
 * <p>Benchmarks take time and a quiet machine, so they are skipped unless {@code krater.benchmarks} is {@code true}. Settings
 * are configuration parameters of the JUnit Platform, which system properties give, too:
 *
 * <ul>
 *   <li>{@code krater.benchmarks}: {@code true}, {@code yes}, {@code on} or {@code 1} to run; skipped until told otherwise
 *   <li>{@code krater.keep}: the same words to keep completed trials of an earlier run; until told otherwise, each run
 *       measures afresh
 *   <li>{@code krater.launcher}: {@code process}, {@code cluster} where krater-k8s is there, or another {@link io.krater.launch.LauncherProvider}; {@code process} until
 *       told otherwise
 *   <li>{@code krater.results}: folder of results and reports; {@code target/krater} until told otherwise
 *   <li>{@code krater.cannot-tell}: {@code abort} or {@code fail}, what becomes of a test whose trials cannot tell; {@code
 *       abort} until told otherwise; a system property only
 * </ul>
 *
 * <p>An earlier run's folder is renamed to {@code <suite>.1} and so on, so its numbers stay at hand. With {@code krater.keep}
 * its completed trials are kept, but never where the program, a file of its command or its class path, or an image has
 * changed since: the tests then fail. Suites of tests that run in parallel wait for each other, across the JVMs and users of
 * a machine, and the result says how long ({@code waited_for_other_runs}). The tag is {@code benchmark}.
 */
@SuppressWarnings("exports") // JUnit is optional, so not transitive
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("benchmark")
@ExtendWith(BenchmarkExtension.class)
public @interface KraterBenchmark {}
