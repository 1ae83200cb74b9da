package io.krater.result.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.krater.launch.ClockOffset;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Marks;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.plan.TrialId;
import io.krater.result.SuiteResult;
import io.krater.result.model.ResultData;
import io.krater.result.model.ResultException;
import io.krater.result.model.StoredTrial;
import io.krater.result.model.SuiteDescription;
import io.krater.sample.Column;
import io.krater.sample.Quantity;
import io.krater.sample.QuantitySeries;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.suite.Parameter;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import io.krater.suite.Variant;
import io.krater.suite.WorkloadResult;
import io.krater.trial.GateTimes;
import io.krater.trial.Instance;
import io.krater.trial.LogExcerpt;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_763_788_500L * SECOND;
    private static final Outcome CRASHED = new Outcome.Failed(FailureReason.of(Kind.CRASHED, "exit code 3"));
    private static final Metric ODD =
            Metric.of("odd", "%", trial -> trial.id().number() == 1 ? OptionalDouble.of(12.5) : OptionalDouble.empty());

    @TempDir
    Path folder;

    @Test
    void aRowForEachTrialWithEmptyFieldsForWhatIsAbsent() throws IOException {
        Path file = folder.resolve("trials.csv");
        SuiteResult result =
                result(List.of(trial(1, new Outcome.Completed()), trial(2, CRASHED)), List.of(trial(1, CRASHED)));
        Tables.trials(result, List.of(Metrics.THROUGHPUT, ODD), file);
        assertThat(Files.readString(file)).isEqualTo("""
                        suite,environment,variant,param_size_MiB,param_a_b,trial,position,block,run,outcome,failure,excluded,\
                        earlier_failures,valid,requested_epoch_ns,gate_start_epoch_ns,gate_end_epoch_ns,\
                        clock_offset_ns,clock_offset_error_ns,clock_step_ns,to_running_s,to_bench_start_s,\
                        reported_throughput_mflops,throughput_mflops,odd_percent
                        tables,native,v1,64,"x,y",1,11,5,run,completed,,,1,true,1763788500000000000,\
                        1763788503000000000,1763788505000000000,250000000,1000,-7,1.5,2.75,1409.25,1409.25,12.5
                        tables,native,v1,64,"x,y",2,12,5,run,failed,crashed,,0,true,1763788500000000000,\
                        1763788503000000000,1763788505000000000,250000000,1000,-7,1.5,2.75,1409.25,,
                        """.replace("\n", "\r\n"));
    }

    @Test
    void aRowForEachInstantWithTheGateAsTimesOrigin() throws IOException {
        Path file = folder.resolve("samples.csv");
        Tables.samples(result(List.of(trial(1, new Outcome.Completed())), List.of()), file);
        assertThat(Files.readString(file)).isEqualTo("""
                        suite,environment,variant,param_size_MiB,param_a_b,trial,instance,outcome,excluded,scope,epoch_ns,t_s,phase,\
                        usage_usec,memory_current_bytes,anon_bytes
                        tables,native,v1,64,"x,y",1,1,completed,,container,1763788502000000000,-1.000000000,before,200,20,
                        tables,native,v1,64,"x,y",1,1,completed,,container,1763788502000000001,-0.999999999,before,,,7
                        tables,native,v1,64,"x,y",1,1,completed,,container,1763788503000000000,0.000000000,gate,300,,8
                        tables,native,v1,64,"x,y",1,1,completed,,container,1763788505000000000,2.000000000,gate,500,50,
                        tables,native,v1,64,"x,y",1,1,completed,,container,1763788506000000000,3.000000000,after,600,60,
                        """.replace("\n", "\r\n"));
    }

    @Test
    void samplesWithoutAGateHaveTheirAbsoluteTimeOnly() throws IOException {
        Path file = folder.resolve("samples.csv");
        Trial gated = trial(1, CRASHED);
        Trial ungated = Trial.ofOne(
                gated.id(),
                0,
                0,
                gated.variant(),
                gated.limits(),
                CRASHED,
                Marks.ofPhases(Map.of()),
                Optional.empty(),
                gated.workloadResult(),
                gated.log(),
                gated.samples(),
                gated.clockOffset(),
                0,
                Map.of());
        Tables.samples(result(List.of(ungated), List.of()), file);
        assertThat(Files.readAllLines(file).get(1))
                .isEqualTo("tables,native,v1,64,\"x,y\",1,1,failed,,container,1763788502000000000,,,200,20,");
    }

    @Test
    void aResultWithoutTrialsIsAHeader() throws IOException {
        Path file = folder.resolve("samples.csv");
        Tables.samples(result(List.of(), List.of()), file);
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "suite,environment,variant,param_size_MiB,param_a_b,trial,instance,outcome,excluded,scope,epoch_ns,t_s,phase");
    }

    @Test
    void aRowForEachInstanceWithTheMomentsItReached() throws IOException {
        Path file = folder.resolve("instances.csv");
        Trial one = trial(1, new Outcome.Completed());
        Marks quick = Marks.of(Map.of("requested", Stamp.client(1_000), "warm", Stamp.client(2_501_000)));
        Trial two = new Trial(
                one.id(),
                0,
                0,
                one.variant(),
                one.limits(),
                one.outcome(),
                List.of(
                        Instance.of("a", new Outcome.Completed(), quick).on("n1"),
                        Instance.of("b", CRASHED, Marks.none())),
                Trial.Whole.nothing(),
                0);
        Tables.instances(result(List.of(two), List.of()), file);
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "suite,environment,variant,param_size_MiB,param_a_b,trial,instance,node,outcome,failure,excluded,"
                                + "requested_epoch_ns,to_warm_s",
                        "tables,native,v1,64,\"x,y\",1,a,n1,completed,,,1000,0.0025",
                        "tables,native,v1,64,\"x,y\",1,b,,failed,crashed,,,");
    }

    @Test
    void quantitiesOfASourcesOwnHaveAColumnEach() throws IOException {
        Path file = folder.resolve("samples.csv");
        Trial one = trial(1, new Outcome.Completed());
        SampleSeries none = SampleSeries.builder(Map.of()).build();
        QuantitySeries busy = new QuantitySeries(
                Quantity.gauge("disk_util", "%"), new long[] {1_763_788_504_000_000_000L}, new double[] {12.5});
        QuantitySeries scope = new QuantitySeries(
                Quantity.gauge("scope", ""), new long[] {1_763_788_505_000_000_000L}, new double[] {7});
        SampleSet host = new SampleSet(Scope.host("n1"), none, none, List.of(busy, scope), 0, 0, 0, 0, Map.of());
        Trial with = new Trial(
                one.id(),
                0,
                0,
                one.variant(),
                one.limits(),
                one.outcome(),
                one.instances(),
                new Trial.Whole(Marks.none(), Map.of(host.scope(), host), Map.of(), Map.of()),
                0);
        Tables.samples(result(List.of(with), List.of()), file);
        List<String> rows = Files.readAllLines(file);
        assertThat(rows.get(0)).endsWith(",disk_util,own_scope");
        assertThat(rows)
                .endsWith(
                        "tables,native,v1,64,\"x,y\",1,,completed,,host:n1,1763788504000000000,1.000000000,gate,,,,12.5,",
                        "tables,native,v1,64,\"x,y\",1,,completed,,host:n1,1763788505000000000,2.000000000,gate,,,,,7");
    }

    @Test
    void aPipeIsWrittenToAndStaysAPipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        try (RandomAccessFile end = new RandomAccessFile(pipe.toFile(), "rw")) {
            Tables.samples(result(List.of(), List.of()), pipe);
            assertThat(Files.isRegularFile(pipe)).isFalse();
            byte[] read = new byte[18];
            end.readFully(read); // readLine would seek
            assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo("suite,environment,");
        }
    }

    @Test
    void aLinkIsWrittenThroughAndStaysALink() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "x");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        Tables.samples(result(List.of(), List.of()), link);
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.readString(target)).startsWith("suite,environment,");
    }

    @Test
    void unitsStandInTheHeaderOnce() {
        assertThat(Metrics.all())
                .extracting(Headers::header)
                .contains(
                        "throughput_mflops",
                        "peak_mem_bytes",
                        "cpu_seconds",
                        "cold_start_time_s",
                        "energy_joules_per_op")
                .doesNotHaveDuplicates()
                .allMatch(header -> header.matches("[A-Za-z][A-Za-z0-9_]*"));
        assertThat(Headers.header(Metric.of("joules_per_gflop", "J/GFLOP", trial -> OptionalDouble.empty())))
                .isEqualTo("joules_per_gflop");
        assertThat(Headers.header(Metric.of("share", "%", trial -> OptionalDouble.empty())))
                .isEqualTo("share_percent");
    }

    @Test
    void aTableThatCannotBeWrittenIsNamed() {
        Path file = folder.resolve("absent").resolve("trials.csv");
        SuiteResult result = result(List.of(), List.of());
        assertThatThrownBy(() -> Tables.trials(result, List.of(), file))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("no such file or folder")
                .hasMessageContaining("unharmed");
    }

    private static SuiteResult result(List<Trial> trials, List<Trial> earlier) {
        Suite suite = Suite.named("tables")
                .environment(io.krater.suite.Environment.process("native").command("x"))
                .workload(io.krater.suite.ProgramWorkload.named("w")
                        .variant(variant())
                        .build())
                .build();
        return new SuiteResult(new ResultData(
                SuiteDescription.of(suite),
                OptionalLong.of(1),
                List.of(),
                trials.stream().map(trial -> new StoredTrial("run", trial)).toList(),
                earlier,
                List.of()));
    }

    private static Variant variant() {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        parameters.put("size", Parameter.number(64, "MiB"));
        parameters.put("a/b", Parameter.text("x,y"));
        return new Variant("v1", parameters, List.of(), Duration.ZERO, Optional.empty(), OptionalLong.empty());
    }

    private static Trial trial(int number, Outcome outcome) {
        SampleSeries fast = SampleSeries.builder(Map.of(Column.USAGE_USEC, "cgroup", Column.MEMORY_CURRENT, "cgroup"))
                .add(START + 2 * SECOND, 200, 20)
                .add(START + 3 * SECOND, 300, SampleSeries.ABSENT)
                .add(START + 5 * SECOND, 500, 50)
                .add(START + 6 * SECOND, 600, 60)
                .build();
        SampleSeries slow = SampleSeries.builder(Map.of(Column.ANON, "cgroup"))
                .add(START + 2 * SECOND + 1, 7)
                .add(START + 3 * SECOND, 8)
                .build();
        return Trial.ofOne(
                new TrialId("native", "v1", number),
                number + 10,
                5,
                variant(),
                Resources.unlimited(),
                outcome,
                Marks.ofPhases(Map.of(
                        Phase.REQUESTED, Stamp.client(START),
                        Phase.RUNNING, Stamp.client(START + 3 * SECOND / 2),
                        Phase.BENCH_START, Stamp.node(START + 3 * SECOND))),
                Optional.of(new GateTimes(START + 3 * SECOND, START + 5 * SECOND)),
                new WorkloadResult(Map.of("throughput_mflops", 1409.25), Optional.of(true)),
                new LogExcerpt(List.of(), 0, 0),
                Map.of(Scope.CONTAINER, new SampleSet(Scope.CONTAINER, fast, slow, 4, 0, 0, 0, Map.of())),
                new ClockOffset(250_000_000, 1000),
                -7,
                Map.of());
    }
}
