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
}
