package io.krater.k8s.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndingsTest {
    private static PodBuilder pod(String phase) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("p")
                .withNamespace("n")
                .withUid("u")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withPhase(phase)
                .endStatus();
    }

    private static Pod withState(String phase, ContainerState state) {
        return pod(phase)
                .editStatus()
                .addNewContainerStatus()
                .withName(PodBlueprint.CONTAINER)
                .withState(state)
                .endContainerStatus()
                .endStatus()
                .build();
    }

    private static Pod waiting(String reason, String message) {
        return withState(
                "Pending",
                new ContainerStateBuilder()
                        .withNewWaiting()
                        .withReason(reason)
                        .withMessage(message)
                        .endWaiting()
                        .build());
    }

    private static Pod terminated(int code, String reason, String message) {
        return withState(
                code == 0 ? "Succeeded" : "Failed",
                new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(code)
                        .withReason(reason)
                        .withMessage(message)
                        .endTerminated()
                        .build());
    }

    private static Pod withInit(String phase, ContainerState state) {
        return pod(phase)
                .editStatus()
                .addNewContainerStatus()
                .withName(PodBlueprint.CONTAINER)
                .withNewState()
                .withNewWaiting()
                .withReason("PodInitializing")
                .endWaiting()
                .endState()
                .endContainerStatus()
                .addNewInitContainerStatus()
                .withName("fetch-data")
                .withState(state)
                .endInitContainerStatus()
                .endStatus()
                .build();
    }

    private static FailureReason reasonOf(Pod pod) {
        return Endings.of(new PodFacts(pod)).orElseThrow().failure().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "ErrImageNeverPull, IMAGE_UNAVAILABLE",
        "ImagePullBackOff, IMAGE_UNAVAILABLE",
        "InvalidImageName, IMAGE_UNAVAILABLE",
        "CreateContainerError, SANDBOX_FAILED",
        "CreateContainerConfigError, SANDBOX_FAILED",
        "RunContainerError, SANDBOX_FAILED"
    })
    void namesWhatAContainerWaitsForInVain(String reason, Kind kind) {
        FailureReason failure = reasonOf(waiting(reason, "because"));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.message()).contains(reason, "because");
        assertThat(failure.facts()).containsEntry("reason", reason);
    }

    @ParameterizedTest
    @CsvSource({"ContainerCreating", "PodInitializing", "ErrImagePull"})
    void waitsWhileThereIsHope(String reason) {
        assertThat(Endings.of(new PodFacts(waiting(reason, "")))).isEmpty();
    }

    @Test
    void tellsAMissingProgramFromABrokenRuntime() {
        assertThat(reasonOf(waiting("RunContainerError", "exec: \"/nope\": stat /nope: no such file or directory"))
                        .kind())
                .isEqualTo(Kind.CANNOT_EXECUTE);
        assertThat(reasonOf(terminated(128, "StartError", "exec: \"nope\": executable file not found in $PATH"))
                        .kind())
                .isEqualTo(Kind.CANNOT_EXECUTE);
        assertThat(reasonOf(terminated(128, "StartError", "runtime said no")).kind())
                .isEqualTo(Kind.SANDBOX_FAILED);
    }

    @Test
    void completesWithExitCodeZero() {
        Ending ending = Endings.of(new PodFacts(terminated(0, "Completed", ""))).orElseThrow();
        assertThat(ending.code()).isEqualTo(OptionalInt.of(0));
        assertThat(ending.failure()).isEmpty();
        assertThat(ending.logExpected()).isTrue();
    }

    @Test
    void namesTheWaysOfEndingBadly() {
        assertThat(reasonOf(terminated(3, "Error", "")).kind()).isEqualTo(Kind.CRASHED);
        assertThat(reasonOf(terminated(3, "Error", "")).facts()).containsEntry("exit_code", "3");
        assertThat(reasonOf(terminated(137, "OOMKilled", "")).kind()).isEqualTo(Kind.OOM_KILLED);
        assertThat(reasonOf(terminated(139, "Error", "")).kind()).isEqualTo(Kind.KILLED);
        assertThat(reasonOf(terminated(139, "Error", "")).facts()).containsEntry("signal", "11");
        assertThat(reasonOf(terminated(255, "Error", "")).kind()).isEqualTo(Kind.CRASHED);
    }

    @Test
    void takesTheKernelsCountForAnOomKillThatKubernetesMissed() {
        FailureReason killed = reasonOf(terminated(137, "Error", ""));
        assertThat(killed.kind()).isEqualTo(Kind.KILLED);
        FailureReason counted = Endings.withOomKills(killed, OptionalLong.of(1));
        assertThat(counted.kind()).isEqualTo(Kind.OOM_KILLED);
        assertThat(counted.facts()).containsEntry("oom_kills", "1").containsEntry("exit_code", "137");
        assertThat(counted.message()).contains("memory limit");
    }

    @Test
    void saysThatASigkillMayBeTheOomKillersWhereNobodyCounted() {
        FailureReason unsure = Endings.withOomKills(reasonOf(terminated(137, "Error", "")), OptionalLong.empty());
        assertThat(unsure.kind()).isEqualTo(Kind.KILLED);
        assertThat(unsure.message()).contains("perhaps by the kernel's OOM killer");
    }

    @Test
    void leavesOtherEndingsAsTheyAreAndKeepsTheCount() {
        FailureReason killed = reasonOf(terminated(137, "Error", ""));
        FailureReason crashed = reasonOf(terminated(1, "Error", ""));
        assertThat(Endings.withOomKills(killed, OptionalLong.of(0))).isEqualTo(killed);
        assertThat(Endings.withOomKills(crashed, OptionalLong.empty())).isEqualTo(crashed);
        // a child of the program's was killed, and the program gave up
        FailureReason counted = Endings.withOomKills(crashed, OptionalLong.of(2));
        assertThat(counted.kind()).isEqualTo(Kind.CRASHED);
        assertThat(counted.facts()).containsEntry("oom_kills", "2");
    }

    @ParameterizedTest
    @CsvSource({
        "Evicted, EVICTED",
        "DeadlineExceeded, DEADLINE_EXCEEDED",
        "OutOfcpu, UNSCHEDULABLE",
        "Odd, PLATFORM_ERROR"
    })
    void namesWhatTheKubeletDidToThePod(String reason, Kind kind) {
        Pod pod = pod("Failed")
                .editStatus()
                .withReason(reason)
                .withMessage("the node was low")
                .endStatus()
                .build();
        assertThat(reasonOf(pod).kind()).isEqualTo(kind);
        assertThat(reasonOf(pod).message()).contains("the node was low");
    }

    @Test
    void tellsEvictionThroughTheApiFromDeletion() {
        Pod evicted = pod("Running")
                .editStatus()
                .addNewCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .withReason("EvictionByEvictionAPI")
                .endCondition()
                .endStatus()
                .build();
        assertThat(Endings.deletedByOthers(new PodFacts(evicted))
                        .failure()
                        .orElseThrow()
                        .kind())
                .isEqualTo(Kind.EVICTED);
        assertThat(Endings.deletedByOthers(new PodFacts(pod("Running").build()))
                        .failure()
                        .orElseThrow()
                        .kind())
                .isEqualTo(Kind.DELETED);
    }

    @Test
    void tellsAMissingHandlerFromABrokenRuntime() {
        assertThat(Endings.sandboxFailed("no runtime for \"x\" is configured")
                        .failure()
                        .orElseThrow()
                        .kind())
                .isEqualTo(Kind.RUNTIME_CLASS_MISSING);
        assertThat(Endings.sandboxFailed("OCI runtime create failed")
                        .failure()
                        .orElseThrow()
                        .kind())
                .isEqualTo(Kind.SANDBOX_FAILED);
    }

    @Test
    void saysNothingOfAPodThatRuns() {
        Pod running = withState(
                "Running",
                new ContainerStateBuilder().withNewRunning().endRunning().build());
        assertThat(Endings.of(new PodFacts(running))).isEmpty();
        assertThat(Endings.of(new PodFacts(
                        new PodBuilder().withNewMetadata().endMetadata().build())))
                .isEmpty();
    }

    @Test
    void namesTheInitContainerThatFailed() {
        FailureReason reason = reasonOf(withInit(
                "Failed",
                new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(3)
                        .withReason("Error")
                        .endTerminated()
                        .build()));
        assertThat(reason.kind()).isEqualTo(Kind.CRASHED);
        assertThat(reason.message())
                .contains("init container \"fetch-data\"", "exit code 3")
                .doesNotContain("()");
        assertThat(reason.facts()).containsEntry("container", "fetch-data").containsEntry("exit_code", "3");
    }

    @Test
    void noticesAnInitContainerThatCannotBeStarted() {
        FailureReason reason = reasonOf(withInit(
                "Pending",
                new ContainerStateBuilder()
                        .withNewWaiting()
                        .withReason("ErrImageNeverPull")
                        .endWaiting()
                        .build()));
        assertThat(reason.kind()).isEqualTo(Kind.IMAGE_UNAVAILABLE);
        assertThat(reason.message()).contains("fetch-data");
    }

    @Test
    void waitsForInitContainersThatWork() {
        ContainerState running =
                new ContainerStateBuilder().withNewRunning().endRunning().build();
        assertThat(Endings.of(new PodFacts(withInit("Pending", running)))).isEmpty();
        ContainerState done = new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(0)
                .endTerminated()
                .build();
        assertThat(Endings.of(new PodFacts(withInit("Pending", done)))).isEmpty();
    }

    @Test
    void saysSoWhereNobodySaysWhy() {
        assertThat(reasonOf(pod("Failed").build()).message()).doesNotContain("()");
    }
}
