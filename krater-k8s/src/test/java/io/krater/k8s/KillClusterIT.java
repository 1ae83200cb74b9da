package io.krater.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.Krater;
import io.krater.k8s.pod.PodFacts;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.result.SuiteResult;
import io.krater.trial.TrialListener;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A harness that is killed or interrupted leaves nothing that the next one does not find. */
class KillClusterIT {
    private static final int TRIALS = 3;
    private static final int SECONDS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path results;

    private TestCluster cluster;

    @BeforeEach
    void open() {
        cluster = TestCluster.create("kill");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private Process harness() throws Exception {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HarnessMain.class.getName(),
                cluster.namespace(),
                results.toString(),
                Integer.toString(TRIALS),
                Integer.toString(SECONDS)));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(new File(results.toFile(), "harness.log"))
                .start();
    }

    /** The second trial's pod runs. */
    private void awaitSecondTrial() {
        TestCluster.await(
                PATIENCE,
                () -> cluster.pods().stream()
                        .map(PodFacts::new)
                        .anyMatch(pod -> pod.name().contains("-2-") && pod.hasStarted()));
    }

    @Test
    void removesWhatAKilledHarnessLeftAndResumes() throws Exception {
        Process harness = harness();
        awaitSecondTrial();
        harness.destroyForcibly().waitFor();
        assertThat(cluster.podNames()).hasSize(1);
        try (KubernetesLauncher launcher = cluster.launcher()) {
            assertThat(launcher.status()).singleElement().satisfies(trial -> {
                assertThat(trial.owner()).isEqualTo("dead");
                assertThat(trial.trial()).isEqualTo("static/64_nw/2");
            });
            Kept kept = new Kept();
            SuiteResult result = Krater.run(HarnessMain.suite(TRIALS, SECONDS))
                    .on(launcher)
                    .quiet()
                    .listener(kept)
                    .into(results);
            assertThat(kept.trials).isEqualTo(1);
            assertThat(kept.run).isEqualTo(TRIALS - 1);
            assertThat(result.trials())
                    .hasSize(TRIALS)
                    .allMatch(trial -> trial.outcome().isCompleted());
        }
        assertThat(cluster.podNames()).isEmpty();
    }

    @Test
    void leavesNothingWhenInterrupted() throws Exception {
        Process harness = harness();
        awaitSecondTrial();
        harness.destroy(); // SIGTERM, which Ctrl-C's SIGINT is to a JVM
        assertThat(harness.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(cluster.podNames()).isEmpty();
        String said =
                new String(java.nio.file.Files.readAllBytes(results.resolve("harness.log")), StandardCharsets.UTF_8);
        assertThat(said).contains("interrupted: 1 of 3 trials are complete");
    }

    @Test
    void touchesNothingThatIsNotOurs() throws Exception {
        cluster.client()
                .resource(new io.fabric8.kubernetes.api.model.PodBuilder()
                        .withNewMetadata()
                        .withName("somebody-elses")
                        .withNamespace(cluster.namespace())
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("c")
                        .withImage(TestCluster.SHELL)
                        .withImagePullPolicy("Never")
                        .withCommand("/bin/sleep", "600")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        Process harness = harness();
        awaitSecondTrial();
        harness.destroyForcibly().waitFor();
        try (KubernetesLauncher launcher = cluster.launcher()) {
            assertThat(launcher.cleanup()).singleElement().asString().contains("removed", "static/64_nw/2");
            assertThat(launcher.cleanup()).isEmpty();
        }
        assertThat(cluster.podNames()).containsExactly("somebody-elses");
    }

    private static final class Kept implements TrialListener {
        private int trials;
        private int run;

        @Override
        public void suiteStarted(TrialPlan plan, int kept) {
            trials = kept;
        }

        @Override
        public void trialStarted(PlannedTrial trial) {
            run++;
        }
    }
}
