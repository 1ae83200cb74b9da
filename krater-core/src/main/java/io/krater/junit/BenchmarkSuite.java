package io.krater.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method that gives a class of benchmark tests its suite: static, without parameters. It returns a {@link
 * io.krater.suite.Suite}, or a {@link io.krater.SuiteRun} with metrics, listeners or a launcher of its own. Where no launcher
 * is given, the one that the settings name runs it. Either is closed after the run.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface BenchmarkSuite {}
