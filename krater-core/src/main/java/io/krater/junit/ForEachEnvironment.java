package io.krater.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;

/** A benchmark test that is invoked for each environment of the suite, with its name as a parameter of type String. */
@SuppressWarnings("exports") // JUnit is optional, so not transitive
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
public @interface ForEachEnvironment {}
