package io.krater.launch.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.krater.launch.Execution;
import io.krater.launch.ExecutionListener;
import io.krater.launch.Exit;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Heard;
import io.krater.launch.LaunchException;
import io.krater.launch.LaunchRequest;
import io.krater.launch.LineSplitter;
import io.krater.launch.LogLine;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.plan.PlannedTrial;
import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import io.krater.suite.Environment;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Suite;
import io.krater.suite.Variant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs do that a launcher would rather not have. With cgroups, where they can be made, and without. */
@Tag("host")
@ParameterizedClass(name = "cgroups: {0}")
@ValueSource(booleans = {true, false})
class ProcessFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Parameter
    boolean cgroups;

    @TempDir
    Path folder;

    private ProcessLauncher launcher;

    @BeforeEach
    void open() {
        launcher = ProcessLauncher.builder().cgroups(cgroups).build();
    }

    @Test
    void refusesAWorkingDirectoryThatIsNone() {
        Path absent = folder.resolve("absent");
        assertThatThrownBy(
                        () -> ProcessLauncher.builder().workingDirectory(absent).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("working directory must be a folder, was " + absent);
    }

    @Test
    void givesNoProgramAnotherArgumentThanWasAskedFor() {
        Variant odd = Variant.of("odd", "caf\ud800"); // half a surrogate pair, which no character set has
        LaunchRequest asked = Requests.shell("echo \"$0\"");
        PlannedTrial trial =
                new PlannedTrial(asked.trial().id(), 0, 0, asked.trial().environment(), odd);
        LaunchRequest request = new LaunchRequest(
                asked.run(), trial, asked.resources(), asked.sampling(), false, asked.cores(), asked.deadline());
        assertThatThrownBy(() -> launcher.prepare(request, new Heard()))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("lacks a character of it");
        Suite suite = Suite.named("odd")
                .environment(asked.trial().environment())
                .workload(ProgramWorkload.named("w").variant(odd).build())
                .build();
        assertThat(launcher.preflight(suite))
                .anySatisfy(check -> assertThat(check.found()).contains("lacks a character of it"));
    }

    @Test
    void saysThatItWasClosed() {
        launcher.close();
        assertThatThrownBy(() -> launcher.prepare(Requests.shell("true"), new Heard()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this launcher was closed")
                .hasMessageContaining("keep it open");
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        launcher.close();
        assertThat(LeftBehind.find()).isEmpty();
    }

    private Heard run(String script) throws Exception {
        Heard heard = new Heard();
        try (Execution execution = launcher.prepare(Requests.shell(script), heard)) {
            execution.start();
            heard.awaitExit(PATIENCE);
        }
        return heard;
    }

    private static FailureReason failure(Heard heard) {
        return heard.exit().flatMap(Exit::failure).orElseThrow();
    }

    private Path script(String text) throws Exception {
        Path file = folder.resolve("program");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    @Test
    void aProgramWhoseInterpreterIsMissingCannotBeExecutedAndSaidNothing() throws Exception {
        Path file = script("#!/no/such/interpreter\n");
        Heard heard = new Heard();
        try (Execution execution = launcher.prepare(
                Requests.of(Environment.process("env").command(file.toString()).build()), heard)) {
            execution.start();
            heard.awaitExit(PATIENCE);
        }
        assertThat(failure(heard).kind()).isEqualTo(Kind.CANNOT_EXECUTE);
        assertThat(failure(heard).message()).contains(file.toString());
        assertThat(heard.order()).containsExactly("REQUESTED", "ENDED", "exited", "DELETED");
    }

    @Test
    void aProgramThatItselfExitsWith127IsACrash() throws Exception {
        Heard heard = run("no-such-command");
        assertThat(failure(heard).kind()).isEqualTo(Kind.CRASHED);
        assertThat(heard.exit().orElseThrow().code()).hasValue(127);
        assertThat(heard.texts())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("no-such-command"));
    }

    @Test
    void aSignalIsNamed() throws Exception {
        Heard heard = run("kill -SEGV $$");
        assertThat(failure(heard).kind()).isEqualTo(Kind.KILLED);
        assertThat(failure(heard).facts()).containsEntry("signal_name", "SIGSEGV");
        assertThat(heard.exit().orElseThrow().code()).isEmpty();
    }

    @Test
    void anEndlessLineIsCutAndTheProgramGoesOn() throws Exception {
        Heard heard = run("head -c 20000000 /dev/zero | tr '\\0' x; echo; echo next");
        assertThat(heard.texts()).hasSize(3).last().isEqualTo("next");
        assertThat(heard.lines().get(0).truncated()).isTrue();
        assertThat(heard.lines().get(0).text()).hasSize(LineSplitter.MAX_LINE);
        assertThat(heard.exit().orElseThrow().failure()).isEmpty();
    }

    @Test
    void binaryOutputIsReadToItsEnd() throws Exception {
        Heard heard = run("head -c 1000000 /dev/urandom; echo; echo end");
        assertThat(heard.texts()).last().isEqualTo("end");
        assertThat(heard.exit().orElseThrow().failure()).isEmpty();
    }

    @Test
    void muchOutputTakesNoMemory() throws Exception {
        Counting counting = new Counting();
        String line = "x".repeat(99);
        try (Execution execution = launcher.prepare(Requests.shell("yes " + line + " | head -c 200000000"), counting)) {
            execution.start();
            counting.awaitExit();
        }
        assertThat(counting.lines).hasValue(2_000_000);
        assertThat(counting.highestUsed - counting.usedBefore).isLessThan(64L << 20);
    }

    @Test
    void aChildThatWritesAfterTheProgramsEndIsStillHeard() throws Exception {
        Heard heard = new Heard();
        // more than one line, for each is a chance to lose it
        String script = "(for i in 1 2 3 4 5 6 7 8; do sleep 0.01; echo $i; done) & echo 0";
        try (ProcessLauncher patient = ProcessLauncher.builder()
                        .cgroups(cgroups)
                        .stragglers(PATIENCE)
                        .build();
                Execution execution = patient.prepare(Requests.shell(script), heard)) {
            execution.start();
            assertThat(heard.awaitExit(PATIENCE).failure()).isEmpty();
        }
        assertThat(heard.texts()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8");
    }

    @Test
    void aChildThatHoldsTheOutputOpenIsEndedSoonAfterTheProgram() throws Exception {
        Heard heard = new Heard();
        try (Execution execution = launcher.prepare(Requests.shell("sleep 1000 & echo $!"), heard)) {
            execution.start();
            Exit exit = heard.awaitExit(PATIENCE);
            assertThat(exit.code()).hasValue(0);
            assertThat(exit.failure()).isEmpty();
            assertThat(execution.facts().get("output")).contains("held open by children");
            assertThat(exit.at()).isEqualTo(heard.at(Phase.ENDED));
        }
        assertThat(LeftBehind.ended(Long.parseLong(heard.texts().get(0)))).isTrue();
    }

    @Test
    void aChildThatOutlivesTheProgramSilentlyIsEndedAndSaid() throws Exception {
        Heard heard = new Heard();
        try (Execution execution = launcher.prepare(Requests.shell("sleep 1000 >/dev/null 2>&1 & echo $!"), heard)) {
            execution.start();
            heard.awaitExit(PATIENCE);
            assertThat(execution.facts().get("outlived_by")).startsWith("1 of its processes");
        }
        assertThat(LeftBehind.ended(Long.parseLong(heard.texts().get(0)))).isTrue();
    }

    @Test
    void killEndsTheWholeTree() throws Exception {
        Heard heard = new Heard();
        String child = "sh -c 'sh -c \"sleep 1000 & echo \\$!; wait\" & echo $!; wait' & echo $!; "
                + "setsid sh -c 'sleep 1000 & echo $!; echo ready; wait' & wait";
        try (Execution execution = launcher.prepare(Requests.shell(child), heard)) {
            execution.start();
            heard.await(() -> heard.texts().size() == 5, PATIENCE);
            execution.kill();
            assertThat(heard.awaitExit(PATIENCE).failure().orElseThrow().message())
                    .contains("launcher");
        }
        assertThat(heard.texts()).hasSize(5).contains("ready");
        for (String text : heard.texts()) {
            assertThat(text.equals("ready") || LeftBehind.ended(Long.parseLong(text)))
                    .as(text)
                    .isTrue();
        }
    }

    @Test
    void anInterruptedThreadStillRemovesEverything() throws Exception {
        Heard heard = new Heard();
        Execution execution = launcher.prepare(Requests.shell("echo up; sleep 1000"), heard);
        execution.start();
        heard.awaitLine(PATIENCE);
        Thread.currentThread().interrupt();
        execution.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(LeftBehind.find()).isEmpty();
        assertThat(heard.order()).endsWith("exited", "DELETED");
    }

    @Test
    void aListenerMayCloseTheExecution() throws Exception {
        CompletableFuture<Execution> execution = new CompletableFuture<>();
        CountDownLatch deleted = new CountDownLatch(1);
        Heard heard = new Heard() {
            @Override
            public void line(LogLine line) {
                super.line(line);
                execution.join().close();
            }

            @Override
            public void phase(Phase phase, Stamp at) {
                super.phase(phase, at);
                if (phase == Phase.DELETED) {
                    deleted.countDown();
                }
            }
        };
        execution.complete(launcher.prepare(Requests.shell("echo up; sleep 1000"), heard));
        execution.join().start();
        assertThat(deleted.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(heard.order()).endsWith("exited", "DELETED");
    }

    @Test
    void aListenerThatBreaksIsToldTheExitAllTheSame() throws Exception {
        Heard heard = new Heard() {
            @Override
            public void line(LogLine line) {
                throw new IllegalStateException("broken listener");
            }
        };
        try (Execution execution = launcher.prepare(Requests.shell("yes"), heard)) {
            execution.start();
            assertThat(heard.awaitExit(PATIENCE).failure().orElseThrow().message())
                    .contains("broken listener");
        }
    }

    @Test
    void aProgramGetsItsArgumentsVariablesAndNoInput() throws Exception {
        Heard heard = new Heard();
        Environment environment = Environment.process("env")
                .command("/bin/sh", "-c", "cat; echo \"$0|$1|$V\"", "a  b", "*")
                .variable("V", "x\"'$y")
                .build();
        try (Execution execution = launcher.prepare(Requests.of(environment), heard)) {
            execution.start();
            heard.awaitExit(PATIENCE);
        }
        assertThat(heard.texts()).containsExactly("a  b|*|x\"'$y");
    }

    @Test
    void theSamplesEncloseTheProgramsWholeLife() throws Exception {
        Heard heard = new Heard();
        String burn = "i=0; while [ $i -lt 500000 ]; do i=$((i+1)); done";
        try (Execution execution = launcher.prepare(Requests.shell(burn + "; sh -c '" + burn + "'"), heard)) {
            execution.start();
            Exit exit = heard.awaitExit(PATIENCE);
            SampleSeries fast = execution.samples().get(0).fast();
            int last = fast.size() - 1;
            assertThat(fast.epochNanos(last)).isGreaterThanOrEqualTo(exit.at().epochNanos());
            long before = Long.MAX_VALUE;
            for (int row = 0; row < fast.size(); row++) {
                if (fast.epochNanos(row) <= heard.at(Phase.REQUESTED).epochNanos()) {
                    before = fast.value(Column.USAGE_USEC, row);
                }
            }
            assertThat(fast.value(Column.USAGE_USEC, last) - before).isGreaterThan(20_000);
        }
    }

    @Test
    void startsOnce() throws Exception {
        Heard heard = new Heard();
        try (Execution execution = launcher.prepare(Requests.shell("true"), heard)) {
            execution.start();
            assertThatThrownBy(execution::start).isInstanceOf(IllegalStateException.class);
            heard.awaitExit(PATIENCE);
        }
    }

    @Test
    void aHeldProgramThatWasKilledCannotBeStarted() throws Exception {
        Heard heard = new Heard();
        try (Execution execution = launcher.prepare(Requests.shell("echo begun"), heard)) {
            execution.kill();
            ProcessHandle.of(Long.parseLong(execution.facts().get("pid")))
                    .ifPresent(handle -> handle.onExit().join());
            execution.start();
            assertThat(heard.awaitRefusal(PATIENCE).message()).contains("ended before it was started");
        }
        assertThat(heard.order()).containsExactly("refused", "DELETED");
    }

    /** Counts, and looks at the heap now and then. */
    private static final class Counting implements ExecutionListener {
        private final CountDownLatch exited = new CountDownLatch(1);
        private final long usedBefore = used();
        private volatile long highestUsed;
        private final AtomicLong lines = new AtomicLong();

        @Override
        public void mark(String name, Stamp at) {}

        @Override
        public void refused(FailureReason reason, Stamp at) {}

        @Override
        public void line(LogLine line) {
            if (lines.incrementAndGet() % 500_000 == 0) {
                highestUsed = Math.max(highestUsed, used());
            }
        }

        @Override
        public void exited(Exit exit) {
            exited.countDown();
        }

        void awaitExit() throws InterruptedException {
            assertThat(exited.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }

        private static long used() {
            System.gc();
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
    }
}
