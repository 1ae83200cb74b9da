package io.krater.k8s.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.krater.k8s.KubernetesLauncher;
import io.krater.k8s.Launchers;
import io.krater.k8s.TestCluster;
import io.krater.k8s.model.PullPolicy;
import io.krater.launch.Execution;
import io.krater.launch.Exit;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Heard;
import io.krater.launch.LaunchException;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Phase;
import io.krater.launch.Sampling;
import io.krater.launch.Stamp;
import io.krater.node.LogTime;
import io.krater.suite.Environment;
import io.krater.suite.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an API server may answer that a real cluster cannot be brought to; the test plays the kubelet. */
@EnableKubernetesMockClient(crud = true, https = false)
class MockServerTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String NAMESPACE = "ns";
    private static final String PODS = "/api/v1/namespaces/" + NAMESPACE + "/pods";

    @SuppressWarnings("NullAway.Init") // the extension sets it
    private KubernetesMockServer server;

    @SuppressWarnings("NullAway.Init") // the extension sets it
    private KubernetesClient client;

    private KubernetesLauncher launcher;
    private Heard heard = new Heard();

    @BeforeEach
    void connect() {
        // this server would keep what a dry run makes
        server.expect()
                .post()
                .withPath(PODS + "?dryRun=All")
                .andReturn(403, new StatusBuilder().withCode(403).build())
                .always();
        launcher = launcher(PATIENCE);
    }

    private KubernetesLauncher launcher(Duration logPatience) {
        KubernetesClient own = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(client.getConfiguration())
                        .withRequestRetryBackoffLimit(0)
                        .withWatchReconnectLimit(0)
                        .withHttp2Disable(true)
                        .build())
                .build();
        PodSettings settings = new PodSettings(
                NAMESPACE,
                Map.of(),
                List.of(),
                Optional.empty(),
                PullPolicy.NEVER,
                UnaryOperator.identity(),
                Duration.ofMillis(300),
                logPatience,
                Duration.ofMillis(50));
        return Launchers.on(new Connection(own, settings, true, "the test"));
    }

    @AfterEach
    void close() {
        launcher.close();
    }

    private Execution prepare() throws LaunchException {
        heard = new Heard();
        Suite suite =
                TestCluster.matrix(2, Environment.pod("env").image("image")).build();
        return launcher.prepare(
                new LaunchRequest(
                        "run",
                        TestCluster.first(suite),
                        suite.resources(),
                        Sampling.none(),
                        false,
                        Set.of(),
                        Duration.ofMinutes(1)),
                heard);
    }

    private Pod pod() {
        return TestCluster.awaitPresent(
                PATIENCE,
                () -> client.pods().inNamespace(NAMESPACE).list().getItems().stream()
                        .findFirst());
    }

    /** What a kubelet would write. */
    private void status(String phase, ContainerState state) {
        Pod pod = pod();
        client.pods()
                .inNamespace(NAMESPACE)
                .resource(new PodBuilder(pod)
                        .editSpec()
                        .withNodeName("node9")
                        .endSpec()
                        .withNewStatus()
                        .withPhase(phase)
                        .addNewContainerStatus()
                        .withName(PodBlueprint.CONTAINER)
                        .withState(state)
                        .endContainerStatus()
                        .endStatus()
                        .build())
                .update();
    }

    private static ContainerState running() {
        return new ContainerStateBuilder().withNewRunning().endRunning().build();
    }

    private static ContainerState terminated(int code) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(code)
                .endTerminated()
                .build();
    }

    private static ContainerState waiting(String reason) {
        return new ContainerStateBuilder()
                .withNewWaiting()
                .withReason(reason)
                .endWaiting()
                .build();
    }

    /** What the log endpoint answers next; the query is what follows the fixed part. */
    private void log(String query, int code, Object body) {
        server.expect()
                .get()
                .withPath(
                        PODS + "/" + pod().getMetadata().getName() + "/log?container=workload&timestamps=true" + query)
                .andReturn(code, body)
                .once();
    }

    @Test
    void readsALogThatBreaksBeginsAnewAndIsAtFirstNoLog() throws Exception {
        try (Execution execution = prepare()) {
            execution.start();
            log(
                    "&follow=true",
                    400,
                    new StatusBuilder().withMessage("ContainerCreating").build());
            log("&follow=true", 200, "{\"kind\":\"Status\",\"status\":\"Failure\",\"code\":400}\n");
            log(
                    "&follow=true",
                    200,
                    "2026-11-22T05:21:40.1Z BENCH_START\n2026-11-22T05:21:41.2Z a\n2026-11-22T05:21:41.3Z b");
            log(
                    "&sinceTime=2026-11-22T05:21:40Z&follow=true",
                    200,
                    "2026-11-22T05:21:40.1Z BENCH_START\n2026-11-22T05:21:41.2Z a\n2026-11-22T05:21:41.3Z bcd\n");
            status("Running", running());
            heard.await(() -> heard.lines().size() == 3, PATIENCE);
            log(
                    "&sinceTime=2026-11-22T05:21:40Z",
                    200,
                    "2026-11-22T05:21:40.1Z BENCH_START\n2026-11-22T05:21:41.2Z a\n2026-11-22T05:21:41.3Z bcd\n"
                            + "2026-11-22T05:21:42Z BENCH_END");
            status("Succeeded", terminated(0));
            Exit exit = heard.awaitExit(PATIENCE);
            assertThat(exit.code()).hasValue(0);
            assertThat(exit.failure()).isEmpty();
            assertThat(execution.facts()).containsKeys("log_resumed", "log_resumed_because");
        }
        assertThat(heard.texts()).containsExactly("BENCH_START", "a", "bcd", "BENCH_END");
        assertThat(heard.lines().get(0).at()).isEqualTo(Stamp.node(LogTime.parse("2026-11-22T05:21:40.1Z")));
        assertThat(heard.phases())
                .containsKeys(Phase.REQUESTED, Phase.ACCEPTED, Phase.SCHEDULED, Phase.RUNNING, Phase.DELETED)
                .doesNotContainKeys(Phase.READY, Phase.SANDBOX_READY);
        assertThat(client.pods().inNamespace(NAMESPACE).list().getItems()).isEmpty();
    }

    @Test
    void doesNotRepeatATimedCreation() throws Exception {
        for (int code : new int[] {429, 500, 503}) {
            server.expect()
                    .post()
                    .withPath(PODS)
                    .andReturn(
                            code,
                            new StatusBuilder()
                                    .withCode(code)
                                    .withMessage("busy")
                                    .build())
                    .once();
            try (Execution execution = prepare()) {
                execution.start();
                FailureReason reason = heard.awaitRefusal(PATIENCE);
                assertThat(reason.kind()).isEqualTo(Kind.PLATFORM_ERROR);
                assertThat(reason.facts()).containsEntry("status", Integer.toString(code));
            }
            assertThat(heard.order()).containsExactly("REQUESTED", "refused");
            // a second attempt would have come through
            assertThat(client.pods().inNamespace(NAMESPACE).list().getItems()).isEmpty();
        }
    }

    @Test
    void tellsRefusalsApart() throws Exception {
        Map<String, Kind> refusals = Map.of(
                "pods \"x\" is forbidden: User \"u\" cannot create resource \"pods\"", Kind.FORBIDDEN,
                "pods \"x\" is forbidden: pod rejected: RuntimeClass \"nope\" not found", Kind.RUNTIME_CLASS_MISSING,
                "pods \"x\" is forbidden: exceeded quota: q", Kind.UNSCHEDULABLE);
        for (Map.Entry<String, Kind> refusal : refusals.entrySet()) {
            server.expect()
                    .post()
                    .withPath(PODS)
                    .andReturn(
                            403,
                            new StatusBuilder()
                                    .withCode(403)
                                    .withMessage(refusal.getKey())
                                    .build())
                    .once();
            try (Execution execution = prepare()) {
                execution.start();
                assertThat(heard.awaitRefusal(PATIENCE).kind()).isEqualTo(refusal.getValue());
            }
            assertThat(heard.order()).containsExactly("REQUESTED", "refused");
        }
    }

    @Test
    void saysWhenTheRestOfALogIsLost() throws Exception {
        launcher.close();
        launcher = launcher(Duration.ofMillis(600));
        try (Execution execution = prepare()) {
            execution.start();
            server.expect()
                    .get()
                    .withPath(PODS + "/" + pod().getMetadata().getName() + "/log?container=workload&timestamps=true")
                    .andReturn(500, new StatusBuilder().withCode(500).build())
                    .always();
            status("Succeeded", terminated(0));
            Exit exit = heard.awaitExit(PATIENCE);
            assertThat(exit.code()).hasValue(0);
            assertThat(exit.failure().orElseThrow().kind()).isEqualTo(Kind.LOG_LOST);
        }
    }

    @Test
    void noticesAContainerThatWaitsInVain() throws Exception {
        try (Execution execution = prepare()) {
            execution.start();
            status("Pending", waiting("CreateContainerError"));
            Exit exit = heard.awaitExit(PATIENCE);
            assertThat(exit.code()).isEmpty();
            assertThat(exit.failure().orElseThrow().kind()).isEqualTo(Kind.SANDBOX_FAILED);
        }
    }

    @Test
    void removesAPodThatNobodyKnows() throws Exception {
        try (Execution execution = prepare()) {
            execution.start();
            Pod late = new PodBuilder(pod())
                    .editMetadata()
                    .withName("came-through-late")
                    .withUid(null)
                    .withResourceVersion(null)
                    .endMetadata()
                    .build();
            client.resource(late).create();
            TestCluster.await(
                    PATIENCE,
                    () -> client.pods()
                                    .inNamespace(NAMESPACE)
                                    .withName("came-through-late")
                                    .get()
                            == null);
        }
    }

    @Test
    void startsManyAtOnceAndRemovesThemSideBySide() throws Exception {
        List<Heard> all = new ArrayList<>();
        List<Execution> prepared = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            prepared.add(prepare());
            all.add(heard);
        }
        assertThat(launcher.startAll(prepared)).isEmpty();
        for (Heard one : all) {
            one.await(() -> one.order().contains("ACCEPTED"), PATIENCE);
            assertThat(one.order()).startsWith("REQUESTED", "ACCEPTED");
        }
        assertThat(client.pods().inNamespace(NAMESPACE).list().getItems()).hasSize(20);
        assertThat(launcher.closeAll(prepared)).isEmpty();
        assertThat(client.pods().inNamespace(NAMESPACE).list().getItems()).isEmpty();
    }

    @Test
    void anExecutionThatIsClosedOrKilledAtOnceLeavesNoPod() throws Exception {
        for (int i = 0; i < 10; i++) {
            Execution execution = prepare();
            execution.start();
            if (i % 2 == 0) {
                execution.kill();
            }
            execution.close();
            assertThat(client.pods().inNamespace(NAMESPACE).list().getItems()).isEmpty();
        }
    }

    private static Event event(String reason, String container) {
        return new EventBuilder()
                .withReason(reason)
                .withNewInvolvedObject()
                .withKind("Pod")
                .withFieldPath("spec.containers{" + container + "}")
                .endInvolvedObject()
                .build();
    }

    @Test
    void takesNoOtherContainersStartForTheWorkloads() throws Exception {
        try (Execution execution = prepare()) {
            execution.start();
            heard.await(() -> heard.phases().containsKey(Phase.ACCEPTED), PATIENCE);
            PodExecution pod = (PodExecution) execution;
            pod.said(event("Created", "sidecar"), System.nanoTime(), true);
            pod.said(event("Started", "sidecar"), System.nanoTime(), true);
            assertThat(heard.phases()).doesNotContainKeys(Phase.CONTAINER_CREATED, Phase.CONTAINER_STARTED);
            pod.said(event("Created", "workload"), System.nanoTime(), true);
            pod.said(event("Started", "workload"), System.nanoTime(), true);
            assertThat(heard.phases()).containsKeys(Phase.CONTAINER_CREATED, Phase.CONTAINER_STARTED);
            // a difference of arrivals is labelled as one
            assertThat(execution.facts()).containsKeys("container_started_by", "ended_by");
        }
    }

    @Test
    void goesOnAuditingAfterAnswersThatAreNone() throws Exception {
        try (Execution execution = prepare()) {
            execution.start();
            // twice a list that is none: the second shows that there was an audit after the first
            String list = PODS + "?labelSelector=krater.io%2Flauncher%3D"
                    + pod().getMetadata().getLabels().get(Labels.LAUNCHER);
            server.expect().get().withPath(list).andReturn(200, "null").once();
            server.expect().get().withPath(list).andReturn(200, "[]").once();
            server.expect()
                    .get()
                    .withPath(list)
                    .andReturn(200, new PodListBuilder().build())
                    .once();
            AtomicInteger asked = new AtomicInteger();
            TestCluster.await(PATIENCE, () -> {
                for (RecordedRequest request = next(); request != null; request = next()) {
                    boolean audit = String.valueOf(request.getPath()).equals(list);
                    asked.addAndGet(audit ? 1 : 0);
                }
                return asked.get() >= 3;
            });
        }
    }

    private RecordedRequest next() {
        try {
            return server.takeRequest(1, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
