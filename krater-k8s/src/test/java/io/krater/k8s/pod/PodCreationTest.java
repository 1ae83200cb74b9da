package io.krater.k8s.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.krater.k8s.TestCluster;
import io.krater.launch.FailureReason;
import io.krater.node.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The one request for a pod, at servers that answer it in odd ways or not at all. */
class PodCreationTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(200);

    private static final Pod POD = new PodBuilder()
            .withNewMetadata()
            .withName("pod")
            .withNamespace("ns")
            .endMetadata()
            .build();

    private final EventLoop loop = new EventLoop("test");
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private Optional<HttpServer> server = Optional.empty();
    private Optional<KubernetesClient> client = Optional.empty();

    @AfterEach
    void close() {
        over.countDown();
        loop.close();
        client.ifPresent(KubernetesClient::close);
        server.ifPresent(it -> it.stop(0));
    }

    private PodCreation at(HttpHandler handler, Duration longest) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "server");
            thread.setDaemon(true);
            return thread;
        }));
        http.createContext("/", exchange -> {
            asked.incrementAndGet();
            handler.handle(exchange);
        });
        http.start();
        server = Optional.of(http);
        return at(http.getAddress().getPort(), longest);
    }

    private PodCreation at(int port, Duration longest) {
        KubernetesClient to = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl("http://127.0.0.1:" + port)
                        .withRequestRetryBackoffLimit(0)
                        .withHttp2Disable(true)
                        .build())
                .build();
        client = Optional.of(to);
        return new PodCreation(to, loop, POD, longest, new PodCreation.Listener() {
            @Override
            public void leaving(long nanoTime) {
                told.add("leaving");
            }

            @Override
            public void created(Pod made, long nanoTime) {
                told.add("created");
            }

            @Override
            public void refused(FailureReason reason, boolean certain, long nanoTime) {
                told.add("refused" + (certain ? ", certainly: " : ": ") + reason.message());
            }
        });
    }

    private List<String> outcome(PodCreation creation) {
        creation.send();
        TestCluster.await(PATIENCE, () -> told.size() == 2 && !creation.isUnderWay());
        assertThat(told.get(0)).isEqualTo("leaving");
        return List.copyOf(told);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesUpAnAnswerThatNeverEndsOrNeverBegins(boolean begins) throws Exception {
        PodCreation creation = at(
                exchange -> {
                    if (begins) {
                        exchange.sendResponseHeaders(201, 1_000);
                        exchange.getResponseBody().write('{');
                        exchange.getResponseBody().flush();
                    }
                    hold();
                },
                SHORT);
        assertThat(outcome(creation).get(1)).startsWith("refused: ").contains("no answer", "0.2 s");
        creation.awaitAnswer(PATIENCE);
        assertThat(told).hasSize(2);
    }

    private void hold() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 429, 500, 503})
    void isNeverRepeatedAndKnowsWhetherAPodMayBeThere(int code) throws Exception {
        PodCreation creation = at(
                exchange -> {
                    exchange.sendResponseHeaders(code, -1);
                    exchange.close();
                },
                PATIENCE);
        assertThat(outcome(creation).get(1))
                .startsWith(code < 500 ? "refused, certainly: " : "refused: ")
                .contains("status " + code);
        assertThat(asked).hasValue(1);
    }

    @Test
    void knowsThatAServerThatIsNotThereMadeNothing() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        assertThat(outcome(at(port, PATIENCE)).get(1))
                .startsWith("refused, certainly: ")
                .contains("nothing answers");
    }

    @Test
    void isSentOnceAndNotOnceItIsBarred() throws Exception {
        PodCreation creation = at(
                exchange -> {
                    exchange.sendResponseHeaders(409, -1);
                    exchange.close();
                },
                PATIENCE);
        assertThat(creation.isUnderWay()).isFalse();
        outcome(creation);
        assertThatIllegalStateException().isThrownBy(creation::send).withMessageContaining("once");
        PodCreation barred = at(1, PATIENCE);
        assertThat(barred.bar()).isFalse();
        assertThatIllegalStateException().isThrownBy(barred::send).withMessageContaining("closed");
        assertThat(told).hasSize(2);
    }
}
