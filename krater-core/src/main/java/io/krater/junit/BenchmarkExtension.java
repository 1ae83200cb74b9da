package io.krater.junit;

import io.krater.result.SuiteResult;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.opentest4j.TestAbortedException;

/** Runs a class's suite once and hands its result to the tests; see {@link KraterBenchmark}. */
final class BenchmarkExtension
        implements ExecutionCondition,
                ParameterResolver,
                TestTemplateInvocationContextProvider,
                TestExecutionExceptionHandler {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(BenchmarkExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return setting(context, "krater.benchmarks", "false").equals("true")
                ? ConditionEvaluationResult.enabled("krater.benchmarks is true")
                : ConditionEvaluationResult.disabled(
                        "benchmarks run only where krater.benchmarks is true (-Dkrater.benchmarks=true)");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SuiteResult.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return run(context).result();
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getRequiredTestMethod().isAnnotationPresent(ForEachEnvironment.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return source(context).suite().environments().stream()
                .map(environment -> new OfEnvironment(environment.name()));
    }

    /** Says where the report is; the rest of the message stays, and so does where it came from. */
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        Optional<Path> report = Optional.ofNullable(classStore(context).get("run", BenchmarkRun.class))
                .flatMap(BenchmarkRun::report);
        if (report.isEmpty()) {
            throw failure;
        }
        String message = failure.getMessage() + System.lineSeparator() + "Report: " + report.get();
        if (failure instanceof TestAbortedException) {
            throw located(new TestAbortedException(message, failure), failure);
        }
        if (failure instanceof AssertionError) {
            throw located(new AssertionError(message, failure), failure);
        }
        throw failure;
    }

    private static <T extends Throwable> T located(T told, Throwable original) {
        told.setStackTrace(original.getStackTrace());
        return told;
    }

    private static BenchmarkRun run(ExtensionContext context) {
        BenchmarkRun run = classStore(context)
                .computeIfAbsent(
                        "run",
                        key -> new BenchmarkRun(
                                source(context),
                                setting(context, "krater.launcher", "process"),
                                Path.of(setting(context, "krater.results", "target/krater"))),
                        BenchmarkRun.class);
        run.ensureDone();
        return run;
    }

    private static SuiteSource source(ExtensionContext context) {
        return classStore(context)
                .computeIfAbsent("source", key -> SuiteSource.of(context.getRequiredTestClass()), SuiteSource.class);
    }

    private static ExtensionContext.Store classStore(ExtensionContext context) {
        ExtensionContext ofClass = context;
        while (ofClass.getTestMethod().isPresent() && ofClass.getParent().isPresent()) {
            ofClass = ofClass.getParent().get();
        }
        return ofClass.getStore(NAMESPACE);
    }

    private static String setting(ExtensionContext context, String key, String otherwise) {
        return context.getConfigurationParameter(key).orElse(otherwise);
    }

    /** One environment's invocation of a test. */
    private record OfEnvironment(String environment) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int index) {
            return environment;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new ParameterResolver() {
                @Override
                public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
                    Parameter asked = parameter.getParameter();
                    return asked.getType() == String.class;
                }

                @Override
                public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
                    return environment;
                }
            });
        }
    }
}
