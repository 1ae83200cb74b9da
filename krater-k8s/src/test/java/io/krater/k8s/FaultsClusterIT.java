package io.krater.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.k8s.pod.PodFacts;
import io.krater.launch.Execution;
import io.krater.launch.Exit;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Heard;
import io.krater.launch.LaunchRequest;
import io.krater.launch.LogLine;
import io.krater.launch.Phase;
import io.krater.launch.Sampling;
import io.krater.suite.Suite;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The cluster breaks while a trial runs, and is mended: the trial goes on with a complete log, or says what was lost. */
@Isolated
class FaultsClusterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private Testbed testbed;
    private TestCluster cluster;

    @BeforeEach
    void open() {
        testbed = Testbed.needed();
        cluster = TestCluster.create("faults");
    }

    @AfterEach
    void close() throws Exception {
        if (cluster != null) {
            TestCluster.await(Duration.ofSeconds(60), () -> cluster.podNames().isEmpty());
            cluster.close();
        }
    }

    private interface Fault {
        void happen() throws Exception;
    }

    /** Twenty numbered lines within a gate, one every half second. */
    private static Suite counting() {
        return TestCluster.script(
                        "echo BENCH_START; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do echo line $i;"
                                + " usleep 500000; done; echo BENCH_END",
                        TestCluster.gate(),
                        Duration.ofSeconds(12))
                .build();
    }

    private static LaunchRequest request(Suite suite) {
        return new LaunchRequest(
                "it",
                TestCluster.first(suite),
                suite.resources(),
                new Sampling(Duration.ofMillis(100), Duration.ofMillis(500)),
                false,
                Set.of(),
                Duration.ofMinutes(5));
    }

    /** Runs the counting pod, with a fault after its third line. */
    private Heard during(Fault fault) throws Exception {
        Heard heard = new Heard();
        try (KubernetesLauncher launcher = cluster.launcher();
                Execution execution = launcher.prepare(request(counting()), heard)) {
            execution.start();
            heard.await(() -> heard.lines().size() > 3, PATIENCE);
            fault.happen();
            Exit exit = heard.awaitExit(PATIENCE);
            System.out.println("exit " + exit.code() + " " + exit.failure() + " " + execution.facts());
            assertThat(exit.code()).hasValue(0);
            assertThat(exit.failure()).isEmpty();
        }
        return heard;
    }

    private static void isComplete(Heard heard) {
        List<String> expected = new ArrayList<>(List.of("BENCH_START"));
        for (int i = 1; i <= 20; i++) {
            expected.add("line " + i);
        }
        expected.add("BENCH_END");
        assertThat(heard.texts()).isEqualTo(expected);
        assertThat(heard.lines())
                .extracting(LogLine::at)
                .extracting(at -> at.epochNanos())
                .isSorted();
    }

    @Test
    void goesOnWhenTheApiServerIsRestarted() throws Exception {
        isComplete(during(() -> testbed.fault("apiserver", "restart")));
    }

    @Test
    void goesOnWhenTheApiServerIsRestartedBeforeTheContainerRuns() throws Exception {
        Heard heard = new Heard();
        try (KubernetesLauncher launcher = cluster.launcher();
                Execution execution = launcher.prepare(request(counting()), heard)) {
            execution.start();
            heard.await(() -> heard.phases().containsKey(Phase.ACCEPTED), PATIENCE);
            testbed.fault("apiserver", "restart");
            Exit exit = heard.awaitExit(PATIENCE);
            System.out.println("exit " + exit.code() + " " + exit.failure() + " " + execution.facts());
            assertThat(exit.failure()).isEmpty();
        }
        isComplete(heard);
    }

    /** Each has its own pods, and neither takes the other's for left behind. */
    @Test
    void twoHarnessesShareANamespace() throws Exception {
        Heard first = new Heard();
        Heard second = new Heard();
        try (KubernetesLauncher one = cluster.launcher();
                KubernetesLauncher other = cluster.launcher();
                Execution ofOne = one.prepare(request(counting()), first)) {
            ofOne.start();
            assertThat(other.cleanup()).isEmpty();
            Execution ofOther = other.prepare(request(counting()), second);
            ofOther.start();
            first.await(() -> first.lines().size() > 3, PATIENCE);
            ofOther.close();
            assertThat(first.awaitExit(PATIENCE).failure()).isEmpty();
        }
        isComplete(first);
    }

    @Test
    void goesOnWhenTheApiServerPauses() throws Exception {
        isComplete(during(() -> {
            testbed.fault("apiserver", "pause");
            try {
                TimeUnit.SECONDS.sleep(8);
            } finally {
                testbed.fault("apiserver", "resume");
            }
        }));
    }

    @Test
    void goesOnWhenContainerdIsRestarted() throws Exception {
        isComplete(during(() -> testbed.fault("containerd", "1", "restart")));
    }

    @Test
    void goesOnWhenTheKubeletIsKilled() throws Exception {
        isComplete(during(() -> testbed.exec(
                "sh",
                "-c",
                "p=$(pidof -s kubelet || pidof -s kube); cat /proc/$p/cmdline > /run/kubelet.words; kill -9 $p; sleep 1;"
                        + " setsid xargs -0 -a /run/kubelet.words env < /dev/null > /run/kubelet.log 2>&1 &")));
    }

    @Test
    @Tag("long")
    void goesOnWhenTheNodeIsCutOffForAHundredSeconds() throws Exception {
        isComplete(during(() -> cutOff(100)));
    }

    /** The clock of the node is 30 s ahead when the trial begins, and set back within its gate. */
    @Test
    @Tag("long")
    void tellsNoLengthAcrossAClockThatIsSetWithinTheGate() throws Exception {
        Trial trial;
        Suite suite = counting();
        testbed.exec("date", "--set=+30 seconds");
        AtomicBoolean back = new AtomicBoolean();
        try (KubernetesLauncher launcher = cluster.launcher()) {
            Thread setting = new Thread(() -> {
                try {
                    TestCluster.await(
                            PATIENCE,
                            () -> cluster.pods().stream().map(PodFacts::new).anyMatch(PodFacts::hasStarted));
                    TimeUnit.SECONDS.sleep(4);
                    testbed.exec("date", "--set=-30 seconds");
                    back.set(true);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            setting.start();
            trial = TestCluster.run(launcher, suite);
            setting.join();
        } finally {
            if (!back.get()) {
                testbed.exec("date", "--set=-30 seconds");
            }
        }
        System.out.println("clock set back: " + trial.outcome() + " "
                + trial.instances().get(0).marks() + " "
                + trial.instances().get(0).facts() + " " + trial.log().lines());
        assertThat(trial.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason().message()).contains("set back", "chronyc"));
    }

    private void cutOff(int seconds) throws Exception {
        testbed.fault("partition", "1", "on");
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } finally {
            testbed.fault("partition", "1", "off");
        }
    }

    @Test
    void namesAnApiServerThatDoesNotAnswerAndLeavesNoLatePod() throws Exception {
        Heard heard = new Heard();
        try (KubernetesLauncher launcher = cluster.launcher()) {
            Execution execution = launcher.prepare(request(counting()), heard);
            testbed.fault("apiserver", "pause");
            try {
                execution.start();
                FailureReason reason = heard.awaitRefusal(PATIENCE);
                assertThat(reason.kind()).isEqualTo(Kind.PLATFORM_ERROR);
                assertThat(reason.message()).contains("no answer");
            } finally {
                testbed.fault("apiserver", "resume");
            }
            execution.close();
            // what the server did with the request after all is undone
            TimeUnit.SECONDS.sleep(3);
            TestCluster.await(Duration.ofMinutes(1), () -> cluster.podNames().isEmpty());
        }
        assertThat(heard.phases()).doesNotContainKey(Phase.ACCEPTED);
    }

    @Test
    void stampsNoPhaseThatItSawTooLate() throws Exception {
        Heard heard = new Heard();
        try (KubernetesLauncher launcher = cluster.launcher();
                Execution execution = launcher.prepare(request(counting()), heard)) {
            execution.start();
            heard.await(() -> heard.phases().containsKey(Phase.ACCEPTED), PATIENCE);
            testbed.fault("apiserver", "pause");
            try {
                TimeUnit.SECONDS.sleep(6);
            } finally {
                testbed.fault("apiserver", "resume");
            }
            heard.awaitExit(PATIENCE);
        }
        isComplete(heard);
        // the kubelet could tell of its start only afterwards; whatever was told was told as it came
        long first = heard.at(Phase.FIRST_OUTPUT).epochNanos();
        if (heard.phases().containsKey(Phase.RUNNING)) {
            assertThat((heard.at(Phase.RUNNING).epochNanos() - first) / 1e9).isBetween(-2.0, 9.0);
        }
    }

    /** One harness here and one on the node, in the same half minute without network between the two. */
    @Test
    void goesOnWhenTheNodeIsCutOffForHalfAMinute() throws Exception {
        Path results =
                Files.createDirectories(Path.of("krater-k8s", "target", "cut-off", Long.toString(System.nanoTime(), 36))
                        .toAbsolutePath());
        Process onNode = testbed.onNode(HarnessMain.class, cluster.namespace(), results.toString(), "1", "25")
                .redirectErrorStream(true)
                .start();
        TestCluster.await(
                PATIENCE, () -> cluster.pods().stream().map(PodFacts::new).anyMatch(PodFacts::hasStarted));
        isComplete(during(() -> cutOff(30)));
        List<String> said = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(onNode.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(said::add);
        }
        System.out.println(String.join("\n", said));
        assertThat(onNode.waitFor()).isZero();
        String line =
                said.stream().filter(it -> it.startsWith("trial ")).findFirst().orElseThrow();
        assertThat(line).contains("Completed", "coverage 1.0000", "lines 6");
    }
}
