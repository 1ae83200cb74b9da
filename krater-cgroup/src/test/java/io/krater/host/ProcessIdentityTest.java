package io.krater.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.host.ProcessIdentity.Life;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be said of a process by a {@code /proc} that does not show all. */
class ProcessIdentityTest {
    @TempDir
    Path proc;

    @BeforeEach
    void mount() throws IOException {
        mountedWith("rw");
    }

    private void mountedWith(String options) throws IOException {
        Path self = Files.createDirectories(proc.resolve("self"));
        Files.writeString(self.resolve("mountinfo"), "22 28 0:21 / /proc rw,nosuid - proc proc " + options + "\n");
        Files.writeString(self.resolve("status"), "Name:\tx\nCapEff:\t0000000000000000\n");
        Files.writeString(self.resolve("uid_map"), "         0          0 4294967295\n");
    }

    @Test
    void isDeadWhereItsAbsenceCanBeSeen() {
        assertThat(ProcessIdentity.life(proc, 4711, 99)).isEqualTo(Life.DEAD);
    }

    @Test
    void mayLiveWhereProcessesOfOthersAreHidden() throws IOException {
        mountedWith("rw,hidepid=2");
        assertThat(ProcessIdentity.life(proc, 4711, 99)).isEqualTo(Life.UNKNOWN);
    }

    @Test
    void mayLiveWhereItsFileCannotBeRead() throws IOException {
        Files.createDirectories(proc.resolve("4711"));
        assertThat(ProcessIdentity.life(proc, 4711, 99)).isEqualTo(Life.UNKNOWN);
    }

    @Test
    void tellsAProcessFromALaterOneWithItsId() throws IOException {
        ProcessIdentity self = ProcessIdentity.self();
        assertThat(self.isGone(self)).isFalse();
        assertThat(new ProcessIdentity(self.namespace(), self.pid(), self.startTicks() - 1).isGone(self))
                .isTrue();
        assertThat(new ProcessIdentity(1, self.pid(), self.startTicks() - 1).isGone(self))
                .isFalse();
    }

    /** Seen from a time namespace that was started with its boot 1,000 s earlier, each start is 100,000 ticks later. */
    @Test
    void isTheSameProcessFromAnotherTimeNamespace() throws IOException {
        process("99");
        assertThat(ProcessIdentity.life(proc, 4711, 99)).isEqualTo(Life.ALIVE);
        process("100099");
        assertThat(ProcessIdentity.life(proc, 4711, 99)).isEqualTo(Life.DEAD);
        shiftedBy("1000         0");
        assertThat(ProcessIdentity.life(proc, 4711, 99)).isEqualTo(Life.ALIVE);
        assertThat(ProcessIdentity.life(proc, 4711, 98)).isEqualTo(Life.DEAD);
        shiftedBy("  -1         0");
        process("-1");
        assertThat(ProcessIdentity.life(proc, 4711, 99)).isEqualTo(Life.ALIVE);
    }

    @Test
    void mayLiveWhereAShiftCannotBeToldOrIsNoWholeTick() throws IOException {
        process("100100");
        shiftedBy("1000   5000000");
        assertThat(ProcessIdentity.life(proc, 4711, 99)).isEqualTo(Life.UNKNOWN);
        assertThat(ProcessIdentity.life(proc, 4711, 97)).isEqualTo(Life.DEAD);
        Files.createSymbolicLink(proc.resolve("self/ns/time"), Path.of("time:[1]"));
        Files.createSymbolicLink(proc.resolve("self/ns/time_for_children"), Path.of("time:[2]"));
        assertThat(ProcessIdentity.life(proc, 4711, 97)).isEqualTo(Life.UNKNOWN);
    }

    private void process(String startTicks) throws IOException {
        Files.writeString(
                Files.createDirectories(proc.resolve("4711")).resolve("stat"),
                "4711 (x) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 " + startTicks + " 0 0 0\n");
    }

    private void shiftedBy(String boottime) throws IOException {
        Files.createDirectories(proc.resolve("self/ns"));
        Files.writeString(
                proc.resolve("self/timens_offsets"),
                "monotonic           0         0\nboottime       " + boottime + "\n");
    }
}
