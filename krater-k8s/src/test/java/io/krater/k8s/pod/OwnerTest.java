package io.krater.k8s.pod;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnerTest {
    private final Owner self = Owner.self();

    @Test
    void knowsThatThisProcessLives() {
        assertThat(self.life(self)).isEqualTo(Owner.Life.ALIVE);
        assertThat(Owner.parse(self.toString())).contains(self);
    }

    @Test
    void knowsThatAnotherStartOfTheSamePidIsAnotherProcess() {
        Owner earlier = new Owner(self.bootId(), self.pidNamespace(), self.pid(), self.startTicks() - 1);
        assertThat(earlier.life(self)).isEqualTo(Owner.Life.DEAD);
    }

    @Test
    void doesNotJudgeWhatItCannotSee() {
        Owner elsewhere = new Owner("another-boot", self.pidNamespace(), self.pid(), self.startTicks());
        Owner inContainer = new Owner(self.bootId(), "1", self.pid(), self.startTicks() - 1);
        assertThat(elsewhere.life(self)).isEqualTo(Owner.Life.UNKNOWN);
        assertThat(inContainer.life(self)).isEqualTo(Owner.Life.UNKNOWN);
    }

    @Test
    void readsNothingIntoForeignAnnotations() {
        assertThat(Owner.parse("")).isEmpty();
        assertThat(Owner.parse("a/b/c/d")).isEmpty();
        assertThat(Owner.parse("a/b/1")).isEmpty();
    }
}
