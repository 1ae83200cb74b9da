package consumer.core;

import io.krater.Krater;
import io.krater.launch.Launcher;
import io.krater.launch.LauncherProvider;
import io.krater.metric.Direction;
import io.krater.metric.Metric;
import io.krater.report.Report;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import io.krater.suite.WorkloadResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Runs a suite of two shells, reads its results again, writes a report with figures. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Path into = Path.of(arguments[0]);
        String program = "echo BENCH_START; sleep 0.1; echo speed 3.5; echo BENCH_END";
        Suite suite = Suite.named("consumer")
                .environment(Environment.process("quiet").command("sh"))
                .environment(Environment.process("loud").command("sh"))
                .workload(ProgramWorkload.named("shell")
                        .variant("once", "-c", program)
                        .log((variant, log) -> log.stream()
                                .filter(line -> line.startsWith("speed "))
                                .map(line -> Double.parseDouble(line.substring("speed ".length())))
                                .map(speed -> new WorkloadResult(Map.of("speed", speed), Optional.of(true)))
                                .findFirst()
                                .orElse(WorkloadResult.none()))
                        .build())
                .trials(3)
                .build();
        Metric words = Metric.of(
                "words",
                "1",
                Direction.LOWER_IS_BETTER,
                trial -> OptionalDouble.of(trial.variant().arguments().size()));
        try (Launcher launcher = LauncherProvider.open("process")) {
            Krater.run(suite).metric(words).on(launcher).into(into);
        }
        SuiteResult result = SuiteResult.read(into.resolve("consumer")).with(List.of(words));
        result.print(System.out);
        Report.html(result).write(into.resolve("report.html"));
        require(result.trials().size() == 6, "six trials");
        require(Files.readString(into.resolve("report.html")).contains("<figure"), "a figure in the report");
        require(absent("org.junit.jupiter.api.Test") && absent("org.assertj.core.api.Assertions"), "no test library");
        requireModule(Main.class, "consumer.core");
        requireModule(Krater.class, "io.krater");
    }

    private static boolean absent(String type) {
        try {
            Class.forName(type);
            return false;
        } catch (ClassNotFoundException expected) {
            return true;
        }
    }

    /** On the module path every class is where its descriptor says, on the class path none is. */
    private static void requireModule(Class<?> type, String module) {
        boolean named = Main.class.getModule().isNamed();
        require(named ? module.equals(type.getModule().getName()) : !type.getModule().isNamed(), type + " in its module");
        System.out.println(type.getName() + " is in " + type.getModule());
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
