package io.krater.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The real agent on this host, where there is one. */
@Tag("host")
class NetdataHostTest {
    private static final String ADDRESS = System.getProperty("krater.netdata", "http://127.0.0.1:19999");

    @BeforeEach
    void needsNetdata() {
        assumeTrue(listens(), "no Netdata at " + ADDRESS + " (apt-get install netdata; netdata)");
    }

    private static boolean listens() {
        java.net.URI uri = java.net.URI.create(ADDRESS);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 500);
            return true;
        } catch (IOException absent) {
            return false;
        }
    }

    @Test
    void readsAPastRange() throws HostSourceException {
        Instant now = Instant.now();
        HostMetrics metrics = Netdata.at(ADDRESS)
                .named("here")
                .range(now.minusSeconds(20), now.minusSeconds(3), Duration.ofSeconds(1));

        HostSeries cpu = metrics.of("here", HostQuantity.CPU).orElseThrow();
        assertThat(cpu.size()).isBetween(2, 17);
        assertThat(cpu.values())
                .satisfies(percents ->
                        assertThat(Arrays.stream(percents)).allMatch(percent -> percent >= 0 && percent <= 100));
        assertThat(metrics.of("here", HostQuantity.MEMORY).orElseThrow().values())
                .satisfies(percents ->
                        assertThat(Arrays.stream(percents)).allMatch(percent -> percent > 0 && percent < 100));
    }

    @Test
    void measuresLive() throws InterruptedException {
        HostRecord record;
        Instant begin = Instant.now();
        try (HostMonitor monitor =
                HostMonitor.start(List.of(Netdata.at(ADDRESS).named("here").role("worker")), Duration.ofSeconds(1))) {
            TimeUnit.SECONDS.sleep(6);
            record = monitor.stop();
        }
        HostSeries cpu = record.metrics().of("here", HostQuantity.CPU).orElseThrow();
        // fewer where the agent or this machine is behind
        assertThat(cpu.size()).isBetween(2, 7);
        assertThat(cpu.epochNanos(0) / 1_000_000_000).isGreaterThanOrEqualTo(begin.getEpochSecond());
        assertThat(record.roles()).containsEntry("here", "worker");
    }
}
