package io.krater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.krater.experiment.StartupExperiment;
import io.krater.experiment.density.DensityExperiment;
import io.krater.experiment.lifecycle.LifePlatform;
import io.krater.launch.process.ProcessLauncher;
import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.stats.compare.Comparison;
import io.krater.stats.compare.Direction;
import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Resources;
import io.krater.suite.Service;
import io.krater.suite.Suite;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every public method of every builder refuses null at once, and says of what. */
class NullArgumentsTest {
    private static final List<Object> BUILDERS = List.of(
            Suite.named("a"),
            Environment.process("a"),
            Environment.pod("a"),
            ProgramWorkload.named("a"),
            MatrixMultiplication.sizes(64),
            Service.named("a"),
            Resources.unlimited(),
            ProcessLauncher.builder(),
            StartupExperiment.named("a"),
            DensityExperiment.named("a"),
            LifePlatform.named("a"),
            Comparison.of("a", "s", Direction.NEITHER),
            ScriptedRuns.of(1, id -> 1, "a", "b"));

    @TestFactory
    Stream<DynamicTest> refuseNull() {
        return BUILDERS.stream()
                .flatMap(builder -> Stream.of(builder.getClass().getMethods())
                        .filter(method -> method.getDeclaringClass() != Object.class && !method.isBridge())
                        .filter(method -> !List.of("equals", "hashCode", "toString", "read")
                                .contains(method.getName()))
                        .filter(method -> Stream.of(method.getParameterTypes()).anyMatch(type -> !type.isPrimitive()))
                        .flatMap(method -> calls(builder, method).stream()));
    }

    private static List<DynamicTest> calls(Object builder, Method method) {
        List<DynamicTest> tests = new ArrayList<>();
        Class<?>[] types = method.getParameterTypes();
        for (int i = 0; i < types.length; i++) {
            if (types[i].isPrimitive()) {
                continue;
            }
            tests.add(test(builder, method, others(types, i), Integer.toString(i)));
            if (types[i].isArray() && !types[i].getComponentType().isPrimitive()) {
                Object[] gap = others(types, i);
                gap[i] = Array.newInstance(types[i].getComponentType(), 1);
                tests.add(test(builder, method, gap, i + ", an element"));
            }
        }
        return tests;
    }

    /** Arguments of which one is null. */
    private static Object[] others(Class<?>[] types, int missing) {
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = i == missing ? null : any(types[i]);
        }
        return arguments;
    }

    private static DynamicTest test(Object builder, Method method, Object[] arguments, String what) {
        String name =
                builder.getClass().getName().replaceAll(".*[.]", "") + "." + method.getName() + ", argument " + what;
        return DynamicTest.dynamicTest(name, () -> {
            Object target = Modifier.isStatic(method.getModifiers()) ? null : builder;
            Throwable thrown = catchThrowable(() -> {
                try {
                    method.invoke(target, arguments);
                } catch (InvocationTargetException wrapped) {
                    throw wrapped.getCause();
                }
            });
            assertThat(thrown)
                    .isInstanceOfAny(NullPointerException.class, IllegalArgumentException.class)
                    .hasMessageMatching("(?s).*(must not be null|must hold no null|, was null).*");
        });
    }

    /** Some value that is no null; what is refused about it must not come before the null. */
    private static @Nullable Object any(Class<?> type) {
        if (type == String.class) {
            return "a";
        }
        if (type == int.class || type == Integer.class) {
            return 1;
        }
        if (type == double.class) {
            return 1.0;
        }
        if (type == long.class) {
            return 1L;
        }
        if (type == boolean.class) {
            return true;
        }
        if (type == Duration.class) {
            return Duration.ofSeconds(1);
        }
        if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 0);
        }
        if (type == List.class) {
            return List.of();
        }
        if (type == Map.class) {
            return Map.of();
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return type == Metric.class ? Metrics.CPU_TIME : null; // then two are null, and one of them is named
    }
}
