package io.krater.examples;

import io.krater.Krater;
import io.krater.launch.Launcher;
import io.krater.launch.LauncherProvider;
import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.result.SuiteResult;
import io.krater.stats.Proportion;
import io.krater.stats.Summary;
import io.krater.stats.compare.TestRule;
import io.krater.stats.test.TestResult;
import io.krater.suite.Environment;
import io.krater.suite.Gate;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import io.krater.suite.Workload;
import io.krater.suite.WorkloadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How far conclusions can be trusted here: identical environments are compared many times, and a difference that is found
 * is a false alarm; then one of them is slowed by a known percentage, and a difference that is not found is a miss.
 */
@Command(
        name = "11-rigour",
        aliases = {"rigour", "11"},
        description =
                "identical environments compared many times, and a planted slowdown: false alarms and misses; a run that was interrupted goes on")
final class Example11Rigour implements Callable<Integer> {
    @Option(names = "--launcher", paramLabel = "NAME", defaultValue = "process", description = "process or cluster")
    private String launcherName = "";

    @Option(
            names = "--comparisons",
            paramLabel = "N",
            defaultValue = "100",
            description = "suites to run, a comparison each")
    private int comparisons;

    @Option(
            names = "--trials",
            paramLabel = "N",
            defaultValue = "25",
            description = "trials of each of the two environments in each of them")
    private int trials;

    @Option(names = "--millis", paramLabel = "N", defaultValue = "100", description = "length of each trial's gate")
    private int millis;

    @Option(names = "--size", paramLabel = "N", defaultValue = "64", description = "matrix size")
    private int size;

    @Option(
            names = "--planted",
            paramLabel = "PERCENT",
            defaultValue = "3",
            description = "slowdown of the second environment's values in the second question")
    private int plantedPercent;

    @Option(
            names = "--slow",
            paramLabel = "PERCENT",
            defaultValue = "0",
            description =
                    "the second environment is really slowed by this while it runs, by the workload's own option; local processes only")
    private int slow;

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            defaultValue = "krater-static:latest",
            description = "image of the matrix workload on a cluster")
    private String image = "";

    @Option(names = "--runtime-class", paramLabel = "NAME", defaultValue = "default", description = "its RuntimeClass")
    private String runtimeClass = "";

    @Mixin
    private ResultsFolder results = new ResultsFolder();

    private static final double LEVEL = 0.05;
    private static final String SPEED = "throughput: ";

    /** Speed on a CPU of its own: what others take of the machine's time is not in it, what they do to its caches is. */
    private static final Metric PER_CPU_TIME =
            Metric.of("mflops_per_cpu", "MFLOPS", Metrics.THROUGHPUT.direction(), trial -> {
                OptionalDouble speed = Metrics.THROUGHPUT.of(trial);
                OptionalDouble cores = Metrics.CPU_CORES.of(trial);
                return speed.isPresent() && cores.isPresent() && cores.getAsDouble() > 0
                        ? OptionalDouble.of(speed.getAsDouble() / cores.getAsDouble())
                        : OptionalDouble.empty();
            });

    @Override
    public Integer call() throws Exception {
        Path into = results.path().resolve("rigour");
        double planted = plantedPercent / 100.0;
        List<Environment> environments = environments(into);
        Workload workload = workload();

        List<Question> questions = new ArrayList<>();
        for (Metric metric : List.of(Metrics.THROUGHPUT, PER_CPU_TIME)) {
            for (double lowered : new double[] {0, planted}) {
                questions.add(new Question(metric, lowered, TestRule.AS_RANDOMISED));
                questions.add(new Question(metric, lowered, TestRule.BY_NORMALITY));
            }
        }
        StringBuilder noise = new StringBuilder("comparison,block,a,b\n");
        try (Launcher launcher = LauncherProvider.open(launcherName)) {
            for (int i = 1; i <= comparisons; i++) {
                SuiteResult result = Krater.run(suite(i, environments, workload))
                        .quiet()
                        .on(launcher)
                        .into(into);
                record(noise, i, result);
                questions.forEach(question -> question.ask(result));
                System.out.printf(
                        Locale.ROOT,
                        "%d of %d: differences %s%n",
                        i,
                        comparisons,
                        questions.stream().map(question -> question.differences).toList());
            }
        }
        Files.writeString(into.resolve("noise.csv"), noise);
        System.out.println();
        questions.forEach(question -> System.out.println(question.summary()));
        System.out.println("Values: " + into.resolve("noise.csv"));
        return 0;
    }

    private Suite suite(int number, List<Environment> environments, Workload workload) {
        Suite.Builder suite = Suite.named(String.format(Locale.ROOT, "comparison-%03d", number))
                .workload(workload)
                .trials(trials)
                .sampleEvery(Duration.ofMillis(Math.max(1, millis / 5)));
        environments.forEach(suite::environment);
        return suite.build();
    }

    private Workload workload() {
        String seconds = String.format(Locale.ROOT, "%.3f", millis / 1000.0);
        String side = Integer.toString(size);
        return ProgramWorkload.named("matrix")
                .variant("matrix", "nw", side, seconds)
                .gate(Gate.between("BENCH_START", "BENCH_END"))
                .expected(Duration.ofMillis(millis))
                .primaryMetric(Metrics.THROUGHPUT.name())
                .log((variant, log) -> log.stream()
                        .filter(line -> line.startsWith(SPEED))
                        .map(line -> Double.parseDouble(line.substring(SPEED.length(), line.lastIndexOf(' '))))
                        .findFirst()
                        .map(speed -> new WorkloadResult(Map.of("throughput_mflops", speed), Optional.empty()))
                        .orElse(WorkloadResult.none()))
                .build();
    }

    private List<Environment> environments(Path into) throws IOException, InterruptedException {
        if (!launcherName.equals("process")) {
            if (slow != 0) {
                throw new IllegalArgumentException(
                        "--slow is for local processes, whose command takes an argument more");
            }
            return List.of(
                    Environment.pod("a").image(image).runtimeClass(runtimeClass).build(),
                    Environment.pod("b").image(image).runtimeClass(runtimeClass).build());
        }
        String program = LocalRuntimes.nativeProgram(Files.createDirectories(into.resolve("programs")))
                .orElseThrow(() -> new IOException("no C compiler (cc, gcc or clang) is on the path"))
                .toString();
        // both through a shell, so that they differ in nothing but the argument
        return List.of(
                shell("a", "exec \"$0\" \"$@\" slow=0", program),
                shell("b", "exec \"$0\" \"$@\" slow=" + slow, program));
    }

    private static Environment shell(String name, String script, String program) {
        return Environment.process(name)
                .command("/bin/sh", "-c", script, program)
                .build();
    }

    private static void record(StringBuilder noise, int comparison, SuiteResult result) {
        String variant = result.suite().workload().variants().get(0).label();
        Map<Integer, Double> second = new HashMap<>();
        result.values(Metrics.THROUGHPUT, "b", variant).forEach(value -> second.put(value.block(), value.value()));
        result.values(Metrics.THROUGHPUT, "a", variant).forEach(first -> {
            Double other = second.get(first.block());
            if (other != null) {
                noise.append(String.format(
                        Locale.ROOT, "%d,%d,%.3f,%.3f%n", comparison, first.block(), first.value(), other));
            }
        });
    }

    /** What is asked of every comparison: is there a difference, with b's values lowered by a share? */
    private static final class Question {
        private final String name;
        private final Metric metric;
        private final TestRule rule;
        private final List<Double> scatter = new ArrayList<>();
        private int differences;
        private int tested;
        private int untested;

        Question(Metric of, double lowered, TestRule rule) {
            this.name = of.name()
                    + (lowered == 0 ? "" : String.format(Locale.ROOT, ", b's lowered by %.1f %%", 100 * lowered))
                    + (rule == TestRule.BY_NORMALITY ? ", by normality" : "");
            this.rule = rule;
            this.metric = Metric.of(of.name(), of.unit(), of.direction(), trial -> {
                OptionalDouble value = of.of(trial);
                boolean second = trial.id().environment().equals("b");
                return value.isPresent() && second ? OptionalDouble.of(value.getAsDouble() * (1 - lowered)) : value;
            });
        }

        void ask(SuiteResult result) {
            String variant = result.suite().workload().variants().get(0).label();
            Summary.of(result.sample(metric, "a", variant)).cv().optional().ifPresent(scatter::add);
            Optional<TestResult> test = result.compare(metric)
                    .rule(rule)
                    .pair(variant, "b", "a")
                    .flatMap(pair -> pair.test().optional());
            if (test.isEmpty()) {
                untested++;
            } else {
                tested++;
                differences += test.get().adjustedP() < LEVEL ? 1 : 0;
            }
        }

        String summary() {
            String interval = Proportion.of(differences, tested)
                    .interval()
                    .optional()
                    .map(i -> String.format(
                            Locale.ROOT, " (95 %% interval %.1f to %.1f %%)", 100 * i.low(), 100 * i.high()))
                    .orElse("");
            scatter.sort(null);
            return name + ": a difference in " + differences + " of " + tested + " comparisons" + interval
                    + (untested == 0 ? "" : "; " + untested + " could not be tested")
                    + (scatter.isEmpty()
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    "; coefficient of variation %.1f %%",
                                    100 * scatter.get(scatter.size() / 2)));
        }
    }
}
