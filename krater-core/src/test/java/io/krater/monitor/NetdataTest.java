package io.krater.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.krater.monitor.HostSourceException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NetdataTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long NANOS = 1_000_000_000;

    private FakeNetdata agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeNetdata();
        for (long at = 101; at <= 110; at++) {
            agent.put("system.cpu", at, at - 10.0);
            agent.put("system.ram", at, 1024);
            agent.put("system.net", at, -8);
            agent.put("disk_util.sda", at, 1);
            agent.put("disk_util.sdb", at, at == 105 ? 30 : 0);
        }
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private Netdata netdata() {
        return Netdata.at(agent.address()).named("node1").timeout(Duration.ofSeconds(10));
    }

    private static HostMetrics range(Netdata netdata, long from, long to) throws HostSourceException {
        return netdata.range(Instant.ofEpochSecond(from), Instant.ofEpochSecond(to), SECOND);
    }

    @Test
    void readsAPastRangeInTheStudysQuantities() throws HostSourceException {
        HostMetrics metrics = range(netdata(), 100, 110);

        HostSeries cpu = metrics.of("node1", HostQuantity.CPU).orElseThrow();
        assertThat(cpu.size()).isEqualTo(10);
        assertThat(cpu.epochNanos(0)).isEqualTo(101 * NANOS);
        assertThat(cpu.value(0)).isEqualTo(9);
        assertThat(metrics.of("node1", HostQuantity.MEMORY).orElseThrow().value(0))
                .isEqualTo(25);
        assertThat(metrics.of("node1", HostQuantity.NET_SENT).orElseThrow().value(0))
                .isEqualTo(8);
        assertThat(metrics.of("node1", HostQuantity.DISK).orElseThrow().values())
                .as("the busiest disk of each moment")
                .containsExactly(1, 1, 1, 1, 30, 1, 1, 1, 1, 1);
        assertThat(metrics.of("node1", HostQuantity.CPU_PRESSURE)).isEmpty();
    }

    @Test
    void whatTheHistoryDoesNotHoldIsAbsentAndNotZero() throws HostSourceException {
        HostSeries cpu = range(netdata(), 0, 103).of("node1", HostQuantity.CPU).orElseThrow();
        assertThat(cpu.values()).containsExactly(9, 8, 7);
        assertFails(Kind.NOT_FOUND, () -> range(netdata(), 5, 50), "answers 404", "No metrics");
    }

    @Test
    void memoryIsAbsentWhereTheHostsSizeIsNotTold() throws HostSourceException {
        agent.memory = "\"version\": \"v1\"";
        assertThat(range(netdata(), 100, 110).of("node1", HostQuantity.MEMORY)).isEmpty();
    }

    @Test
    void chartsAreReadByName() throws HostSourceException {
        HostQuantity load = new HostQuantity("load1", "Load", "");
        agent.put("system.load", 105, 1.5);
        HostMetrics metrics = range(netdata().chart(load, "system.load", "load1"), 100, 110);
        assertThat(metrics.of("node1", load).orElseThrow().values()).containsExactly(1.5);
        assertFails(
                Kind.NOT_FOUND,
                () -> range(netdata().chart(load, "system.lod", "load1"), 100, 110),
                "no chart system.lod",
                "api/v1/charts lists them");
    }

    @Test
    void tellsWhatIsWrongApart() throws IOException {
        agent.spoiler = exchange -> {
            FakeNetdata.send(exchange, 404, "File does not exist");
            return true;
        };
        assertFails(Kind.NOT_FOUND, () -> range(netdata(), 100, 110), "answers 404", "/api/v1/charts");
        agent.spoiler = exchange -> {
            FakeNetdata.send(exchange, 503, "busy");
            return true;
        };
        assertFails(Kind.STATUS, () -> range(netdata(), 100, 110), "answers 503", "busy");
        agent.spoiler = exchange -> {
            FakeNetdata.send(exchange, 200, "<html>a router</html>");
            return true;
        };
        assertFails(Kind.MALFORMED, () -> range(netdata(), 100, 110), "no JSON", "is it Netdata?");
        agent.spoiler = exchange -> {
            FakeNetdata.send(exchange, 200, "{\"data\": 7}");
            return true;
        };
        assertFails(Kind.MALFORMED, () -> range(netdata(), 100, 110), "is it Netdata?");
    }

    @Test
    void anAgentThatDoesNotListenIsRefused() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Netdata nobody = Netdata.at("http://127.0.0.1:" + free).named("node1");
        assertFails(Kind.REFUSED, () -> range(nobody, 100, 110), "nothing listens at", "does Netdata run there?");
    }

    @Test
    void anAnswerThatNeverEndsIsSlow() throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        agent.spoiler = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                done.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return true;
        };
        assertFails(Kind.SLOW, () -> range(netdata().timeout(Duration.ofMillis(200)), 100, 110), "no answer", "200 ms");
        done.countDown();
    }

    private static void assertFails(Kind kind, ThrowingCallable call, String... words) {
        assertThatExceptionOfType(HostSourceException.class)
                .isThrownBy(call)
                .withMessageStartingWith("host node1: ")
                .satisfies(failed -> {
                    assertThat(failed.kind()).isEqualTo(kind);
                    assertThat(failed.host()).isEqualTo("node1");
                    assertThat(failed).message().contains(words);
                });
    }

    @Test
    void refusesAnAddressThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Netdata.at("node1:19999"))
                .withMessageContaining("must be like http://node1:19999, was \"node1:19999\"");
        assertThat(Netdata.at("http://parent:19999/host/node7").host()).isEqualTo("node7");
        assertThat(Netdata.at("http://node1:19999").host()).isEqualTo("node1");
    }

    @Test
    void liveItReadsEachValueOnceAndWhatLagsBehindLater() throws HostSourceException {
        List<Double> cpu = new ArrayList<>();
        HostProbe.Sink sink = (quantity, at, value) -> {
            if (quantity.equals(HostQuantity.CPU)) {
                cpu.add(value);
            }
        };
        HostProbe probe = netdata().open(SECOND);
        probe.read(103 * NANOS, sink);
        assertThat(cpu).as("what was before the beginning").isEmpty();
        probe.read(108 * NANOS, sink);
        assertThat(cpu).as("a poll is made for ten samples at once").isEmpty();
        probe.read(113 * NANOS, sink);
        assertThat(cpu).containsExactly(9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0);
        for (long at = 112; at <= 115; at++) {
            agent.put("system.cpu", at, 50);
        }
        probe.readLast(118 * NANOS, sink);
        assertThat(cpu).hasSize(14).endsWith(50.0, 50.0, 50.0, 50.0);
    }

    @Test
    void anAgentThatWasAwayLeavesAGapWithTheReason() {
        HostRecorder recorder = new HostRecorder(netdata(), SECOND, 100 * NANOS);
        recorder.read(103 * NANOS);
        agent.spoiler = exchange -> {
            FakeNetdata.send(exchange, 503, "restarting");
            return true;
        };
        recorder.read(113 * NANOS);
        agent.spoiler = exchange -> false;
        agent.put("system.cpu", 125, 40);
        recorder.readLast(129 * NANOS);

        List<HostSeries> series = recorder.series();
        assertThat(series.get(0).values()).endsWith(60.0).hasSize(11);
        assertThat(recorder.gaps(series, 126 * NANOS))
                .filteredOn(gap -> gap.quantities().contains("cpu"))
                .singleElement()
                .satisfies(gap -> {
                    assertThat(gap.fromNanos()).isEqualTo(110 * NANOS);
                    assertThat(gap.toNanos()).isEqualTo(125 * NANOS);
                    assertThat(gap.reason()).contains("answers 503", "restarting");
                });
    }

    @Test
    void aHostThatNeverAnswersIsOneGapAndNoZeros() {
        agent.close();
        HostRecorder recorder = new HostRecorder(netdata(), SECOND, 100 * NANOS);
        recorder.read(100 * NANOS);
        recorder.read(101 * NANOS);
        assertThat(recorder.series()).isEmpty();
        assertThat(recorder.gaps(List.of(), 110 * NANOS)).singleElement().satisfies(gap -> {
            assertThat(gap.seconds()).isEqualTo(10);
            assertThat(gap.quantities()).isEmpty();
            assertThat(gap.reason()).contains("nothing listens at");
        });
    }
}
