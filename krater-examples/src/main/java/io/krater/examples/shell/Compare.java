package io.krater.examples.shell;

import io.krater.Krater;
import io.krater.launch.Launcher;
import io.krater.launch.process.ProcessLauncher;
import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.report.Report;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.suite.Hook;
import io.krater.suite.Parameter;
import io.krater.suite.PrecisionRule;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import io.krater.suite.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands against each other, as a line at the shell. */
@Command(
        name = "compare",
        description = {
            "Compares commands: each trial is one run of one of them, in randomised blocks.",
            "{file} and {NAME} in a command stand for the values of --file and --parameter."
        })
public final class Compare implements Callable<Integer> {
    private static final List<Metric> SHOWN = List.of(Metrics.WALL_TIME, Metrics.CPU_TIME, Metrics.PEAK_MEMORY);

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "the commands, each as one word of the shell")
    private List<String> commands = List.of();

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "a name for a command, in their order; once for each")
    private List<String> names = List.of();

    @Option(names = "--file", split = ",", paramLabel = "FILE", description = "values of {file}, which must be there")
    private List<String> files = List.of();

    @Option(
            names = {"-L", "--parameter"},
            paramLabel = "NAME=VALUE,...",
            description = "values of {NAME}; several parameters are crossed")
    private Map<String, String> parameters = Map.of();

    @Option(
            names = {"-r", "--trials"},
            paramLabel = "N",
            defaultValue = "10",
            description = "trials of each command with each value; with --until or --until-verdict the fewest")
    private int trials;

    @Option(
            names = "--until",
            paramLabel = "SHARE",
            description =
                    "stops when every interval of the mean is within this share of it: 0.02 for 2 %%; not before 20 trials,"
                            + " nor while some are far off or depend on one another")
    private @Nullable Double until;

    @Option(
            names = "--until-verdict",
            paramLabel = "SHARE",
            description =
                    "stops when each command is told to differ from the first by at least this share, or to be the"
                            + " same within it")
    private @Nullable Double untilVerdict;

    @Option(
            names = "--despite-doubts",
            description =
                    "with --until, stops from the fewest trials on, and where some are far off or depend on one another")
    private boolean despiteDoubts;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "1000",
            description = "the most trials with --until or --until-verdict")
    private int most;

    @Option(
            names = {"-w", "--warmup"},
            paramLabel = "N",
            defaultValue = "0",
            description = "runs of each command before the trials, which are not measured")
    private int warmup;

    @Option(
            names = {"-p", "--prepare"},
            paramLabel = "COMMAND",
            description = "runs before each trial, through a shell")
    private @Nullable String prepare;

    @Option(
            names = {"-c", "--cleanup"},
            paramLabel = "COMMAND",
            description = "runs after each trial, through a shell")
    private @Nullable String cleanup;

    @Option(
            names = {"-i", "--ignore-failure"},
            description = "a command's exit code makes no trial fail")
    private boolean ignoreFailure;

    @Option(names = "--input", paramLabel = "FILE", description = "standard input; empty otherwise")
    private @Nullable String input;

    @Option(names = "--show-output", description = "keeps standard output in the log; else it goes to /dev/null")
    private boolean showOutput;

    @Option(names = "--budget", paramLabel = "SECONDS", description = "begins no further block after this time")
    private @Nullable Double budget;

    @Option(
            names = "--baseline",
            paramLabel = "NAME",
            description = "what the others are compared with; else the first")
    private @Nullable String baseline;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description = "writes the trials (.csv) or a report (.html, .md, .tex), by the name's ending; repeatable")
    private List<Path> exports = List.of();

    @Option(
            names = "--no-cgroups",
            description = "makes no cgroups, as other tools do; CPU and memory are then coarser")
    private boolean withoutCgroups;

    @Option(names = "--suite", paramLabel = "NAME", defaultValue = "compare", description = "name of the results")
    private String suiteName = "";

    @Option(names = "--into", paramLabel = "FOLDER", defaultValue = "results", description = "where results go")
    private Path into = Path.of("results");

    @Override
    public Integer call() {
        Exports.check(exports);
        Suite suite = limited(suite()).build();
        try (Launcher launcher =
                ProcessLauncher.builder().cgroups(!withoutCgroups).build()) {
            return conclude(Krater.run(suite).afresh().on(launcher).into(into));
        }
    }

    private Suite.Builder limited(Suite.Builder suite) {
        if (until != null && untilVerdict != null) {
            throw new IllegalArgumentException("--until and --until-verdict exclude each other: give one of them");
        }
        if (despiteDoubts && until == null) {
            throw new IllegalArgumentException("--despite-doubts needs --until, which it belongs to");
        }
        if (until != null) {
            if (!despiteDoubts && most < PrecisionRule.FIRST_LOOK) {
                throw new IllegalArgumentException("--most must be at least " + PrecisionRule.FIRST_LOOK
                        + " with --until, which does not stop before, was " + most
                        + "; --despite-doubts looks earlier");
            }
            suite.trials(trials, most).untilPrecision(until, Metrics.WALL_TIME.name());
            return despiteDoubts ? suite.stopDespiteDoubts() : suite;
        }
        return untilVerdict == null
                ? suite.trials(trials)
                : suite.trials(trials, most).untilVerdict(untilVerdict, Metrics.WALL_TIME.name());
    }

    private Suite.Builder suite() {
        if (!names.isEmpty() && names.size() != commands.size()) {
            throw new IllegalArgumentException("--name must be given once for each of the " + commands.size()
                    + " commands or never, was given " + names.size() + " times");
        }
        Map<String, List<Parameter>> crossed = crossed();
        List<String> placeholders = List.copyOf(crossed.keySet());
        Suite.Builder suite = Suite.named(suiteName).workload(workload(crossed)).warmupTrials(warmup);
        if (prepare != null) {
            suite.beforeTrial(Hook.command(new CommandTemplate(prepare, placeholders).script()));
        }
        if (cleanup != null) {
            suite.afterTrial(Hook.command(new CommandTemplate(cleanup, placeholders).script()));
        }
        if (budget != null) {
            suite.budget(Duration.ofNanos((long) (budget * 1e9)));
        }
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            CommandTemplate command = new CommandTemplate(commands.get(i), placeholders);
            String name = distinct(names.isEmpty() ? command.name() : CommandTemplate.name(names.get(i)), taken);
            taken.add(name);
            suite.environment(environment(name, command));
        }
        if (baseline != null && !taken.contains(baseline)) {
            throw new IllegalArgumentException("--baseline must be one of " + taken + ", was \"" + baseline + "\"");
        }
        if (baseline != null) {
            suite.baseline(baseline);
        }
        return suite;
    }

    private Environment environment(String name, CommandTemplate command) {
        Environment.CommandBuilder environment = Environment.process(name).command(command.words());
        if (!showOutput) {
            environment.discardOutput();
        }
        if (input != null) {
            environment.input(input);
        }
        if (ignoreFailure) {
            environment.anyExitCode();
        }
        return environment.build();
    }

    private static String distinct(String name, List<String> taken) {
        String free = name;
        for (int i = 2; taken.contains(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    private int conclude(SuiteResult result) {
        result.print(System.out, SHOWN);
        System.out.println();
        String against = Chosen.baseline(result, baseline == null ? "" : baseline);
        Ratios.of(result, Metrics.WALL_TIME, against).forEach(System.out::println);
        Path folder = into.resolve(suiteName);
        Report.html(result, result.compare(Metrics.WALL_TIME).baseline(against)).write(folder.resolve("report.html"));
        exports.forEach(file -> Exports.write(result, Metrics.WALL_TIME, against, file));
        System.out.println("Results: " + folder);
        System.out.println("Report:  " + folder.resolve("report.html"));
        return result.cells().stream().anyMatch(cell -> cell.completed().isEmpty() || cell.failures() > 0) ? 1 : 0;
    }

    private static Workload workload(Map<String, List<Parameter>> crossed) {
        ProgramWorkload.Builder workload = ProgramWorkload.named("command");
        if (!crossed.isEmpty()) {
            workload.arguments(
                    crossed.keySet().stream().map(name -> "{" + name + "}").toArray(String[]::new));
        }
        crossed.forEach(workload::parameter);
        return workload.build();
    }

    /** The values of each parameter, in order. */
    private Map<String, List<Parameter>> crossed() {
        Map<String, List<Parameter>> all = new LinkedHashMap<>();
        for (String file : files) {
            if (!Files.isReadable(Path.of(file))) {
                throw new IllegalArgumentException("--file must name files that can be read, was \"" + file + "\"");
            }
        }
        if (!files.isEmpty()) {
            all.put("file", files.stream().map(Parameter::text).toList());
        }
        parameters.forEach((name, values) -> {
            List<Parameter> given =
                    Stream.of(values.split(",", -1)).map(Compare::asGiven).toList();
            if (all.put(name, given) != null) {
                throw new IllegalArgumentException("parameter " + name + " was given twice");
            }
        });
        return all;
    }

    /** A number only where the command gets it as it was written. */
    private static Parameter asGiven(String text) {
        Parameter read = Parameter.of(text);
        return read.format().equals(text) ? read : Parameter.text(text);
    }
}
