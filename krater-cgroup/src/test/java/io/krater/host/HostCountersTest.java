package io.krater.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostCountersTest {
    @Test
    void readsWholeDisksOnly() {
        String text = """
                   7       0 loop0 9 0 9 9 9 0 9 9 0 9 9 0 0 0 0 0 0
                 254       0 vda 190363 33255 5676554 58000 103927 171856 22735848 58791 0 21332 120684 38090 17 6679456 3321 16702 570
                 254       1 vda1 190363 33255 5676554 58000 103927 171856 22735848 58791 0 21332 120684
                 253       0 zram0 1 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0
                 259       0 nvme0n1 1 2 torn
                """;
        assertThat(DiskStats.parse(text, name -> name.equals("vda") || name.equals("nvme0n1"))
                        .disks())
                .containsOnlyKeys("vda")
                .containsValue(new DiskStats.Disk(5676554L * 512, 22735848L * 512, 21332));
    }

    @Test
    void readsDevicesWithHardwareOnly() {
        String text = """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                    lo: 1498403     901    0    0    0     0          0         0  1498403     901    0    0    0     0       0          0
                  eth0:5 6    0    0    0     0          0         0        7       0    0    0    0     0       0          0
                """;
        assertThat(NetworkDevices.parse(text, name -> name.equals("eth0")).devices())
                .containsOnlyKeys("eth0")
                .containsValue(new NetworkDevices.Device(5, 7));
    }

    @Test
    void readsTheTimeThatSomeTaskWaited() {
        assertThat(Pressure.someTotal("some avg10=0.00 avg60=0.12 avg300=0.05 total=8123\nfull avg10=0.00 total=1"))
                .hasValue(8123);
        assertThat(Pressure.someTotal("full avg10=0.00 total=1")).isEmpty();
        assertThat(Pressure.someTotal("some avg10=0.00 total=x")).isEmpty();
    }
}
