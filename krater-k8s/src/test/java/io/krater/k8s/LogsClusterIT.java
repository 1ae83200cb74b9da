package io.krater.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.launch.Execution;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Heard;
import io.krater.launch.LaunchRequest;
import io.krater.launch.LogLine;
import io.krater.launch.Sampling;
import io.krater.suite.Suite;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Logs that are long, have no newlines, or are no text, through the API server. */
class LogsClusterIT {
    private static final int ONE_MEGABYTE = 1_000_000;
    private static final int TEN_MEGABYTES = 10_000_000;
    private static final int LINE = 80;

    private static TestCluster cluster;

    @BeforeAll
    static void open() {
        cluster = TestCluster.create("logs");
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Test
    void readsAMegabyteWithoutLossOrDuplicate() throws Exception {
        readsAll(ONE_MEGABYTE);
    }

    /** Long from elsewhere: the kubelet begins a second file meanwhile, and one slow node serves it all. */
    @Test
    @Tag("long")
    void readsTenMegabytesWithoutLossOrDuplicate() throws Exception {
        readsAll(TEN_MEGABYTES);
    }

    /** Beyond the 10 MiB at which the kubelet begins a new file, three times over. */
    @Test
    @Tag("long")
    void readsThirtyFiveMegabytesAcrossRotations() throws Exception {
        readsAll(35_000_000);
    }

    static void readsAll(int bytes) throws Exception {
        Suite suite = TestCluster.probe(TestCluster.gate(), Duration.ofSeconds(60), "spam", Integer.toString(bytes))
                .limits(TestCluster.LARGER)
                .build();
        LaunchRequest request = new LaunchRequest(
                "it",
                TestCluster.first(suite),
                suite.resources(),
                Sampling.none(),
                false,
                Set.of(),
                Duration.ofMinutes(5));
        Heard heard = new Heard();
        try (KubernetesLauncher launcher = cluster.launcher();
                Execution execution = launcher.prepare(request, heard)) {
            execution.start();
            assertThat(heard.awaitExit(Duration.ofMinutes(3)).code()).hasValue(0);
            System.out.println("log facts " + execution.facts());
        }
        List<LogLine> lines = heard.lines();
        assertThat(lines.size()).isEqualTo(bytes / LINE + 2);
        assertThat(lines.get(0).text()).isEqualTo("BENCH_START");
        assertThat(lines.get(lines.size() - 1).text()).isEqualTo("BENCH_END");
        for (int i = 1; i < lines.size() - 1; i++) {
            String text = lines.get(i).text();
            // each line begins with the letter that its place in the text has
            assertThat(text).hasSize(LINE - 1);
            assertThat(text.charAt(0)).isEqualTo((char) ('a' + (long) (i - 1) * LINE % 26));
        }
    }

    /** The API server gives the end of a line the time of its beginning: no gate can be closed by it. */
    @Test
    void boundsALogWithoutNewline() throws Exception {
        Trial trial = withoutNewline();
        assertThat(trial.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason().kind()).isEqualTo(Kind.NO_GATE));
    }

    /** What is kept of two megabytes in one line. */
    static Trial withoutNewline() throws InterruptedException {
        Trial trial = run("spam", "2000000", "noeol");
        assertThat(trial.log().lines()).hasSizeLessThanOrEqualTo(3);
        assertThat(trial.log().totalChars()).isLessThan(200_000);
        return trial;
    }

    @Test
    void bearsALogThatIsNoText() throws Exception {
        Trial trial = run("binary", "300000");
        assertThat(trial.outcome().isCompleted()).isTrue();
    }

    private static Trial run(String... arguments) throws InterruptedException {
        try (KubernetesLauncher launcher = cluster.launcher()) {
            return TestCluster.run(
                    launcher,
                    TestCluster.probe(TestCluster.gate(), Duration.ofSeconds(20), arguments)
                            .build());
        }
    }
}
