package io.krater.k8s.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.krater.k8s.TestCluster;
import io.krater.k8s.model.PullPolicy;
import io.krater.launch.LaunchException;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Sampling;
import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PodBlueprintTest {
    private static final Environment WASM = Environment.pod("Wasm_Edge")
            .image("krater-wasm:latest")
            .runtimeClass("wasmedge")
            .variable("A", "1")
            .build();

    private static PodBlueprint blueprint(UnaryOperator<Pod> customiser) {
        Toleration toleration =
                new TolerationBuilder().withKey("k").withOperator("Exists").build();
        PodSettings settings = new PodSettings(
                "ns",
                Map.of("disk", "ssd"),
                List.of(toleration),
                Optional.of("account"),
                PullPolicy.NEVER,
                customiser,
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofMillis(50));
        return new PodBlueprint(settings, "abc123", new Owner("boot", "4026531836", "4026531834", 42, 7));
    }

    private static LaunchRequest request(Environment environment, Set<Integer> cores) {
        Suite suite = Suite.named("s")
                .environment(environment)
                .workload(MatrixMultiplication.sizes(256).duration(Duration.ofSeconds(30)))
                .limits(Resources.cpu("500m").memory("64Mi"))
                .build();
        return new LaunchRequest(
                "1700000000-00ff",
                TestCluster.first(suite),
                suite.resources(),
                Sampling.none(),
                false,
                cores,
                Duration.ofMillis(90_500));
    }

    private static Pod pod() throws LaunchException {
        return blueprint(UnaryOperator.identity()).pod(request(WASM, Set.of()), 35);
    }

    @Test
    void givesAWorkloadNoCredentials() throws Exception {
        assertThat(pod().getSpec().getAutomountServiceAccountToken()).isFalse();
    }

    @Test
    @SuppressWarnings("NullAway") // what a user may do
    void failsTheTrialWhereTheCustomiserFails() {
        UnaryOperator<Pod> throwing = pod -> {
            throw new IllegalStateException("no such volume");
        };
        UnaryOperator<Pod> none = pod -> null;
        UnaryOperator<Pod> empty = pod -> new Pod();
        for (UnaryOperator<Pod> customiser : List.of(throwing, none, empty)) {
            assertThatThrownBy(() -> blueprint(customiser).pod(request(WASM, Set.of()), 1))
                    .isInstanceOfSatisfying(
                            LaunchException.class,
                            refused -> assertThat(refused.reason().message()).contains("pod customiser"));
        }
    }

    @Test
    void tellsWhatWasMadeOfWhatWasAskedFor() throws Exception {
        Pod asked = blueprint(UnaryOperator.identity()).asked(request(WASM, Set.of()), 1);
        Pod same = blueprint(UnaryOperator.identity()).pod(request(WASM, Set.of()), 1);
        assertThat(PodChanges.between(asked, same)).isEmpty();
        Pod other = blueprint(pod -> new PodBuilder(pod)
                        .editSpec()
                        .withRestartPolicy("Always")
                        .withActiveDeadlineSeconds(7L)
                        .editFirstContainer()
                        .editResources()
                        .addToLimits("memory", new Quantity("32Mi"))
                        .addToLimits("cpu", new Quantity("0.5"))
                        .endResources()
                        .endContainer()
                        .endSpec()
                        .build())
                .pod(request(WASM, Set.of()), 1);
        assertThat(PodChanges.between(asked, other))
                .containsExactly(
                        "restartPolicy is Always, asked for was Never",
                        "activeDeadlineSeconds is 7, asked for was 91",
                        "memory limit is 32Mi, asked for was 67108864");
    }

    @Test
    void makesPodsAsKraterMadeThem() throws Exception {
        Pod pod = pod();
        assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
        assertThat(pod.getSpec().getRuntimeClassName()).isEqualTo("wasmedge");
        assertThat(pod.getSpec().getContainers()).singleElement().satisfies(container -> {
            assertThat(container.getImage()).isEqualTo("krater-wasm:latest");
            assertThat(container.getImagePullPolicy()).isEqualTo("Never");
            assertThat(container.getArgs()).containsExactly("w", "256", "30");
            assertThat(container.getResources().getRequests())
                    .isEqualTo(container.getResources().getLimits())
                    .hasSize(2);
            assertThat(container.getResources().getLimits()).containsEntry("cpu", new Quantity("500m"));
            assertThat(container.getEnv()).singleElement().satisfies(variable -> {
                assertThat(variable.getName()).isEqualTo("A");
                assertThat(variable.getValue()).isEqualTo("1");
            });
        });
    }

    @Test
    void namesAndLabelsPodsByRunAndTrial() throws Exception {
        Pod pod = pod();
        assertThat(pod.getMetadata().getName()).isEqualTo("wasm-edge-256-w-1-abc123-z");
        assertThat(pod.getMetadata().getNamespace()).isEqualTo("ns");
        assertThat(pod.getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/managed-by", "krater")
                .containsEntry("krater.io/run", "1700000000-00ff")
                .containsEntry("krater.io/trial", "Wasm_Edge.256_w.1")
                .containsEntry("krater.io/environment", "Wasm_Edge")
                .containsEntry("krater.io/variant", "256_w");
        assertThat(pod.getMetadata().getAnnotations())
                .containsEntry("krater.io/trial", "Wasm_Edge/256_w/1")
                .containsEntry("krater.io/owner", "boot/4026531836/4026531834/42/7");
    }

    @Test
    void carriesADeadlineSelectionTolerationsAndAccount() throws Exception {
        Pod pod = pod();
        assertThat(pod.getSpec().getActiveDeadlineSeconds()).isEqualTo(91);
        assertThat(pod.getSpec().getNodeSelector()).containsEntry("disk", "ssd");
        assertThat(pod.getSpec().getTolerations())
                .singleElement()
                .satisfies(it -> assertThat(it.getKey()).isEqualTo("k"));
        assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("account");
    }

    @Test
    void givesTheCustomiserTheLastWordOnAllButItsOwnLabels() throws Exception {
        Pod pod = blueprint(given -> new PodBuilder(given)
                        .editMetadata()
                        .withName("mine")
                        .addToLabels("team", "blue")
                        .removeFromLabels(Labels.MANAGED_BY)
                        .endMetadata()
                        .editSpec()
                        .withHostNetwork(true)
                        .endSpec()
                        .build())
                .pod(request(WASM, Set.of()), 1);
        assertThat(pod.getMetadata().getName()).startsWith("wasm-edge-");
        assertThat(pod.getMetadata().getLabels())
                .containsEntry("team", "blue")
                .containsEntry(Labels.MANAGED_BY, Labels.KRATER);
        assertThat(pod.getSpec().getHostNetwork()).isTrue();
    }

    @Test
    void refusesACustomiserThatTakesTheWorkloadAway() {
        PodBlueprint blueprint = blueprint(given -> new PodBuilder(given)
                .editSpec()
                .withContainers(new Container())
                .endSpec()
                .build());
        assertThatThrownBy(() -> blueprint.pod(request(WASM, Set.of()), 1))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("workload");
    }

    @Test
    void refusesWhatNoPodCanDo() {
        PodBlueprint blueprint = blueprint(UnaryOperator.identity());
        Environment command = Environment.process("local").command("true").build();
        assertThatThrownBy(() -> blueprint.pod(request(command, Set.of()), 1))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("local");
        assertThatThrownBy(() -> blueprint.pod(request(WASM, Set.of(3)), 1))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("[3]");
    }

    @Test
    void makesLabelsOfAnyName() {
        assertThat(Labels.value("a/b c")).isEqualTo("a.b.c");
        assertThat(Labels.value("--x--")).isEqualTo("x");
        assertThat(Labels.value("___")).isEqualTo("x");
        assertThat(Labels.value("a".repeat(70))).hasSize(63);
        assertThat(Labels.dnsLabel("Wasm_Edge!", 20)).isEqualTo("wasm-edge");
        assertThat(Labels.dnsLabel("!", 20)).isEqualTo("x");
    }
}
