package io.krater.k8s.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerTest {
    private final Owner self = Owner.self();

    @Test
    void knowsThatThisProcessLives() {
        assertThat(self.life(self)).isEqualTo(Owner.Life.ALIVE);
        assertThat(Owner.parse(self.toString())).contains(self);
    }

    @Test
    void knowsThatAnotherStartOfTheSamePidIsAnotherProcess() {
        Owner earlier =
                new Owner(self.bootId(), self.pidNamespace(), self.timeNamespace(), self.pid(), self.startTicks() - 1);
        assertThat(earlier.life(self)).isEqualTo(Owner.Life.DEAD);
    }

    @Test
    void doesNotJudgeWhatItCannotSee() {
        Owner elsewhere =
                new Owner("another-boot", self.pidNamespace(), self.timeNamespace(), self.pid(), self.startTicks());
        Owner inContainer = new Owner(self.bootId(), "1", self.timeNamespace(), self.pid(), self.startTicks() - 1);
        assertThat(elsewhere.life(self)).isEqualTo(Owner.Life.UNKNOWN);
        assertThat(inContainer.life(self)).isEqualTo(Owner.Life.UNKNOWN);
    }

    @Test
    void takesNoProcessForDeadThatItMayNotSee(@TempDir Path proc) throws Exception {
        Owner other = new Owner(self.bootId(), self.pidNamespace(), self.timeNamespace(), 4711, 99);
        Files.createDirectories(proc.resolve("self"));
        Path mounts = proc.resolve("self/mountinfo");
        Files.writeString(mounts, "24 1 0:22 / /proc rw,relatime shared:5 - proc proc rw\n");
        assertThat(other.life(self, proc)).isEqualTo(Owner.Life.DEAD);
        Files.writeString(mounts, "24 1 0:22 / /proc rw,relatime shared:5 - proc proc rw,hidepid=invisible\n");
        Files.writeString(proc.resolve("self/status"), "CapEff:\t0000000000000000\n");
        Files.writeString(proc.resolve("self/uid_map"), "         0          0 4294967295\n");
        assertThat(other.life(self, proc)).isEqualTo(Owner.Life.UNKNOWN);
        Files.writeString(proc.resolve("self/status"), "CapEff:\t000001ffffffffff\n");
        assertThat(other.life(self, proc)).isEqualTo(Owner.Life.DEAD);
        // there, but its stat cannot be read
        Files.createDirectories(proc.resolve("4711/stat"));
        assertThat(other.life(self, proc)).isEqualTo(Owner.Life.UNKNOWN);
        Files.delete(mounts);
        Owner third = new Owner(self.bootId(), self.pidNamespace(), self.timeNamespace(), 4712, 99);
        assertThat(third.life(self, proc)).isEqualTo(Owner.Life.UNKNOWN);
    }

    @Test
    void comparesNoStartsOfTwoTimeNamespaces() {
        Owner shifted = new Owner(self.bootId(), self.pidNamespace(), "1", self.pid(), self.startTicks() + 3_600);
        assertThat(shifted.life(self)).isEqualTo(Owner.Life.UNKNOWN);
        Owner unknown = new Owner(self.bootId(), self.pidNamespace(), self.timeNamespace(), self.pid(), 0);
        assertThat(unknown.life(self)).isEqualTo(Owner.Life.UNKNOWN);
    }

    @Test
    void readsNothingIntoForeignAnnotations() {
        assertThat(Owner.parse("")).isEmpty();
        assertThat(Owner.parse("a/b/c/d/e")).isEmpty();
        assertThat(Owner.parse("a/b/1")).isEmpty();
    }
}
