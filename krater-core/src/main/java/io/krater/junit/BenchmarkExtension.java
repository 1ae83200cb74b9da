package io.krater.junit;

import io.krater.result.SuiteResult;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
        return Settings.isOn(context, "krater.benchmarks")
                ? ConditionEvaluationResult.enabled("krater.benchmarks is on")
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
        if (failure instanceof CannotTellException open) {
            tell(open, report);
        }
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

    /** Build tools print no reason of a test that was aborted: a line a claim on the console says it. */
    @SuppressWarnings("SystemOut") // that is where build tools show what tests say
    private static void tell(CannotTellException open, Optional<Path> report) {
        String where = report.map(page -> "; report: " + page).orElse("");
        open.claims().forEach(claim -> System.out.println("KRATER cannot tell: " + claim + where));
    }

    private static <T extends Throwable> T located(T told, Throwable original) {
        told.setStackTrace(original.getStackTrace());
        return told;
    }

    private static BenchmarkRun run(ExtensionContext context) {
        BenchmarkRun run = inClassStore(
                context,
                "run",
                BenchmarkRun.class,
                () -> new BenchmarkRun(
                        source(context),
                        Settings.text(context, "krater.launcher", "process"),
                        Path.of(Settings.text(context, "krater.results", "target/krater")),
                        Settings.isOn(context, "krater.keep")));
        run.ensureDone();
        return run;
    }

    private static SuiteSource source(ExtensionContext context) {
        return inClassStore(context, "source", SuiteSource.class, () -> SuiteSource.of(context.getRequiredTestClass()));
    }

    /** What JUnit 5 and 6 both have; the method that does this in one step is called otherwise in each. */
    private static synchronized <T> T inClassStore(
            ExtensionContext context, String key, Class<T> type, Supplier<T> made) {
        ExtensionContext.Store store = classStore(context);
        T there = store.get(key, type);
        if (there == null) {
            there = made.get();
            store.put(key, there);
        }
        return there;
    }

    private static ExtensionContext.Store classStore(ExtensionContext context) {
        ExtensionContext ofClass = context;
        while (ofClass.getTestMethod().isPresent() && ofClass.getParent().isPresent()) {
            ofClass = ofClass.getParent().get();
        }
        return ofClass.getStore(NAMESPACE);
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
