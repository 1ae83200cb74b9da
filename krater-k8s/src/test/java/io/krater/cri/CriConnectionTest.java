package io.krater.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.krater.cri.CriException.Problem;
import io.krater.cri.v1.ImageServiceGrpc;
import io.krater.cri.v1.ListPodSandboxRequest;
import io.krater.cri.v1.ListPodSandboxResponse;
import io.krater.cri.v1.PodSandbox;
import io.krater.cri.v1.RunPodSandboxRequest;
import io.krater.cri.v1.RunPodSandboxResponse;
import io.krater.cri.v1.RuntimeServiceGrpc;
import io.krater.cri.v1.StopPodSandboxRequest;
import io.krater.cri.v1.VersionRequest;
import io.krater.cri.v1.VersionResponse;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // a runtime that only listens
class CriConnectionTest {
    private static final CriDeadlines DEADLINES =
            new CriDeadlines(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20));

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("runtime.sock");
    }

    private CriConnection open() throws CriException {
        return open(DEADLINES);
    }

    private CriConnection open(CriDeadlines deadlines) throws CriException {
        return CriConnection.open(CriSocket.of("unix://" + path), deadlines);
    }

    private CriException problem() {
        return catchThrowableOfType(CriException.class, this::open);
    }

    @Test
    void asksForTheVersionAtOnce() throws IOException {
        try (FakeRuntime runtime = new FakeRuntime(path, new Silent());
                CriConnection connection = open()) {
            assertThat(connection.version().getRuntimeName()).isEqualTo("fake");
            assertThat(connection.version().getRuntimeVersion()).isEqualTo("1.2.3");
        }
    }

    @Test
    void namesASocketThatIsNotThere() {
        CriException problem = problem();
        assertThat(problem.problem()).isEqualTo(Problem.NO_SOCKET);
        assertThat(problem).hasMessageContaining(path.toString());
        assertThat(problem.leavesItOpen()).isFalse();
    }

    @Test
    void namesAFileThatIsNoSocket() throws IOException {
        Files.writeString(path, "");
        assertThat(problem().problem()).isEqualTo(Problem.NOT_A_SOCKET);
    }

    @Test
    void namesASocketThatNobodyListensAt() throws IOException {
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(path));
        }
        CriException problem = problem();
        assertThat(problem.problem()).isEqualTo(Problem.NOBODY_LISTENS);
        assertThat(problem).hasMessageContaining("systemctl status");
    }

    @Test
    void namesAServiceThatIsNoContainerRuntime() throws IOException {
        try (FakeRuntime runtime = new FakeRuntime(path, new ImageServiceGrpc.ImageServiceImplBase() {})) {
            CriException problem = problem();
            assertThat(problem.problem()).isEqualTo(Problem.OTHER_SERVICE);
            assertThat(problem).hasMessageContaining("CRI v1").hasMessageContaining("runtime.v1.RuntimeService");
        }
    }

    @Test
    void namesAServiceThatDoesNotSpeakGrpc() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            Thread http = new Thread(() -> answerLikeHttp1(server));
            http.setDaemon(true);
            http.start();
            CriException problem = problem();
            assertThat(problem.problem()).isEqualTo(Problem.OTHER_SERVICE);
            assertThat(problem).hasMessageContaining("does not speak gRPC");
        }
    }

    private static void answerLikeHttp1(ServerSocketChannel server) {
        try {
            while (true) {
                try (SocketChannel client = server.accept()) {
                    if (client.read(ByteBuffer.allocate(1_024)) <= 0) {
                        continue; // only looked whether somebody is there
                    }
                    client.write(StandardCharsets.US_ASCII.encode(
                            "HTTP/1.1 400 Bad Request\r\nContent-Length: 12\r\nConnection: close\r\n\r\n400 Bad Requ"));
                }
            }
        } catch (IOException closed) {
            System.getLogger("test").log(System.Logger.Level.DEBUG, "the test is over", closed);
        }
    }

    @Test
    void givesACallUpAtItsDeadline() throws Exception {
        CriDeadlines hasty = new CriDeadlines(Duration.ofSeconds(20), Duration.ofMillis(50), Duration.ofSeconds(20));
        try (FakeRuntime runtime = new FakeRuntime(path, new Silent());
                CriConnection connection = open(hasty)) {
            CriException problem = catchThrowableOfType(
                    CriException.class,
                    () -> connection.call(
                            CriOperation.STOP_POD_SANDBOX,
                            StopPodSandboxRequest.newBuilder()
                                    .setPodSandboxId("never-stops")
                                    .build()));
            assertThat(problem.problem()).isEqualTo(Problem.DEADLINE);
            assertThat(problem).hasMessageContaining("stop_pod_sandbox").hasMessageContaining("50 ms");
            assertThat(problem.leavesItOpen()).isTrue();
        }
    }

    @Test
    void tellsARefusalInTheRuntimesWords() throws Exception {
        try (FakeRuntime runtime = new FakeRuntime(path, new Silent() {
                    @Override
                    public void runPodSandbox(
                            RunPodSandboxRequest request, StreamObserver<RunPodSandboxResponse> answer) {
                        answer.onError(FakeRuntime.refusal(Status.Code.UNKNOWN, "no runtime for \"absent\""));
                    }
                });
                CriConnection connection = open()) {
            CriException problem = catchThrowableOfType(CriException.class, () -> run(connection));
            assertThat(problem.problem()).isEqualTo(Problem.REFUSED);
            assertThat(problem.said()).contains("no runtime for \"absent\"");
        }
    }

    @Test
    void knowsANameThatIsTaken() throws Exception {
        try (FakeRuntime runtime = new FakeRuntime(path, new Silent() {
                    @Override
                    public void runPodSandbox(
                            RunPodSandboxRequest request, StreamObserver<RunPodSandboxResponse> answer) {
                        answer.onError(
                                FakeRuntime.refusal(Status.Code.UNKNOWN, "name \"a_b_c_0\" is reserved for \"1234\""));
                    }
                });
                CriConnection connection = open()) {
            assertThat(catchThrowableOfType(CriException.class, () -> run(connection))
                            .problem())
                    .isEqualTo(Problem.EXISTS);
        }
    }

    private static String run(CriConnection connection) throws CriException {
        return connection
                .call(CriOperation.RUN_POD_SANDBOX, RunPodSandboxRequest.getDefaultInstance())
                .getPodSandboxId();
    }

    @Test
    void sendsAllAtOnce() throws Exception {
        int calls = 400;
        CountDownLatch allCame = new CountDownLatch(calls);
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        List<StreamObserver<RunPodSandboxResponse>> open = new ArrayList<>();
        try (FakeRuntime runtime = new FakeRuntime(path, new Silent() {
                    @Override
                    public void runPodSandbox(
                            RunPodSandboxRequest request, StreamObserver<RunPodSandboxResponse> answer) {
                        synchronized (open) {
                            open.add(answer);
                        }
                        allCame.countDown();
                    }
                });
                CriConnection connection = open()) {
            for (int i = 0; i < calls; i++) {
                connection.send(
                        CriOperation.RUN_POD_SANDBOX, RunPodSandboxRequest.getDefaultInstance(), new ToQueue(answers));
            }
            assertThat(allCame.await(20, TimeUnit.SECONDS))
                    .as("all calls reach the runtime before one is answered")
                    .isTrue();
            for (int i = 0; i < calls; i++) {
                open.get(i)
                        .onNext(RunPodSandboxResponse.newBuilder()
                                .setPodSandboxId("s" + i)
                                .build());
                open.get(i).onCompleted();
            }
            for (int i = 0; i < calls; i++) {
                assertThat(answers.poll(20, TimeUnit.SECONDS)).startsWith("s");
            }
        }
    }

    @Test
    void tellsThatTheRuntimeWentAway() throws Exception {
        CountDownLatch came = new CountDownLatch(1);
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        FakeRuntime runtime = new FakeRuntime(path, new Silent() {
            @Override
            public void runPodSandbox(RunPodSandboxRequest request, StreamObserver<RunPodSandboxResponse> answer) {
                came.countDown();
            }
        });
        try (CriConnection connection = open()) {
            connection.send(
                    CriOperation.RUN_POD_SANDBOX, RunPodSandboxRequest.getDefaultInstance(), new ToQueue(answers));
            assertThat(came.await(20, TimeUnit.SECONDS)).isTrue();
            runtime.close();
            assertThat(answers.poll(20, TimeUnit.SECONDS)).startsWith("LOST");
            Files.deleteIfExists(path);
            try (FakeRuntime again = new FakeRuntime(path, new Silent())) {
                connection.reconnect();
                assertThat(connection
                                .call(CriOperation.VERSION, VersionRequest.getDefaultInstance())
                                .getRuntimeName())
                        .isEqualTo("fake");
            }
        }
    }

    @Test
    void readsAnswersOfThousandsOfSandboxes() throws Exception {
        try (FakeRuntime runtime = new FakeRuntime(path, new Silent() {
                    @Override
                    public void listPodSandbox(
                            ListPodSandboxRequest request, StreamObserver<ListPodSandboxResponse> answer) {
                        ListPodSandboxResponse.Builder all = ListPodSandboxResponse.newBuilder();
                        PodSandbox one = PodSandbox.newBuilder()
                                .putLabels("label", "v".repeat(1_000))
                                .putAnnotations("annotation", "v".repeat(1_000))
                                .build();
                        for (int i = 0; i < 5_000; i++) {
                            all.addItems(one);
                        }
                        answer.onNext(all.build());
                        answer.onCompleted();
                    }
                });
                CriConnection connection = open()) {
            assertThat(connection
                            .call(CriOperation.LIST_POD_SANDBOX, ListPodSandboxRequest.getDefaultInstance())
                            .getItemsList())
                    .hasSize(5_000);
        }
    }

    private record ToQueue(BlockingQueue<String> answers) implements CriConnection.Answer<RunPodSandboxResponse> {
        @Override
        public void answered(RunPodSandboxResponse response, long nanoTime) {
            answers.add(response.getPodSandboxId());
        }

        @Override
        public void failed(CriException problem, long nanoTime) {
            answers.add(problem.problem() + " " + problem.getMessage());
        }
    }

    /** Answers with its version, and stops no sandbox. */
    private static class Silent extends RuntimeServiceGrpc.RuntimeServiceImplBase {
        @Override
        public void version(VersionRequest request, StreamObserver<VersionResponse> answer) {
            answer.onNext(VersionResponse.newBuilder()
                    .setRuntimeName("fake")
                    .setRuntimeVersion("1.2.3")
                    .setRuntimeApiVersion("v1")
                    .build());
            answer.onCompleted();
        }

        @Override
        public void stopPodSandbox(
                StopPodSandboxRequest request, StreamObserver<io.krater.cri.v1.StopPodSandboxResponse> answer) {
            // never answers
        }
    }
}
