package io.krater.junit;

import io.krater.Krater;
import io.krater.SuiteRun;
import io.krater.suite.Suite;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * What a class of benchmark tests runs.
 *
 * @param suite the suite
 * @param ready the run, where the class made one
 */
record SuiteSource(Suite suite, Optional<SuiteRun> ready) {

    static SuiteSource of(Class<?> testClass) {
        List<Method> methods = new ArrayList<>();
        for (Class<?> type = testClass; type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(BenchmarkSuite.class)) {
                    methods.add(method);
                }
            }
        }
        if (methods.size() != 1) {
            throw new ExtensionConfigurationException(
                    testClass.getName() + " must have one method with @BenchmarkSuite, had " + methods.size());
        }
        Method method = methods.get(0);
        if (!Modifier.isStatic(method.getModifiers()) || method.getParameterCount() > 0) {
            throw new ExtensionConfigurationException(
                    "a @BenchmarkSuite method must be static and have no parameters, was " + method);
        }
        Object made = call(method);
        if (made instanceof Suite suite) {
            return new SuiteSource(suite, Optional.empty());
        }
        if (made instanceof SuiteRun run) {
            return new SuiteSource(run.suite(), Optional.of(run));
        }
        throw new ExtensionConfigurationException(
                "a @BenchmarkSuite method must return a Suite or a SuiteRun, " + method + " returned " + made);
    }

    private static @Nullable Object call(Method method) {
        try {
            // JUnit's own way in: a benchmark's module is opened to JUnit, not to us
            return ReflectionSupport.invokeMethod(method, null);
        } catch (Exception thrown) {
            throw new ExtensionConfigurationException(method + " threw " + thrown, thrown);
        }
    }

    /** The run; it has a launcher where the class gave it one. */
    SuiteRun run() {
        return ready.orElseGet(() -> Krater.run(suite));
    }
}
