package io.krater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.krater.result.SuiteResult;
import io.krater.result.compare.MachineDifferences;
import io.krater.result.model.Part;
import io.krater.trial.ManualClock;
import io.krater.trial.TrialClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineLockTest {
    private final ManualClock clock = new ManualClock();
    private final List<String> told = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void waitsForTheRunThatHoldsItInThisProcess() throws InterruptedException {
        Path file = folder.resolve("lock");
        MachineLock first = MachineLock.await(file, clock, told::add);
        assertThat(first.waitedNanos()).isZero();
        clock.in(TimeUnit.SECONDS.toNanos(5), first::close);
        try (MachineLock second = MachineLock.await(file, clock, told::add)) {
            assertThat(second.waitedNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(5));
        }
        assertThat(told)
                .containsExactly("waiting until the run of process "
                        + ProcessHandle.current().pid() + " has ended: it measures on this machine");
    }

    @Test
    void waitsForAnotherProcess() throws Exception {
        Path file = folder.resolve("lock");
        Process other = holder(file);
        assertThat(other.getInputStream().read()).isEqualTo('h');
        TrialClock endsIt = new EndingClock(clock, other);
        try (MachineLock lock = MachineLock.await(file, endsIt, told::add)) {
            assertThat(lock.waitedNanos()).isPositive();
        }
        assertThat(told).singleElement().asString().contains("process " + other.pid());
    }

    /** Closing any descriptor of the file gives up the process's lock: whoever waits must not open it. */
    @Test
    void isStillHeldAfterAnotherThreadHasWaitedForIt() throws Exception {
        Path file = folder.resolve("lock");
        MachineLock first = MachineLock.await(file, clock, told::add);
        clock.in(TimeUnit.SECONDS.toNanos(1), () -> {
            try (Stream<String> locks = Files.lines(Path.of("/proc/locks"))) {
                String ours = " " + ProcessHandle.current().pid() + " ";
                String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
                assertThat(locks).anyMatch(line -> line.contains(ours) && line.contains(inode));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } finally {
                first.close();
            }
        });
        MachineLock.await(file, clock, told::add).close();
        assertThat(told).hasSize(1);
    }

    @Test
    void followsNoLinkThatStandsInItsPlace() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "mine");
        Path link = Files.createSymbolicLink(folder.resolve("lock"), victim);
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> MachineLock.await(link, clock, told::add))
                .withMessageContaining(link.toString())
                .withMessageContaining("remove it");
        assertThat(victim).hasContent("mine");
    }

    @Test
    void saysWhatToDoWhereTheFileCannotBeMade() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> MachineLock.await(folder.resolve("none/lock"), clock, told::add))
                .withMessageContaining("make the file writable for everybody");
    }

    @Test
    void aResultSaysHowLongItsRunWaitedWhichIsNoOtherMachine() throws InterruptedException {
        Path file = folder.resolve("lock");
        SuiteResult alone =
                ScriptedRuns.of(1, id -> 1, "a").alone(file).afresh().into(folder);
        assertThat(alone.parts().get(0).capture().host()).containsEntry(Part.WAITED_FOR_OTHER_RUNS, "0.0 s");
        assertThat(MachineDifferences.facts(alone.parts().get(0)).keySet())
                .noneMatch(fact -> fact.contains(Part.WAITED_FOR_OTHER_RUNS));
    }

    private static Process holder(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Holds the lock until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws InterruptedException, IOException {
            MachineLock lock = MachineLock.await(Path.of(arguments[0]), TrialClock.system(), line -> {});
            System.out.print(lock.waitedNanos() < Long.MAX_VALUE ? "held" : "");
            System.out.flush();
            while (System.in.read() >= 0) {
                // until the test ends it
            }
        }
    }

    /** The first who waits ends the process that is waited for. */
    private record EndingClock(ManualClock clock, Process other) implements TrialClock {
        @Override
        public long nanoTime() {
            return clock.nanoTime();
        }

        @Override
        public long epochNanos() {
            return clock.epochNanos();
        }

        @Override
        public void await(Object monitor, long nanos) throws InterruptedException {
            other.destroyForcibly().waitFor();
            clock.await(monitor, nanos);
        }
    }
}
