package io.krater.cgroup.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.cgroup.SysTree;
import io.krater.sample.Column;
import io.krater.sample.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackedDevicesTest {
    private static final String ROW = " rbytes=100 wbytes=10 rios=4 wios=2 dbytes=0 dios=0\n";

    @TempDir
    Path temp;

    private IoStatParser parser = new IoStatParser();

    /** An LVM volume (253:0) on a partition (259:1) of a disk (259:0), and a disk of its own (8:0). */
    @BeforeEach
    void devices() throws IOException {
        new SysTree(temp)
                .put("block/nvme0n1/dev", "259:0\n")
                .put("block/nvme0n1/nvme0n1p1/dev", "259:1\n")
                .put("block/nvme0n1/nvme0n1p1/partition", "1\n")
                .put("block/sda/dev", "8:0\n")
                .put("block/dm-0/dev", "253:0\n");
        Files.createDirectories(temp.resolve("block/dm-0/slaves"));
        Files.createSymbolicLink(temp.resolve("block/dm-0/slaves/nvme0n1p1"), temp.resolve("block/nvme0n1/nvme0n1p1"));
        Files.createDirectories(temp.resolve("dev"));
        Files.createSymbolicLink(temp.resolve("dev/253:0"), temp.resolve("block/dm-0"));
        Files.createSymbolicLink(temp.resolve("dev/259:0"), temp.resolve("block/nvme0n1"));
        Files.createSymbolicLink(temp.resolve("dev/8:0"), temp.resolve("block/sda"));
        parser = new IoStatParser(new StackedDevices(temp.resolve("dev")));
    }

    private long read(String text) {
        Reading reading = new Reading();
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        parser.parse(bytes, bytes.length, reading);
        return reading.value(Column.IO_RBYTES);
    }

    @Test
    void countsAStackedDeviceAndItsPartOnce() {
        assertThat(read("253:0" + ROW + "259:0" + ROW)).isEqualTo(100);
        assertThat(read("259:0" + ROW + "253:0" + ROW + "8:0" + ROW)).isEqualTo(200);
    }

    @Test
    void countsAStackedDeviceWhosePartsAreNotThere() {
        assertThat(read("253:0" + ROW + "8:0" + ROW)).isEqualTo(200);
    }

    @Test
    void leavesOutWhatTheKernelCannotName() {
        assertThat(read("(unknown)" + ROW + "8:0" + ROW)).isEqualTo(100);
    }
}
