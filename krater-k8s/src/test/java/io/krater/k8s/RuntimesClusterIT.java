package io.krater.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.cgroup.CgroupMount;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.node.LogTime;
import io.krater.node.PodParents;
import io.krater.sample.Column;
import io.krater.sample.Scope;
import io.krater.suite.Environment;
import io.krater.suite.Gate;
import io.krater.suite.Suite;
import io.krater.trial.GatedColumn;
import io.krater.trial.Trial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every runtime of the testbed on a node: gate, samples, phases and facts, beside witnesses that share no code. */
@Isolated
@Tag("node")
class RuntimesClusterIT {
    private static final double NANOS_PER_MILLI = 1e6;

    private static TestCluster cluster;
    private static KubernetesLauncher launcher;

    @BeforeAll
    static void open() {
        cluster = TestCluster.create("runtimes");
        launcher = cluster.launcher();
    }

    @AfterAll
    static void close() {
        launcher.close();
        assertThat(cluster.podNames()).isEmpty();
        cluster.close();
    }

    private static Environment.PodBuilder environment(String runtime) {
        String image = runtime.equals("wasmedge") ? TestCluster.WASM : TestCluster.STATIC;
        return Environment.pod(runtime).image(image).runtimeClass(runtime);
    }

    @ParameterizedTest
    @CsvSource({"default, 2", "crun, 2", "wasmedge, 2", "default, 4", "crun, 4", "wasmedge, 4"})
    void samplesAllOfTheGate(String runtime, int seconds) throws Exception {
        Trial trial = TestCluster.run(
                launcher,
                TestCluster.matrix(seconds, environment(runtime))
                        .limits(TestCluster.LARGER)
                        .build());

        assertThat(trial.outcome().isCompleted()).as(trial.outcome().toString()).isTrue();
        GatedColumn usage = trial.gated(Scope.CONTAINER, Column.USAGE_USEC).orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "%-9s %2d s: coverage %.4f, gate %.3f s, %d samples, cold start %.3f s%n",
                runtime,
                seconds,
                usage.coverage(),
                trial.gate().orElseThrow().seconds(),
                usage.count(),
                trial.seconds(Phase.REQUESTED, Phase.RUNNING).orElse(Double.NaN));
        assertThat(usage.coverage()).isGreaterThanOrEqualTo(0.99);
        double used = usage.increase().orElseThrow() / 1e6;
        // 400m: what the quota lets it use, and a period's burst
        assertThat(used).isBetween(0.05 * seconds, 0.4 * seconds + 0.15);
        double pod = trial.gated(Scope.POD, Column.USAGE_USEC)
                        .orElseThrow()
                        .increase()
                        .orElseThrow()
                / 1e6;
        assertThat(pod).isCloseTo(used, org.assertj.core.data.Offset.offset(0.06));
        assertThat(trial.gate().orElseThrow().seconds())
                .isBetween(
                        seconds - 0.3,
                        trial.workloadResult().values().getOrDefault("elapsed_seconds", Double.NaN) + 0.5);
        assertThat(trial.phases())
                .containsKeys(
                        Phase.REQUESTED,
                        Phase.ACCEPTED,
                        Phase.SCHEDULED,
                        Phase.SANDBOX_READY,
                        Phase.CONTAINER_CREATED,
                        Phase.CONTAINER_STARTED,
                        Phase.FIRST_OUTPUT,
                        Phase.BENCH_START,
                        Phase.RUNNING,
                        Phase.READY,
                        Phase.BENCH_END,
                        Phase.ENDED,
                        Phase.DELETED);
        assertThat(trial.facts())
                .containsEntry("container.cpu.max", "40000 100000")
                .containsEntry("container.memory.max", Integer.toString(64 << 20))
                .containsEntry("qos", "Guaranteed")
                .containsEntry("log", "file")
                .containsKeys("node", "pod_uid", "container_id", "image_id", "container_cgroup", "pod_cgroup");
        assertThat(fact(trial, "container_cgroup"))
                .contains(fact(trial, "container_id").substring("containerd://".length()));
        assertThat(fact(trial, "pid_cgroup")).startsWith(fact(trial, "container_cgroup"));
        assertThat(trial.samples()).containsKeys(Scope.CONTAINER, Scope.POD, Scope.HOST);
    }

    @Test
    void agreesWithABareWatchAndAWitnessOfTheFiles() throws Exception {
        Path kubepods = PodParents.in(CgroupMount.detect().root().orElseThrow()).get(0);
        List<Double> running = new ArrayList<>();
        List<Double> born = new ArrayList<>();
        List<Double> looks = new ArrayList<>();
        try (BareWatch bare = new BareWatch(cluster.client(), cluster.namespace());
                BirthWitness witness = new BirthWitness(kubepods)) {
            for (int i = 0; i < 5; i++) {
                Trial trial = TestCluster.run(
                        launcher,
                        TestCluster.matrix(1, environment("default"))
                                .limits(TestCluster.LARGER)
                                .build());
                String uid = fact(trial, "pod_uid");
                running.add(apart(
                        at(trial, Phase.RUNNING),
                        bare.running(fact(trial, "pod")).orElseThrow()));
                BirthWitness.Birth birth = witness.births(uid).get(1);
                born.add(birth.outside(at(trial, Phase.CONTAINER_CREATED).epochNanos()) / NANOS_PER_MILLI);
                looks.add((birth.there() - birth.notYet()) / NANOS_PER_MILLI);
                String line = witness.firstLine(uid);
                assertThat(trial.phases().get(Phase.FIRST_OUTPUT))
                        .isEqualTo(Stamp.node(LogTime.parse(line.substring(0, line.indexOf(' ')))));
            }
        }
        System.out.println("Running, apart from a bare watch, ms: " + running);
        System.out.println(
                "container's cgroup, outside of a witness's two looks, ms: " + born + "; looks apart: " + looks);
        assertThat(median(running)).isLessThanOrEqualTo(50);
        assertThat(median(born)).isLessThanOrEqualTo(10);
    }

    private static String fact(Trial trial, String name) {
        return java.util.Objects.requireNonNull(trial.facts().get(name), name);
    }

    private static Stamp at(Trial trial, Phase phase) {
        return java.util.Objects.requireNonNull(trial.phases().get(phase), phase.name());
    }

    private static double apart(Stamp ours, long theirs) {
        return Math.abs(ours.epochNanos() - theirs) / NANOS_PER_MILLI;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    @ParameterizedTest
    @CsvSource({"default", "crun"})
    void samplesAProgramThatIsOverAtOnce(String runtime) throws Exception {
        Suite suite = TestCluster.script("echo hello", Gate.wholeLife().hold(), Duration.ofSeconds(1))
                .build();
        Suite on = Suite.named("short")
                .environment(Environment.pod("short")
                        .image(TestCluster.SHELL)
                        .runtimeClass(runtime)
                        .command("/bin/sh", "-c", "echo hello"))
                .workload(suite.workload())
                .limits(TestCluster.LARGER)
                .build();
        Trial trial = TestCluster.run(launcher, on);
        assertThat(trial.outcome().isCompleted()).as(trial.outcome().toString()).isTrue();
        assertThat(trial.gated(Scope.CONTAINER, Column.USAGE_USEC).orElseThrow().increase())
                .isPresent();
    }

    @Test
    void countsWhatAProgramSaysThatItUsed() throws Exception {
        Trial trial = TestCluster.run(
                launcher,
                TestCluster.probe(TestCluster.gate(), Duration.ofSeconds(5), "burn", "1")
                        .limits(TestCluster.LARGER)
                        .build());
        assertThat(trial.outcome().isCompleted()).as(trial.outcome().toString()).isTrue();
        double said = trial.log().lines().stream()
                .filter(line -> line.startsWith("cpu time:"))
                .mapToDouble(line -> Double.parseDouble(line.split(" ", -1)[2]))
                .findFirst()
                .orElseThrow();
        double counted = trial.gated(Scope.CONTAINER, Column.USAGE_USEC)
                        .orElseThrow()
                        .increase()
                        .orElseThrow()
                / 1e6;
        System.out.printf(Locale.ROOT, "burn: said %.3f s, counted %.3f s%n", said, counted);
        // the kernel's counters advance in ticks of 10 ms here
        assertThat(counted).isCloseTo(said, org.assertj.core.data.Offset.offset(0.08));
    }
}
