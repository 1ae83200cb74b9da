package io.krater.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.krater.cgroup.SysTree;
import io.krater.cgroup.read.ProcUnits;
import io.krater.sample.CgroupReadException;
import io.krater.sample.Column;
import io.krater.sample.Reading;
import io.krater.sample.SampleSeries;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostReaderTest {
    private static final ProcUnits UNITS = new ProcUnits(100, 4096);
    private static final String STALL = """
            some avg10=0.00 avg60=0.00 avg300=0.00 total=%d
            full avg10=0.00 avg60=0.00 avg300=0.00 total=%d
            """;

    @TempDir
    Path temp = Path.of("");

    private SysTree files = new SysTree(temp);
    private final Reading reading = new Reading();

    @BeforeEach
    void makeFiles() {
        files = new SysTree(temp).put("proc/stat", "cpu  100 20 30 400 50 6 7 8 90 10\ncpu0 1 2\n");
    }

    private HostReader open() {
        return HostReader.open(temp.resolve("proc"), Rapl.detect(temp.resolve("powercap")), UNITS);
    }

    private void rapl(int zone, String name, long energy) {
        files.put("powercap/intel-rapl:" + zone + "/name", name + "\n")
                .put("powercap/intel-rapl:" + zone + "/max_energy_range_uj", "1000\n")
                .put("powercap/intel-rapl:" + zone + "/energy_uj", energy + "\n");
    }

    private long energy(HostReader reader) {
        reading.clear();
        reader.read(Column.Pace.FAST, reading);
        return reading.value(Column.ENERGY_UJ);
    }

    @Test
    void givesCpuTimeInMicroseconds() {
        try (HostReader reader = open()) {
            reader.read(Column.Pace.SLOW, reading);

            assertThat(reading.value(Column.HOST_TOTAL_USEC)).isEqualTo(6_210_000);
            assertThat(reading.value(Column.HOST_BUSY_USEC)).isEqualTo(1_710_000);
            assertThat(reading.value(Column.HOST_STEAL_USEC)).isEqualTo(80_000);
        }
    }

    @Test
    void hasOnlyTheColumnsThatTheHostGives() {
        try (HostReader reader = open()) {
            assertThat(reader.columns(Column.Pace.SLOW))
                    .containsOnlyKeys(Column.HOST_BUSY_USEC, Column.HOST_TOTAL_USEC, Column.HOST_STEAL_USEC);
            assertThat(reader.columns(Column.Pace.FAST)).isEmpty();
            assertThat(reader.facts().get("energy")).contains("absent: the kernel shows no");
            assertThat(energy(reader)).isEqualTo(SampleSeries.ABSENT);
        }
    }

    @Test
    void givesPressure() {
        files.put("proc/pressure/cpu", STALL.formatted(11, 0))
                .put("proc/pressure/memory", STALL.formatted(22, 2))
                .put("proc/pressure/io", STALL.formatted(33, 3));
        try (HostReader reader = open()) {
            reader.read(Column.Pace.SLOW, reading);

            assertThat(reading.value(Column.CPU_SOME_USEC)).isEqualTo(11);
            assertThat(reading.value(Column.MEMORY_SOME_USEC)).isEqualTo(22);
            assertThat(reading.value(Column.MEMORY_FULL_USEC)).isEqualTo(2);
            assertThat(reading.value(Column.IO_SOME_USEC)).isEqualTo(33);
            assertThat(reading.value(Column.IO_FULL_USEC)).isEqualTo(3);
            assertThat(reader.columns(Column.Pace.SLOW)).containsEntry(Column.IO_FULL_USEC, "proc");
        }
    }

    @Test
    void addsThePackagesUpAndUndoesTheWrapOfEach() {
        rapl(0, "package-0", 900);
        rapl(1, "package-1", 10);
        try (HostReader reader = open()) {
            assertThat(reader.columns(Column.Pace.FAST)).containsEntry(Column.ENERGY_UJ, "powercap");
            assertThat(energy(reader)).isEqualTo(910);

            rapl(0, "package-0", 50);
            rapl(1, "package-1", 20);
            assertThat(energy(reader)).isEqualTo(910 + 150 + 10);

            rapl(0, "package-0", 40);
            assertThat(energy(reader)).isEqualTo(910 + 150 + 10 + 990);
        }
    }

    @Test
    void countsPackagesAloneAndEachOnce() {
        rapl(0, "package-0", 900);
        rapl(1, "psys", 5);
        files.put("powercap/intel-rapl:0:0/name", "core\n")
                .put("powercap/intel-rapl:0:0/max_energy_range_uj", "1000\n")
                .put("powercap/intel-rapl:0:0/energy_uj", "7\n")
                .put("powercap/intel-rapl-mmio:0/name", "package-0\n")
                .put("powercap/intel-rapl-mmio:0/max_energy_range_uj", "1000\n")
                .put("powercap/intel-rapl-mmio:0/energy_uj", "900\n");

        try (HostReader reader = open()) {
            assertThat(energy(reader)).isEqualTo(900);
        }
    }

    @Test
    void hasNoEnergyWherePartOfItCannotBeRead() {
        rapl(0, "package-0", 900);
        files.put("powercap/intel-rapl:1/name", "package-1\n")
                .put("powercap/intel-rapl:1/max_energy_range_uj", "1000\n");

        assertThat(Rapl.detect(temp.resolve("powercap")).whyAbsent())
                .hasValueSatisfying(
                        why -> assertThat(why).contains("not readable").contains("chmod"));
        try (HostReader reader = open()) {
            assertThat(reader.columns(Column.Pace.FAST)).isEmpty();
        }
    }

    @Test
    void leavesEnergyOutWhileACounterIsDamagedAndGoesOnAfterwards() {
        rapl(0, "package-0", 100);
        try (HostReader reader = open()) {
            assertThat(energy(reader)).isEqualTo(100);
            files.put("powercap/intel-rapl:0/energy_uj", "5000\n");
            assertThat(energy(reader)).isEqualTo(SampleSeries.ABSENT);
            files.put("powercap/intel-rapl:0/energy_uj", "");
            assertThat(energy(reader)).isEqualTo(SampleSeries.ABSENT);
            rapl(0, "package-0", 130);
            assertThat(energy(reader)).isEqualTo(130);
        }
    }

    @Test
    void refusesAHostThatTellsNothing() {
        files.put("proc/stat", "nothing\n");

        assertThatThrownBy(this::open)
                .isInstanceOf(CgroupReadException.class)
                .hasMessageContaining("neither CPU times nor pressure");
    }
}
