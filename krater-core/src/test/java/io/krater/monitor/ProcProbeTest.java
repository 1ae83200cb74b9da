package io.krater.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.krater.host.CpuTimes;
import io.krater.host.DiskStats;
import io.krater.host.MemoryInfo;
import io.krater.host.NetworkDevices;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProcProbeTest {
    private static final long SECOND = 1_000_000_000L;

    private final Deque<ProcState> states = new ArrayDeque<>();
    private final ProcProbe probe = new ProcProbe("h", () -> {
        if (states.isEmpty()) {
            throw new IOException("gone");
        }
        return states.remove();
    });
    private final Map<String, Double> seen = new HashMap<>();

    private void read(long at) throws HostSourceException {
        seen.clear();
        probe.read(at, (quantity, nanos, value) -> seen.put(quantity.name(), value));
    }

    private static ProcState state(
            long user, long idle, long iowait, long read, long busy, long received, long stalled) {
        return new ProcState(
                new CpuTimes(user, 0, 0, idle, iowait, 0, 0, 0, 0, 0),
                new MemoryInfo(Map.of(
                        "MemTotal", "1000 kB",
                        "MemFree", "300 kB",
                        "Buffers", "50 kB",
                        "Cached", "200 kB",
                        "SReclaimable", "60 kB",
                        "Shmem", "10 kB")),
                Map.of("vda", new DiskStats.Disk(read, 0, busy), "vdb", new DiskStats.Disk(0, 2048, 0)),
                Map.of("eth0", new NetworkDevices.Device(received, 0)),
                OptionalLong.of(stalled),
                OptionalLong.empty(),
                OptionalLong.of(0));
    }

    @Test
    void countersBecomeRatesFromOneReadingToTheNext() throws HostSourceException {
        states.addAll(List.of(state(100, 900, 0, 0, 0, 0, 0), state(130, 950, 20, 4096, 500, 250, 20_000)));
        read(0);
        assertThat(seen).as("there is nothing to compare the first with").isEmpty();
        read(2 * SECOND);
        assertThat(seen)
                .containsOnlyKeys(
                        "cpu",
                        "memory",
                        "disk_util",
                        "disk_read",
                        "disk_write",
                        "net_received",
                        "net_sent",
                        "cpu_pressure",
                        "io_pressure")
                .containsEntry("cpu", 50.0) // waiting for I/O is not idle, as in Netdata
                .containsEntry("memory", 40.0)
                .containsEntry("disk_util", 25.0)
                .containsEntry("disk_read", 2.0)
                .containsEntry("net_received", 1.0)
                .containsEntry("cpu_pressure", 1.0);
    }

    @Test
    void countersThatGoBackGiveNoValue() throws HostSourceException {
        states.addAll(List.of(state(100, 900, 0, 9000, 0, 500, 50), state(130, 970, 0, 0, 0, 0, 0)));
        read(0);
        read(SECOND);
        assertThat(seen).doesNotContainKeys("net_received", "cpu_pressure");
        assertThat(seen).as("only vdb counts").containsEntry("disk_read", 0.0);
    }

    @Test
    void noMeanIsDrawnOverAHole() throws HostSourceException {
        states.add(state(100, 900, 0, 0, 0, 0, 0));
        read(0);
        assertThatExceptionOfType(HostSourceException.class)
                .isThrownBy(() -> read(SECOND))
                .withMessageContaining("host h: /proc cannot be read: gone");
        states.addAll(List.of(state(500, 900, 0, 0, 0, 0, 0), state(501, 901, 0, 0, 0, 0, 0)));
        read(60 * SECOND);
        assertThat(seen).isEmpty();
        read(61 * SECOND);
        assertThat(seen).containsEntry("cpu", 50.0);
    }
}
