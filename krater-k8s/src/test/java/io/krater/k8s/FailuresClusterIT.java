package io.krater.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.krater.k8s.model.PullPolicy;
import io.krater.launch.Execution;
import io.krater.launch.Exit;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Heard;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Phase;
import io.krater.launch.Sampling;
import io.krater.suite.Environment;
import io.krater.suite.Gate;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import io.krater.trial.Outcome;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What can go wrong with a pod happens for real: the reason is named, soon, with what the cluster said of it. */
class FailuresClusterIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Far below any deadline of a trial: noticed, not waited for. */
    private static final double SOON_SECONDS = 75;

    private static TestCluster cluster;

    @BeforeAll
    static void open() {
        cluster = TestCluster.create("fail");
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(cluster.podNames()).isEmpty();
    }

    /** Whether the launcher reads the node's own files. */
    boolean seesTheNode() {
        return false;
    }

    /** How a pod ended, what was heard of it, and how long it took to notice. */
    private record Seen(Exit exit, Heard heard, double seconds) {
        FailureReason reason() {
            return exit.failure().orElseThrow();
        }
    }

    private interface Meanwhile {
        void act(Pod pod, Heard heard) throws Exception;
    }

    private static Environment.PodBuilder shell(String script) {
        return Environment.pod("victim").image(TestCluster.SHELL).command("/bin/sh", "-c", script);
    }

    private Seen run(Environment.PodBuilder environment) throws Exception {
        return run(cluster.builder(), environment, TestCluster.SMALL, Duration.ofMinutes(5), (pod, heard) -> {});
    }

    private Seen run(
            KubernetesLauncher.Builder builder,
            Environment.PodBuilder environment,
            Resources resources,
            Duration deadline,
            Meanwhile meanwhile)
            throws Exception {
        return run(builder, TestCluster.matrix(1, environment).limits(resources).build(), deadline, meanwhile);
    }

    private static LaunchRequest request(Suite suite, Duration deadline) {
        return new LaunchRequest(
                "it",
                TestCluster.first(suite),
                suite.resources(),
                new Sampling(Duration.ofMillis(100), Duration.ofMillis(500)),
                false,
                Set.of(),
                deadline);
    }

    private Seen run(KubernetesLauncher.Builder builder, Suite suite, Duration deadline, Meanwhile meanwhile)
            throws Exception {
        LaunchRequest request = request(suite, deadline);
        Heard heard = new Heard();
        try (KubernetesLauncher launcher = builder.connect();
                Execution execution = launcher.prepare(request, heard)) {
            long before = System.nanoTime();
            execution.start();
            heard.await(() -> heard.order().contains("ACCEPTED"), PATIENCE);
            meanwhile.act(cluster.pods().get(0), heard);
            Exit exit = heard.awaitExit(PATIENCE);
            double seconds = (System.nanoTime() - before) / 1e9;
            assertThat(seconds).isLessThan(SOON_SECONDS);
            System.out.printf(
                    "%-22s %5.1f s  %s%n",
                    exit.failure().map(FailureReason::kind).orElse(null),
                    seconds,
                    exit.failure().map(FailureReason::message).orElse(""));
            return new Seen(exit, heard, seconds);
        }
    }

    @Test
    void refusesARuntimeClassThatIsNotThere() throws Exception {
        Suite suite = TestCluster.matrix(1, shell("true").runtimeClass("krater-no-such-class"))
                .build();
        Heard heard = new Heard();
        try (KubernetesLauncher launcher = cluster.launcher();
                Execution execution = launcher.prepare(request(suite, Duration.ofMinutes(5)), heard)) {
            execution.start();
            FailureReason reason = heard.awaitRefusal(PATIENCE);
            assertThat(reason.kind()).isEqualTo(Kind.RUNTIME_CLASS_MISSING);
            assertThat(reason.message()).contains("krater-no-such-class", "victim");
        }
        assertThat(heard.order()).containsExactly("REQUESTED", "refused");
    }

    @Test
    void noticesAHandlerThatTheNodeLacks() throws Exception {
        Seen seen = run(shell("true").runtimeClass("missing-handler"));
        assertThat(seen.reason().kind()).isEqualTo(Kind.RUNTIME_CLASS_MISSING);
        assertThat(seen.reason().message()).contains("missing-handler");
        assertThat(seen.reason().events()).anyMatch(event -> event.contains("FailedCreatePodSandBox"));
        assertThat(seen.heard().phases()).doesNotContainKey(Phase.RUNNING);
    }

    @Test
    void noticesARuntimeThatFails() throws Exception {
        Seen seen = run(shell("true").runtimeClass("broken"));
        assertThat(seen.reason().kind()).isEqualTo(Kind.SANDBOX_FAILED);
        assertThat(seen.reason().events()).anyMatch(event -> event.contains("FailedCreatePodSandBox"));
    }

    @Test
    void noticesAnImageThatIsNotOnTheNode() throws Exception {
        Seen seen = run(Environment.pod("victim").image("krater-absent:latest"));
        assertThat(seen.reason().kind()).isEqualTo(Kind.IMAGE_UNAVAILABLE);
        assertThat(seen.reason().facts()).containsEntry("reason", "ErrImageNeverPull");
        assertThat(seen.reason().events()).anyMatch(event -> event.contains("ErrImageNeverPull"));
    }

    @Test
    void noticesAnImageThatCannotBePulled() throws Exception {
        Seen seen = run(
                cluster.builder().pullPolicy(PullPolicy.ALWAYS),
                Environment.pod("victim").image("localhost:1/krater-absent:latest"),
                TestCluster.SMALL,
                Duration.ofMinutes(5),
                (pod, heard) -> {});
        assertThat(seen.reason().kind()).isEqualTo(Kind.IMAGE_UNAVAILABLE);
        assertThat(seen.reason().events()).isNotEmpty();
    }

    @Test
    void noticesAProgramThatIsNotInTheImage() throws Exception {
        Seen seen = run(Environment.pod("victim").image(TestCluster.SHELL).command("/no/such/program"));
        assertThat(seen.reason().kind()).isEqualTo(Kind.CANNOT_EXECUTE);
        assertThat(seen.reason().message()).contains("/no/such/program");
    }

    @Test
    void namesTheOomKiller() throws Exception {
        Seen seen = run(shell("echo filling; exec tail /dev/zero"));
        // what Kubernetes says is the same as after any SIGKILL where containerd heard of the OOM kill too late
        if (seesTheNode() || "OOMKilled".equals(seen.reason().facts().get("reason"))) {
            assertThat(seen.reason().kind()).isEqualTo(Kind.OOM_KILLED);
        } else {
            assertThat(seen.reason().kind()).isEqualTo(Kind.KILLED);
            assertThat(seen.reason().message()).contains("OOM killer");
        }
        assertThat(seen.exit().code()).hasValue(137);
        assertThat(seen.heard().texts()).containsExactly("filling");
    }

    @Test
    void namesExitCodesAndSignals() throws Exception {
        Seen crashed = run(shell("echo last words; exit 42"));
        assertThat(crashed.reason().kind()).isEqualTo(Kind.CRASHED);
        assertThat(crashed.exit().code()).hasValue(42);
        assertThat(crashed.heard().texts()).containsExactly("last words");
        assertThat(crashed.reason().events()).anyMatch(event -> event.contains("Started"));
        // as a container's first process: SIGABRT, or the SIGSEGV that follows where a first process ignores that
        Seen killed = run(
                cluster.builder(),
                TestCluster.probe(TestCluster.gate(), Duration.ofSeconds(1), "crash", "abort")
                        .build(),
                Duration.ofMinutes(5),
                (pod, heard) -> {});
        assertThat(killed.reason().kind()).isEqualTo(Kind.KILLED);
        int code = killed.exit().code().orElseThrow();
        assertThat(code).isIn(128 + 6, 128 + 11);
        assertThat(killed.reason().facts()).containsEntry("signal", Integer.toString(code - 128));
        assertThat(killed.heard().texts()).contains("BENCH_START", "crashing as asked: abort");
    }

    @Test
    void namesEvictionThroughTheApi() throws Exception {
        Seen seen = run(
                cluster.builder(),
                shell("echo up; exec sleep 600"),
                TestCluster.SMALL,
                Duration.ofMinutes(5),
                (pod, heard) -> {
                    heard.awaitLine(PATIENCE);
                    assertThat(cluster.client()
                                    .pods()
                                    .inNamespace(cluster.namespace())
                                    .withName(pod.getMetadata().getName())
                                    .evict())
                            .isTrue();
                });
        assertThat(seen.reason().kind()).isEqualTo(Kind.EVICTED);
        assertThat(seen.heard().texts()).containsExactly("up");
    }

    @Test
    void namesDeletionBySomebodyElse() throws Exception {
        Seen seen = run(
                cluster.builder(),
                shell("echo up; exec sleep 600"),
                TestCluster.SMALL,
                Duration.ofMinutes(5),
                (pod, heard) -> {
                    heard.awaitLine(PATIENCE);
                    cluster.client().resource(pod).withGracePeriod(0).delete();
                });
        assertThat(seen.reason().kind()).isEqualTo(Kind.DELETED);
        assertThat(seen.heard().texts()).containsExactly("up");
    }

    @Test
    void namesANodeThatIsFull() throws Exception {
        Seen seen = run(
                cluster.builder().unschedulableAfter(Duration.ofSeconds(2)),
                shell("true"),
                Resources.cpu("900").memory("64Mi"),
                Duration.ofMinutes(5),
                (pod, heard) -> {});
        assertThat(seen.reason().kind()).isEqualTo(Kind.UNSCHEDULABLE);
        assertThat(seen.reason().message()).contains("Insufficient cpu");
        assertThat(seen.reason().events()).anyMatch(event -> event.contains("FailedScheduling"));
        assertThat(seen.heard().phases()).doesNotContainKey(Phase.SCHEDULED);
    }

    @Test
    void namesThePodsOwnDeadline() throws Exception {
        Seen seen = run(
                cluster.builder(),
                shell("echo up; exec sleep 600"),
                TestCluster.SMALL,
                Duration.ofSeconds(6),
                (pod, heard) -> {});
        assertThat(seen.reason().kind()).isEqualTo(Kind.DEADLINE_EXCEEDED);
        assertThat(seen.heard().texts()).containsExactly("up");
    }

    @Test
    void keepsAllOfAWorkloadThatIsOverAtOnce() throws Exception {
        Suite suite = TestCluster.script("echo hello", Gate.wholeLife(), Duration.ofSeconds(1))
                .build();
        try (KubernetesLauncher launcher = cluster.launcher()) {
            var trial = TestCluster.run(launcher, suite);
            assertThat(trial.log().lines()).containsExactly("hello");
            assertThat(trial.phases()).containsKeys(Phase.FIRST_OUTPUT, Phase.ENDED, Phase.DELETED);
            if (trial.outcome() instanceof Outcome.Failed failed && seesTheNode()) {
                // gone before anybody could look: that is said, with the remedy
                assertThat(failed.reason().kind()).isEqualTo(Kind.NO_SAMPLES);
                assertThat(failed.reason().message()).contains("lengthen the gate");
            } else {
                assertThat(trial.outcome().isCompleted())
                        .as(trial.outcome().toString())
                        .isTrue();
            }
        }
    }
}
