package io.krater.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.krater.cri.v1.ContainerConfig;
import io.krater.cri.v1.CreateContainerRequest;
import io.krater.cri.v1.CreateContainerResponse;
import io.krater.cri.v1.PodSandboxConfig;
import io.krater.cri.v1.RunPodSandboxRequest;
import io.krater.cri.v1.RunPodSandboxResponse;
import io.krater.cri.v1.RuntimeServiceGrpc;
import io.krater.cri.v1.StartContainerRequest;
import io.krater.cri.v1.StartContainerResponse;
import io.krater.cri.v1.VersionRequest;
import io.krater.cri.v1.VersionResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of a start, at a runtime that answers each as a test has it. */
class CriStartTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final CriBlueprint BLUEPRINT =
            new CriBlueprint("uid", "", PodSandboxConfig.getDefaultInstance(), ContainerConfig.getDefaultInstance());

    @TempDir
    private Path folder;

    private final Scripted scripted = new Scripted();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private FakeRuntime runtime;

    @BeforeEach
    void serve() throws IOException {
        runtime = new FakeRuntime(folder.resolve("runtime.sock"), scripted);
    }

    @AfterEach
    void stop() {
        runtime.close();
    }

    private CriConnection connect(Duration change) throws CriException {
        return CriConnection.open(
                CriSocket.of("unix://" + folder.resolve("runtime.sock")), new CriDeadlines(PATIENCE, change, PATIENCE));
    }

    private CriStart start(CriConnection connection, boolean sandboxOnly) {
        return new CriStart(connection, BLUEPRINT, sandboxOnly, new CriStart.Listener() {
            @Override
            public void mark(String name, long nanoTime) {
                told.add(name);
            }

            @Override
            public void took(CriOperation<?, ?> operation, long sentAt, long answeredAt) {
                assertThat(answeredAt).isGreaterThanOrEqualTo(sentAt);
            }

            @Override
            public void runs(String container) {
                told.add("runs " + container);
            }

            @Override
            public void refused(CriOperation<?, ?> operation, CriException problem, long nanoTime) {
                told.add("refused " + operation.label() + " " + problem.problem());
            }

            @Override
            public void givenUp() {
                told.add("given up");
            }
        });
    }

    private void settle(CriStart start) throws Exception {
        start.settled().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** What is told after it was settled comes on the same thread, and so before what is asked next is answered. */
    private void toTheEnd(CriConnection connection) throws CriException {
        assertThat(connection.call(CriOperation.VERSION, VersionRequest.getDefaultInstance()))
                .isNotNull();
    }

    @Test
    void marksEachCallWhenItIsSentAndAnswered() throws Exception {
        try (CriConnection connection = connect(PATIENCE)) {
            CriStart start = start(connection, false);
            start.send();
            settle(start);
            toTheEnd(connection);
            assertThat(told)
                    .containsExactly(
                            "requested",
                            "run_pod_sandbox",
                            "run_pod_sandbox_done",
                            "sandbox_ready",
                            "create_container",
                            "create_container_done",
                            "container_created",
                            "start_container",
                            "start_container_done",
                            "running",
                            "runs container-1");
            assertThat(start.sandbox()).hasValue("sandbox-1");
            assertThat(start.container()).hasValue("container-1");
        }
    }

    @Test
    void startsASandboxAloneWhereThatIsAskedFor() throws Exception {
        try (CriConnection connection = connect(PATIENCE)) {
            CriStart start = start(connection, true);
            start.send();
            settle(start);
            toTheEnd(connection);
            assertThat(told).endsWith("sandbox_ready");
            assertThat(start.container()).isEmpty();
        }
    }

    @Test
    void aRefusalEndsTheStartAndIsToldOnce() throws Exception {
        scripted.refusing = "create";
        try (CriConnection connection = connect(PATIENCE)) {
            CriStart start = start(connection, false);
            start.send();
            settle(start);
            toTheEnd(connection);
            assertThat(told).endsWith("sandbox_ready", "create_container", "refused create_container REFUSED");
            assertThat(start.sandbox()).hasValue("sandbox-1");
        }
    }

    @Test
    void aCallThatIsNeverAnsweredIsRefusedAtItsDeadline() throws Exception {
        scripted.refusing = "never";
        try (CriConnection connection = connect(Duration.ofMillis(200))) {
            CriStart start = start(connection, false);
            start.send();
            settle(start);
            toTheEnd(connection);
            assertThat(told).containsExactly("requested", "run_pod_sandbox", "refused run_pod_sandbox DEADLINE");
            assertThat(scripted.sandboxes.get()).as("sent once").isEqualTo(1);
        }
    }

    @Test
    void startsNothingMoreOnceItIsGivenUp() throws Exception {
        try (CriConnection connection = connect(PATIENCE)) {
            CriStart start = start(connection, false);
            start.giveUp();
            start.send();
            settle(start);
            toTheEnd(connection);
            assertThat(told).endsWith("sandbox_ready", "given up");
        }
    }

    @Test
    void isSentOnceAndNotOnceItIsBarred() throws Exception {
        try (CriConnection connection = connect(PATIENCE)) {
            CriStart start = start(connection, true);
            start.send();
            settle(start);
            assertThatIllegalStateException().isThrownBy(start::send).withMessageContaining("once");
            CriStart barred = start(connection, true);
            assertThat(barred.bar()).isFalse();
            assertThatIllegalStateException().isThrownBy(barred::send).withMessageContaining("closed");
            assertThat(start.bar()).isTrue();
            assertThat(scripted.sandboxes.get()).isEqualTo(1);
        }
    }

    /** Answers all calls but the one that a test names. */
    private static final class Scripted extends RuntimeServiceGrpc.RuntimeServiceImplBase {
        volatile String refusing = "";
        final AtomicInteger sandboxes = new AtomicInteger();

        @Override
        public void version(VersionRequest request, StreamObserver<VersionResponse> answer) {
            answer(answer, VersionResponse.newBuilder().setRuntimeName("fake").build());
        }

        @Override
        public void runPodSandbox(RunPodSandboxRequest request, StreamObserver<RunPodSandboxResponse> answer) {
            sandboxes.incrementAndGet();
            if (!refusing.equals("never")) {
                answer(
                        answer,
                        RunPodSandboxResponse.newBuilder()
                                .setPodSandboxId("sandbox-" + sandboxes.get())
                                .build());
            }
        }

        @Override
        public void createContainer(CreateContainerRequest request, StreamObserver<CreateContainerResponse> answer) {
            if (refusing.equals("create")) {
                answer.onError(FakeRuntime.refusal(Status.Code.UNKNOWN, "no"));
            } else {
                answer(
                        answer,
                        CreateContainerResponse.newBuilder()
                                .setContainerId("container-1")
                                .build());
            }
        }

        @Override
        public void startContainer(StartContainerRequest request, StreamObserver<StartContainerResponse> answer) {
            answer(answer, StartContainerResponse.getDefaultInstance());
        }

        private static <R> void answer(StreamObserver<R> to, R response) {
            to.onNext(response);
            to.onCompleted();
        }
    }
}
