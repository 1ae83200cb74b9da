package io.krater.examples;

import static io.krater.junit.KraterAssertions.assertThat;
import static io.krater.metric.Metrics.PEAK_MEMORY;
import static io.krater.metric.Metrics.THROUGHPUT;
import static java.time.Duration.ofSeconds;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.krater.Krater;
import io.krater.cri.CriLauncher;
import io.krater.experiment.Bench;
import io.krater.experiment.RuntimeProcesses;
import io.krater.experiment.Session;
import io.krater.experiment.StartupExperiment;
import io.krater.experiment.density.DensityExperiment;
import io.krater.experiment.lifecycle.CommandAction;
import io.krater.experiment.lifecycle.LifePlatform;
import io.krater.experiment.lifecycle.LifecycleExperiment;
import io.krater.experiment.lifecycle.Lives;
import io.krater.experiment.lifecycle.StepAction;
import io.krater.experiment.lifecycle.Steps;
import io.krater.experiment.lifecycle.StudySteps;
import io.krater.junit.BenchmarkSuite;
import io.krater.junit.ForEachEnvironment;
import io.krater.junit.KraterBenchmark;
import io.krater.k8s.KubernetesLauncher;
import io.krater.k8s.model.PullPolicy;
import io.krater.launch.Launcher;
import io.krater.launch.Phase;
import io.krater.launch.process.ProcessLauncher;
import io.krater.metric.Aggregate;
import io.krater.metric.Direction;
import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.monitor.CsvHost;
import io.krater.monitor.HostMetrics;
import io.krater.monitor.HostMonitor;
import io.krater.monitor.HostQuantity;
import io.krater.monitor.HostRecord;
import io.krater.monitor.HostSource;
import io.krater.monitor.HostSourceException;
import io.krater.monitor.Netdata;
import io.krater.monitor.ThisHost;
import io.krater.report.Figure;
import io.krater.report.Report;
import io.krater.report.Waterfall;
import io.krater.result.SuiteResult;
import io.krater.result.rund.RundTables;
import io.krater.sample.Column;
import io.krater.suite.Environment;
import io.krater.suite.Gate;
import io.krater.suite.Hook;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Parameter;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Resources;
import io.krater.suite.Service;
import io.krater.suite.Suite;
import io.krater.suite.Workload;
import io.krater.suite.WorkloadResult;
import io.krater.timeline.BreakdownText;
import io.krater.timeline.PhaseBreakdown;
import io.krater.timeline.Timeline;
import io.krater.timeline.UruncMarks;
import io.krater.timeline.log.LogFormats;
import io.krater.timeline.log.TimelineLog;
import io.krater.trial.Burst;
import io.krater.trial.Instance;
import io.krater.trial.Trial;
import io.krater.trial.TrialListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The code that the documentation shows; {@link DocumentationTest} compares. */
final class Snippets {
    private Snippets() {}

    static void readme() {
        Suite suite = Suite.named("jvm-vs-native")
                .environment(Environment.process("jvm").command("java", "Matrix.java"))
                .environment(Environment.process("native").command("./matrix"))
                .workload(MatrixMultiplication.sizes(256, 1024).duration(ofSeconds(30)))
                .limits(Resources.cpu("1000m").memory("1024Mi"))
                .trials(25)
                .build();

        try (Launcher launcher = ProcessLauncher.create()) {
            SuiteResult result = Krater.run(suite).on(launcher).into(Path.of("results"));
            result.print(System.out);
        }
    }

    static Figure timelines(InputStream in) throws IOException {
        TimelineLog log = TimelineLog.read(in, LogFormats.urunc());
        PhaseBreakdown breakdown = PhaseBreakdown.of(log.timelines());
        System.out.print(BreakdownText.table(breakdown));
        BreakdownText.doubts(breakdown).forEach(System.out::println);
        Figure waterfall = Waterfall.of("urunc", List.of(new Waterfall.Panel("urunc", breakdown)), UruncMarks::lane);
        return waterfall;
    }

    static void steps(SuiteResult result, TimelineLog log) {
        SuiteResult attached =
                result.attach(log.timelines().stream().map(Timeline::byTitle).toList());
        System.out.print(attached.compare(Metrics.step("CR.invoked", "CR.terminated")));
    }

    static void cluster(Suite suite) {
        try (KubernetesLauncher launcher = KubernetesLauncher.builder()
                .kubeconfig(Path.of("lab.kubeconfig"))
                .context("lab")
                .namespace("krater")
                .nodeLabel("pool", "bench")
                .tolerate("dedicated")
                .pullPolicy(PullPolicy.IF_NOT_PRESENT)
                .customisePod(pod -> new PodBuilder(pod)
                        .editMetadata()
                        .addToAnnotations("example.org/why", "a trial")
                        .endMetadata()
                        .build())
                .connect()) {
            SuiteResult result = Krater.run(suite).on(launcher).into(Path.of("results"));
            result.print(System.out);
        }
    }

    static Suite stopWhenSure() {
        Suite suite = Suite.named("jvm-vs-native")
                .environment(Environment.process("jvm").command("java", "Matrix.java"))
                .environment(Environment.process("native").command("./matrix"))
                .workload(MatrixMultiplication.sizes(256, 1024).duration(ofSeconds(30)))
                .trials(20, 100)
                .untilPrecision(0.02)
                .build();
        return suite;
    }

    static Suite stopWhenTold() {
        Suite suite = Suite.named("jvm-vs-native")
                .environment(Environment.process("native").command("./matrix"))
                .environment(Environment.process("jvm").command("java", "Matrix.java"))
                .workload(MatrixMultiplication.sizes(256, 1024).duration(ofSeconds(30)))
                .trials(10, 100)
                .untilVerdict(0.02)
                .build();
        return suite;
    }

    static List<Workload> workloads() {
        Workload compression = ProgramWorkload.named("compression")
                .sizes(List.of(10, 100), "--megabytes", "{size}")
                .gate(Gate.between("compressing", "compressed"))
                .expected(Duration.ofSeconds(20))
                .log((variant, log) -> log.stream()
                        .filter(line -> line.startsWith("ratio "))
                        .findFirst()
                        .map(line -> Double.parseDouble(line.substring("ratio ".length())))
                        .map(ratio -> new WorkloadResult(Map.of("ratio", ratio), Optional.of(ratio < 1)))
                        .orElse(WorkloadResult.none()))
                .build();
        Workload startup = ProgramWorkload.named("startup")
                .variant("hello", "--version")
                .gate(Gate.wholeLife().hold())
                .build();
        Workload copying = ProgramWorkload.named("copying")
                .variant("64M", Map.of("buffer", Parameter.number(64, "MiB")), "--buffer={buffer}M")
                .variant("256M", Map.of("buffer", Parameter.number(256, "MiB")), "--buffer={buffer}M")
                .build();
        return List.of(compression, startup, copying);
    }

    static Metric experiment(Bench bench, Consumer<Session> opened) {
        Metric slowest = Metric.overInstances(
                "slowest_start_seconds",
                "s",
                Direction.LOWER_IS_BETTER,
                instance -> instance.seconds(Phase.REQUESTED, Phase.FIRST_OUTPUT),
                Aggregate.MAX);
        Session session = bench.session((planned, burst) -> {
            burst.prepare(planned, (int) planned.variant().number("n").orElseThrow());
            burst.send().awaitReady("first_output", Duration.ofMinutes(1));
            List<Instance> instances = burst.instances("first_output");
            return Trial.of(
                    planned, Resources.unlimited(), Burst.allReady(instances), instances, Trial.Whole.nothing(), 0);
        });
        opened.accept(session);
        return slowest;
    }

    static void startup() throws IOException {
        StartupExperiment startup = StartupExperiment.named("startup")
                .environment(Environment.process("plain").command("sh", "-c", "echo ready; exec sleep 100000"))
                .environment(
                        Environment.process("wrapped").command("sh", "-c", "sh -c 'echo ready; sleep 100000'; exit"))
                .levels(1, 10, 50)
                .rounds(10)
                .build();
        try (Launcher launcher = ProcessLauncher.create()) {
            SuiteResult result = Krater.run(startup).on(launcher).into(Path.of("results"));
            result.print(System.out, startup.metrics());
            RundTables.of(result).write(Path.of("results", "rund"));
            Report.html(result).write(Path.of("startup.html"));
        }
    }

    static void density() {
        DensityExperiment density = DensityExperiment.named("density")
                .environment(
                        Environment.pod("runc").image("krater-debian:latest").runtimeClass("runc"))
                .environment(
                        Environment.pod("kata").image("krater-debian:latest").runtimeClass("kata"))
                .densities(1, 10, 100)
                .memorySizes(128, 1024)
                .levels(1, 10)
                .processes(RuntimeProcesses.matching("containerd-shim|/pause"))
                .ready(Phase.SANDBOX_READY)
                .ramps(5)
                .build();
        try (Launcher launcher =
                CriLauncher.builder().sandboxOnly().hostNetwork().connect()) {
            SuiteResult result = Krater.run(density).on(launcher).into(Path.of("results"));
            result.print(System.out, density.metrics());
        }
    }

    static void socket(Suite suite) {
        try (Launcher launcher = CriLauncher.connect()) {
            SuiteResult result = Krater.run(suite).on(launcher).into(Path.of("results"));
            result.print(System.out);
        }
    }

    static void metrics(Suite suite, Launcher launcher) {
        Metric cpuShareOfKernel = Metric.of(
                "kernel_cpu_seconds",
                "s",
                Direction.LOWER_IS_BETTER,
                trial -> trial.gated(Column.SYSTEM_USEC)
                        .map(system -> system.increase())
                        .filter(OptionalDouble::isPresent)
                        .map(micros -> OptionalDouble.of(micros.getAsDouble() / 1e6))
                        .orElse(OptionalDouble.empty()));
        SuiteResult result =
                Krater.run(suite).metric(cpuShareOfKernel).on(launcher).into(Path.of("results"));
        SuiteResult later = SuiteResult.read(Path.of("results", "my-suite"));
        later.print(System.out, List.of(cpuShareOfKernel));
        result.print(System.out);
    }

    static void listeners(Suite suite, Launcher launcher) {
        Krater.run(suite)
                .listener(new TrialListener() {
                    @Override
                    public void trialFinished(Trial trial) {
                        log(trial.id() + " " + trial.outcome());
                    }
                })
                .on(launcher)
                .into(Path.of("results"));
    }

    private static void log(String line) {
        System.out.println(line);
    }

    static Suite around() {
        Suite suite = Suite.named("server-under-load")
                .environment(Environment.process("old").command("./ask-old").exitCodes(0, 3))
                .environment(Environment.process("new").command("./ask-new").timeout(ofSeconds(30)))
                .workload(ProgramWorkload.named("ask")
                        .parameter("size", 64, 256)
                        .parameter("threads", 1, 2, 4)
                        .arguments("--size={size}")
                        .build())
                .variable("OMP_NUM_THREADS", "{threads}")
                .input("questions-{size}.txt")
                .service(Service.named("server")
                        .command("./server", "--port", "7777")
                        .untilPort(7777)
                        .build())
                .beforeSuite(Hook.command("make", "data"))
                .beforeTrial(Hook.dropPageCache())
                .afterTrial(Hook.call("check", moment -> System.out.println(moment.trial())))
                .warmupTrials(2)
                .trials(20)
                .timeout(ofSeconds(60))
                .budget(Duration.ofHours(2))
                .baseline("old")
                .build();
        return suite;
    }
}

/** {@code docs/lifecycle.md}. */
class LifecycleSnippets {
    static void hosts() {
        HostMonitor monitor = HostMonitor.start(
                List.of(
                        ThisHost.here().role("master"),
                        Netdata.at("http://h34:19999").role("worker")),
                Duration.ofSeconds(5));
        // what is to be seen beside its hosts
        HostRecord record = monitor.stop();
        System.out.println(record.gaps());
    }

    static HostSource table() throws HostSourceException {
        CsvHost h12 = CsvHost.at(Path.of("h12.csv"))
                .time("Zeit")
                .pattern("dd.MM.yyyy HH:mm:ss", ZoneId.of("Europe/Zurich"))
                .decimalComma()
                .column(HostQuantity.CPU, "CPU-Last")
                .column(HostQuantity.MEMORY, "Wert", "Messung", "Speicher");
        CsvHost.Table table = h12.read();
        table.odd().forEach(System.out::println);
        return h12;
    }

    static HostMetrics besideTrials(Suite suite, Launcher launcher) {
        SuiteResult result = Krater.run(suite)
                .on(launcher)
                .hosts(ThisHost.here(), Netdata.at("http://h34:19999").role("worker"))
                .into(Path.of("results"));
        HostMetrics first = result.hosts().values().iterator().next().metrics();
        return first;
    }

    static Lives lives(
            LifePlatform kubernetes,
            StepAction start,
            StepAction join,
            StepAction deploy,
            StepAction delete,
            StepAction leave,
            StepAction stop) {
        StudySteps steps = new StudySteps(start, join, deploy, delete, leave, stop);
        LifePlatform k3s = steps.addTo(LifePlatform.named("k3s"), Duration.ofMinutes(5))
                .teardown(CommandAction.of("k3s-killall.sh"))
                .build();
        LifecycleExperiment experiment = LifecycleExperiment.named("lives")
                .platform(kubernetes)
                .platform(k3s)
                .lives(25)
                .build();
        SuiteResult result = Krater.run(experiment)
                .on(Steps.launcher())
                .hosts(Netdata.at("http://h12:19999").role("master"))
                .into(Path.of("results"));
        Lives lives = Lives.of(result.trials(), result.hosts().values());
        return lives;
    }
}

@KraterBenchmark
class WasmSpeedBenchmark {
    @BenchmarkSuite
    static Suite suite() {
        return Suite.named("wasm-speed")
                .environment(Environment.process("native").command("./matrix"))
                .environment(Environment.process("wasm").command("wasmtime", "matrix.wasm"))
                .workload(MatrixMultiplication.sizes(256).duration(ofSeconds(5)))
                .trials(25)
                .build();
    }

    @Test
    void reachesAThirdOfNativeSpeed(SuiteResult result) {
        assertThat(result).metric(THROUGHPUT).of("wasm").comparedTo("native").isAtLeast(0.30);
    }

    @Test
    void isNoSlowerThanTheLastRelease(SuiteResult result) {
        SuiteResult saved = SuiteResult.read(Path.of("benchmarks", "1.4", "wasm-speed"));
        assertThat(result).metric(THROUGHPUT).of("wasm").isNoSlowerThan(saved, 0.05);
    }

    @ForEachEnvironment
    void staysSmall(String environment, SuiteResult result) {
        assertThat(result).metric(PEAK_MEMORY).of(environment).hasMeanAtMost(64 << 20);
    }
}
