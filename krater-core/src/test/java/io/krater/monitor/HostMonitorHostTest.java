package io.krater.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** This host's own /proc, at 1 s and faster. */
@Tag("host")
class HostMonitorHostTest {
    @Test
    void measuresThisHostOnTheGrid() throws InterruptedException {
        Duration interval = Duration.ofMillis(500);
        HostRecord record;
        try (HostMonitor monitor = HostMonitor.start(List.of(ThisHost.here().named("here")), interval)) {
            TimeUnit.SECONDS.sleep(4);
            record = monitor.stop();
        }

        HostSeries cpu = record.metrics().of("here", HostQuantity.CPU).orElseThrow();
        // fewer where the machine stands still
        assertThat(cpu.size()).isBetween(2, 8);
        for (int i = 0; i < cpu.size(); i++) {
            assertThat(cpu.value(i)).isBetween(0.0, 100.0);
        }
        assertThat(cpu.interval() / 1e9).isGreaterThan(0.4);
        assertThat(record.metrics()
                        .of("here", HostQuantity.MEMORY)
                        .orElseThrow()
                        .value(0))
                .isBetween(0.1, 100.0);
        assertThat(record.cpuSeconds()).isPositive();
    }

    @Test
    void refusesHostsOfOneNameAndAnIntervalTooShort() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostMonitor.start(
                        List.of(ThisHost.here().named("a"), ThisHost.here().named("a")), Duration.ofSeconds(1)))
                .withMessageContaining("a name of its own, were [a, a]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostMonitor.start(List.of(), Duration.ofMillis(10)))
                .withMessageContaining("every 100 ms at most, was 10");
    }
}
