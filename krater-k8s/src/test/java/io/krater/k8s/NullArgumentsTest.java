package io.krater.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.krater.cri.CriLauncher;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every setting of the launchers refuses null at once, and says of what. */
class NullArgumentsTest {
    @TestFactory
    Stream<DynamicTest> refuseNull() {
        return Stream.<Object>of(KubernetesLauncher.builder(), CriLauncher.builder())
                .flatMap(builder -> Stream.of(builder.getClass().getMethods())
                        .filter(method -> method.getDeclaringClass() != Object.class)
                        .filter(method -> method.getParameterCount() == 1)
                        .filter(method -> !method.getParameterTypes()[0].isPrimitive())
                        .map(method -> DynamicTest.dynamicTest(
                                builder.getClass().getName() + "." + method.getName(),
                                () -> refused(builder, method))));
    }

    private static void refused(Object builder, Method method) {
        Throwable thrown = catchThrowable(() -> {
            try {
                method.invoke(builder, (Object) null);
            } catch (InvocationTargetException wrapped) {
                throw wrapped.getCause();
            }
        });
        assertThat(thrown)
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("must not be null")
                .hasMessageContaining(method.getName());
    }
}
