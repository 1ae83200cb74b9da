package io.krater.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.krater.Krater;
import io.krater.PreflightException;
import io.krater.k8s.access.Access;
import io.krater.k8s.access.Accesses;
import io.krater.k8s.model.PullPolicy;
import io.krater.k8s.pod.Connection;
import io.krater.k8s.pod.PodSettings;
import io.krater.launch.Check;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.report.Report;
import io.krater.result.SuiteResult;
import io.krater.suite.Environment;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import io.krater.trial.TrialClock;
import io.krater.trial.TrialRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole runs against an API server that refuses, hangs, breaks off or lies: what can be measured is, what cannot fails for a reason
 * that is named, and no pod is left.
 */
@Timeout(240)
class FaultyApiTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int CUSTOMARY_TIMEOUT = 60_000;
    private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private FakeApi api;

    private final CountDownLatch never = new CountDownLatch(1);

    @BeforeEach
    void open() throws Exception {
        api = new FakeApi();
    }

    @AfterEach
    void close() {
        never.countDown();
        api.close();
    }

    private KubernetesLauncher launcher(int requestTimeoutMillis) {
        return launcher(requestTimeoutMillis, PATIENCE);
    }

    private KubernetesLauncher launcher(int requestTimeoutMillis, Duration logPatience) {
        try {
            Access found = new Accesses().find(Optional.of(api.kubeconfig(folder)), Optional.empty());
            Access access = new Access(
                    new ConfigBuilder(found.config())
                            .withRequestTimeout(requestTimeoutMillis)
                            .build(),
                    found.tokens(),
                    found.who(),
                    found.anonymous());
            PodSettings settings = new PodSettings(
                    FakeApi.NAMESPACE,
                    Map.of(),
                    List.of(),
                    Optional.empty(),
                    PullPolicy.NEVER,
                    UnaryOperator.identity(),
                    Duration.ofSeconds(5),
                    logPatience,
                    Duration.ofMillis(2));
            return new KubernetesLauncher(new Connection(access.podClient(), settings, true, access.who()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Suite suite(int trials) {
        return Suite.named("faults")
                .environment(Environment.pod("env").image("image"))
                .workload(ProgramWorkload.named("w")
                        .gate(TestCluster.gate())
                        .expected(Duration.ofSeconds(1))
                        .build())
                .startTimeout(Duration.ofMinutes(1))
                .trials(trials)
                .build();
    }

    private List<Trial> run(int trials) {
        try (KubernetesLauncher launcher = launcher(CUSTOMARY_TIMEOUT)) {
            return run(launcher, suite(trials));
        } finally {
            nothingIsLeft();
        }
    }

    /** Trial by trial, without the preflight, which waits for a second to begin. */
    private static List<Trial> run(KubernetesLauncher launcher, Suite suite) {
        List<Trial> trials = new ArrayList<>();
        try {
            for (PlannedTrial trial : TrialPlan.of(suite, 1).trials()) {
                trials.add(new TrialRunner(suite, launcher, "it", TrialClock.system()).run(trial));
            }
        } catch (InterruptedException over) {
            throw new IllegalStateException(over);
        }
        return trials;
    }

    /** A trial for whose log nobody waits long. */
    private Trial withoutLog() {
        try (KubernetesLauncher launcher = launcher(CUSTOMARY_TIMEOUT, Duration.ofMillis(600))) {
            return run(launcher, suite(1)).get(0);
        }
    }

    private List<Trial> wholeRun() {
        return wholeRun(PATIENCE);
    }

    private List<Trial> wholeRun(Duration logPatience) {
        try (KubernetesLauncher launcher = launcher(CUSTOMARY_TIMEOUT, logPatience)) {
            return Krater.run(suite(3))
                    .on(launcher)
                    .quiet()
                    .into(folder.resolve("results"))
                    .trials();
        }
    }

    private void nothingIsLeft() {
        TestCluster.await(PATIENCE, () -> api.podNames().isEmpty());
    }

    private static FailureReason reason(Trial trial) {
        assertThat(trial.outcome()).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) trial.outcome()).reason();
    }

    private static void completed(List<Trial> trials) {
        assertThat(trials)
                .isNotEmpty()
                .allSatisfy(trial -> assertThat(trial.outcome()).isEqualTo(Outcome.completed()));
    }

    private static void others(List<Trial> trials) {
        assertThat(trials).hasSize(3);
        completed(trials.subList(1, 3));
    }

    private long creations() {
        return api.requests().stream().filter(("POST " + FakeApi.PODS)::equals).count();
    }

    /** Something that happens to the first request of a kind. */
    private static FakeApi.Fault once(FakeApi.Fault fault) {
        AtomicBoolean happened = new AtomicBoolean();
        return request -> request.creates() && !happened.getAndSet(true) && fault.answers(request);
    }

    @Test
    void aClusterWithoutFaultsRunsAll() {
        completed(wholeRun());
        assertThat(creations()).isEqualTo(3);
        nothingIsLeft();
    }

    @Test
    void aCreationThatIsRefusedIsThatTrialsFailureAndIsNotRepeated() {
        for (int code : new int[] {429, 500, 503}) {
            api.on(once(request -> request.refuse(code, "too busy")));
            List<Trial> trials = run(3);
            assertThat(reason(trials.get(0)).kind()).isEqualTo(Kind.PLATFORM_ERROR);
            assertThat(reason(trials.get(0)).message()).contains("creating pod", Integer.toString(code), "too busy");
            others(trials);
        }
    }

    @Test
    void aCreationThatIsCutOffLeavesNoPodThoughItWasMade() {
        api.on(once(request -> {
            api.make(request.body());
            return request.cut();
        }));
        List<Trial> trials = run(3);
        assertThat(reason(trials.get(0)).kind()).isEqualTo(Kind.PLATFORM_ERROR);
        assertThat(reason(trials.get(0)).message()).contains("creating pod");
        others(trials);
        assertThat(creations()).isEqualTo(3);
    }

    @Test
    void aCreationThatHangsBeforeOrWithinItsAnswerIsGivenUpInTimeAndLeavesNoPod() {
        for (boolean within : new boolean[] {false, true}) {
            api.on(once(request -> {
                api.makeWaiting(request.body());
                return within ? request.beginToAnswer() && hang() : hang();
            }));
            List<Trial> trials;
            try (KubernetesLauncher launcher = launcher(3_000)) {
                trials = run(launcher, suite(1));
            }
            nothingIsLeft();
            assertThat(reason(trials.get(0)).kind()).isEqualTo(Kind.PLATFORM_ERROR);
            assertThat(reason(trials.get(0)).message()).contains("got no answer", "no answer in time");
        }
        assertThat(creations()).isEqualTo(2);
    }

    private boolean hang() {
        try {
            never.await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    /** The news of the pod's end overtakes the answer to its creation. */
    @Test
    void aCreationThatIsAnsweredLateCounts() {
        CountDownLatch logRead = new CountDownLatch(1);
        api.on(request -> {
            if (request.asksForLog()) {
                logRead.countDown();
            } else if (request.creates()) {
                String made = api.make(request.body()).toString();
                await(logRead);
                return request.answer(201, made);
            }
            return false;
        });
        completed(run(1));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void deletionsThatAreRefusedForAWhileAreRepeated() {
        for (int code : new int[] {429, 500, 503}) {
            AtomicInteger refused = new AtomicInteger();
            api.on(request -> request.deletes() && refused.incrementAndGet() <= 3 && request.refuse(code, "not now"));
            completed(run(2));
            assertThat(refused).hasValueGreaterThan(3);
        }
    }

    @Test
    void podsWhoseDeletionIsAlwaysRefusedAreKnownToTheNext() {
        api.on(request -> request.deletes() && request.refuse(500, "never"));
        try (KubernetesLauncher launcher = launcher(CUSTOMARY_TIMEOUT)) {
            completed(run(launcher, suite(1)));
        }
        assertThat(api.podNames()).hasSize(1);
        try (KubernetesLauncher launcher = launcher(CUSTOMARY_TIMEOUT)) {
            assertThat(launcher.cleanup()).isEmpty(); // its process, which is this one, lives
            assertThat(launcher.status()).hasSize(1);
        }
    }

    @Test
    void listsThatAreRefusedForAWhileStopNothingThatRuns() {
        AtomicInteger refused = new AtomicInteger();
        AtomicBoolean running = new AtomicBoolean();
        api.on(request -> {
            if (request.creates()) {
                running.set(true);
                api.closeWatches();
            }
            // the watch breaks off as the pod is made: what it does is then known by lists alone
            if (running.get() && request.lists() && refused.incrementAndGet() <= 5) {
                return request.refuse(503, "not now");
            }
            return false;
        });
        completed(run(3));
    }

    @Test
    void watchesThatAreGoneEachTimeAreMadeUpForByLists() {
        api.on(request -> request.watches()
                && request.answer(
                        200,
                        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\","
                                + "\"message\":\"too old resource version\",\"reason\":\"Expired\",\"code\":410}}\n"));
        completed(run(2));
    }

    @Test
    void watchesThatAreRefusedEachTimeAreMadeUpForByLists() {
        for (int code : new int[] {410, 429, 503}) {
            AtomicInteger first = new AtomicInteger();
            // the two that are opened before the first request are let through
            api.on(request -> request.watches() && first.incrementAndGet() > 2 && request.refuse(code, "not here"));
            completed(run(2));
        }
    }

    @Test
    void aLogThatIsAlwaysRefusedIsLostAndItsTrialSaysSo() {
        api.on(request -> request.asksForLog() && request.refuse(500, "kubelet away"));
        FailureReason reason = reason(withoutLog());
        assertThat(reason.kind()).isEqualTo(Kind.LOG_LOST);
        assertThat(reason.message()).contains("environment env", "500");
    }

    @Test
    void aLogThatHangsIsGivenUpInTime() {
        api.on(request -> request.asksForLog() && hang());
        FailureReason reason = reason(withoutLog());
        assertThat(reason.kind()).isEqualTo(Kind.LOG_LOST);
        assertThat(reason.message()).contains("no word for long");
    }

    @Test
    void aLogThatIsRefusedAtFirstIsRead() {
        AtomicInteger refused = new AtomicInteger();
        api.on(request ->
                request.asksForLog() && refused.incrementAndGet() <= 2 && request.refuse(500, "kubelet away"));
        completed(run(1));
    }

    @Test
    void webPagesInsteadOfAnswersEndTheRunBeforeTheFirstTrial() {
        api.on(FaultyApiTest::page);
        assertThatThrownBy(this::wholeRun)
                .isInstanceOf(PreflightException.class)
                .hasMessageContaining("web page")
                .hasMessageContaining("is there a proxy or a login between?");
    }

    private static boolean page(FakeApi.Request request) throws IOException {
        return request.answer(
                200,
                "text/html",
                "<!DOCTYPE html><html><title>Corporate login</title></html>".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void webPagesFromTheFirstTrialOnFailEachForThatReason() {
        AtomicBoolean begun = new AtomicBoolean();
        api.on(request -> {
            if (request.creates()) {
                begun.set(true);
            }
            return begun.get() && page(request);
        });
        List<Trial> trials = run(3);
        assertThat(trials).hasSize(3).allSatisfy(trial -> {
            assertThat(reason(trial).kind()).isEqualTo(Kind.PLATFORM_ERROR);
            assertThat(reason(trial).message()).contains("got a wrong answer: the answer is a web page");
        });
    }

    @Test
    void aTokenThatIsRevokedInMidRunFailsWhatRunsAndWhatComes() {
        AtomicBoolean revoked = new AtomicBoolean();
        api.on(request -> {
            if (request.creates() && !revoked.getAndSet(true)) {
                api.closeWatches();
                return request.answer(201, api.makeWaiting(request.body()).toString());
            }
            return revoked.get() && request.refuse(401, "Unauthorized");
        });
        List<Trial> trials;
        try (KubernetesLauncher launcher = launcher(CUSTOMARY_TIMEOUT)) {
            trials = run(launcher, suite(3));
        }
        assertThat(trials).hasSize(3).allSatisfy(trial -> {
            assertThat(reason(trial).kind()).isEqualTo(Kind.FORBIDDEN);
            assertThat(reason(trial).message()).contains("Unauthorized");
        });
        assertThat(reason(trials.get(0)).message()).contains("revoked in mid-run");
    }

    @Test
    void anApiServerMayHaveAnAddressOfTheSixthVersion() throws Exception {
        api.close();
        api = new FakeApi(InetAddress.getByAddress(IPV6_LOOPBACK));
        completed(run(1));
    }

    @Test
    void thirtyEnvironmentsRunOneByOne() {
        Suite.Builder builder = suite(1).toBuilder();
        for (int i = 2; i <= 30; i++) {
            builder.environment(Environment.pod("env" + i).image("image"));
        }
        try (KubernetesLauncher launcher = launcher(CUSTOMARY_TIMEOUT)) {
            List<Trial> trials = run(launcher, builder.build());
            assertThat(trials).hasSize(30);
            completed(trials);
        }
        nothingIsLeft();
    }

    @Test
    void namesOfAnyLengthThatKubernetesHasAreTaken() {
        String longest = ("a".repeat(62) + ".").repeat(4).substring(0, 252) + "z";
        Suite suite = Suite.named("s".repeat(60))
                .environment(Environment.pod("e".repeat(63)).image("image").variable("v".repeat(253), "x"))
                .workload(ProgramWorkload.named("w".repeat(60))
                        .gate(TestCluster.gate())
                        .expected(Duration.ofSeconds(1))
                        .build())
                .trials(2)
                .build();
        assertThat(longest).hasSize(253);
        try (KubernetesLauncher launcher = launcher(CUSTOMARY_TIMEOUT)) {
            completed(run(launcher, suite));
        }
        nothingIsLeft();
    }

    @Test
    void twoHarnessesInOneNamespaceDoNotMeet() throws Exception {
        List<Trial> ofOther = new ArrayList<>();
        try (KubernetesLauncher one = launcher(CUSTOMARY_TIMEOUT);
                KubernetesLauncher other = launcher(CUSTOMARY_TIMEOUT)) {
            Thread beside = new Thread(() -> ofOther.addAll(run(other, suite(3))));
            beside.start();
            completed(run(one, suite(3)));
            beside.join();
        }
        completed(ofOther);
        assertThat(creations()).isEqualTo(6);
        nothingIsLeft();
    }

    @Test
    void longLinesAndProgressBarsOfAnyEncodingHideNoGate() {
        String words = "größer ± 5 € \uD83D\uDE00 ";
        for (Charset charset :
                List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE)) {
            java.io.ByteArrayOutputStream log = new java.io.ByteArrayOutputStream();
            log.writeBytes(words.repeat(1_000).getBytes(charset));
            log.writeBytes("\rBENCH_START\n".getBytes(StandardCharsets.US_ASCII));
            log.writeBytes("BENCH_END\r\n".getBytes(StandardCharsets.US_ASCII));
            api.log(log.toByteArray());
            completed(run(1));
        }
    }

    @Test
    void aWebhookThatDeniesIsFoundBeforeTheFirstTrial() {
        api.on(request -> request.tries()
                && request.refuse(400, "admission webhook \"policy.example\" denied the request: no team label"));
        assertThatThrownBy(this::wholeRun)
                .isInstanceOf(PreflightException.class)
                .hasMessageContaining("policy.example")
                .hasMessageContaining("no team label")
                .hasMessageContaining("kubectl get validatingwebhookconfigurations");
        assertThat(creations()).isZero();
    }

    @Test
    void theDoctorKnowsTheClockAsWellAsTrialsDo() {
        try (KubernetesLauncher launcher = launcher(CUSTOMARY_TIMEOUT)) {
            assertThat(launcher.doctor())
                    .filteredOn(check -> check.subject().equals("clock"))
                    .singleElement()
                    .extracting(Check::found)
                    .asString()
                    .contains("API server", "which bears on no figure");
        }
    }

    /** Whatever a server says, and wherever it says it: the token that it was sent is in no file and in no message. */
    @Test
    void noFileHoldsTheTokenThatTheServerRepeatsEverywhere() throws Exception {
        String token = "a-token-of-ada";
        AtomicInteger created = new AtomicInteger();
        api.on(request -> {
            String sent = String.valueOf(request.exchange().getRequestHeaders().getFirst("Authorization"));
            if (request.creates() && created.incrementAndGet() == 1) {
                return request.refuse(403, "you sent " + sent);
            } else if (request.creates() && created.get() == 2) {
                return request.answer(
                        201, api.makeFailing(request.body(), "we got " + sent).toString());
            } else if (request.asksForLog() && created.get() == 3) {
                return request.answer(200, "text/plain", ("no log: " + sent).getBytes(StandardCharsets.UTF_8));
            } else if (request.path().endsWith("/events") && !request.watches()) {
                return request.answer(
                        200,
                        "{\"kind\":\"EventList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"0\"},\"items\":"
                                + "[{\"kind\":\"Event\",\"apiVersion\":\"v1\",\"type\":\"Warning\",\"reason\":\"Said\",\"message\":\""
                                + sent
                                + "\",\"metadata\":{\"name\":\"e\"},\"involvedObject\":{\"name\":\"x\"}}]}");
            } else if (request.path().equals("/api/v1/nodes")) {
                return request.answer(200, api.nodes().replace("\"6\"", "\"6 " + sent + "\""));
            }
            return false;
        });
        List<Trial> trials = wholeRun(Duration.ofMillis(600));
        assertThat(trials).hasSize(3).noneMatch(trial -> trial.outcome().isCompleted());
        assertThat(trials.toString()).doesNotContain(token);
        SuiteResult result = SuiteResult.read(folder.resolve("results").resolve("faults"));
        String page = Report.html(result).text();
        assertThat(page).contains("hidden").doesNotContain(token);
        try (Stream<Path> files = Files.walk(folder.resolve("results"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain(token);
            }
        }
    }
}
