package io.krater.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method that gives a class of benchmark tests its suite: static, without parameters. It returns a {@link
 * io.krater.suite.Suite}, which runs on the launcher that the settings name, or a {@link io.krater.SuiteRun} that has its
 * launcher and metrics already.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface BenchmarkSuite {}
