package io.krater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Launcher;
import io.krater.launch.process.ProcessLauncher;
import io.krater.result.SuiteResult;
import io.krater.result.model.ResultException;
import io.krater.suite.Environment;
import io.krater.suite.Gate;
import io.krater.suite.Hook;
import io.krater.suite.Procedure;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Service;
import io.krater.suite.Suite;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done around the trials, with real processes. */
@Tag("host")
class ProcedureHostTest {
    @TempDir
    private Path folder;

    @Test
    void hooksRunAroundEachTrialWithItsNames() throws IOException {
        Path log = folder.resolve("log");
        List<String> called = new ArrayList<>();
        run(suite -> suite.warmupTrials(1)
                .beforeSuite(Hook.shell("echo suite >> " + log))
                .beforeTrial(Hook.command(
                        "/bin/sh", "-c", "echo \"$1 $KRATER_TRIAL\" >> " + log, "sh", "{environment}-{variant}"))
                .beforeTrial(Hook.call(
                        "note",
                        moment -> called.add(moment.environment().orElseThrow().name() + moment.trial())))
                .afterTrial(Hook.shell("echo after >> " + log)));
        assertThat(Files.readAllLines(log))
                .containsExactly("suite", "a-run 1", "after", "a-run 2", "after", "a-run 3", "after");
        assertThat(called).containsExactly("a1", "a2", "a3");
    }

    @Test
    void warmUpTrialsAreKeptAndTakePartInNoFigure() {
        SuiteResult result = run(suite -> suite.warmupTrials(2));
        assertThat(result.trials()).hasSize(4);
        assertThat(result.exclusions())
                .hasSize(2)
                .allMatch(exclusion -> exclusion.reason().equals(Procedure.WARMUP));
        assertThat(result.cells().get(0).completed()).hasSize(2);
        SuiteResult read = SuiteResult.read(folder.resolve("around"));
        assertThat(read.cells().get(0).completed()).hasSize(2);
        assertThat(read.warnings()).noneMatch(warning -> warning.contains("trials are there"));
        assertThat(read.suite().schedule().orElseThrow().procedure().warmupTrials())
                .isEqualTo(2);
    }

    @Test
    void aTrialWhoseHookFailsHasFailedWithItsLastLines() {
        SuiteResult before = run(suite -> suite.beforeTrial(Hook.shell("echo no space >&2; exit 3")));
        FailureReason reason = reason(before.trials().get(0));
        assertThat(reason.kind()).isEqualTo(Kind.HOOK_FAILED);
        assertThat(reason.message()).contains("beforeTrial hook failed").contains("ended with 3");
        assertThat(reason.lastLines()).containsExactly("no space");
        assertThat(before.trials().get(0).gate()).isEmpty();

        SuiteResult after = runInto(
                "after",
                suite -> suite.afterTrial(Hook.call("check", moment -> {
                    throw new IOException("left behind");
                })));
        assertThat(reason(after.trials().get(0)).message())
                .contains("afterTrial")
                .contains("left behind");
        assertThat(after.trials().get(0).gate()).as("what was measured is kept").isPresent();
        assertThat(after.cells().get(0).completed()).isEmpty();
    }

    @Test
    void aHookThatDoesNotEndIsKilledAtItsTime() {
        SuiteResult result = run(suite ->
                suite.beforeTrial(new Hook.Command(List.of("/bin/sh", "-c", "sleep 1000"), Duration.ofMillis(100))));
        assertThat(reason(result.trials().get(0)).facts()).containsEntry("how", "timed_out");
    }

    @Test
    void aHookBeforeTheSuiteThatFailsEndsTheRunBeforeItsFirstTrial() {
        assertThatExceptionOfType(ProcedureException.class)
                .isThrownBy(() -> run(suite -> suite.beforeSuite(Hook.command("/bin/sh", "-c", "echo broken; exit 1"))))
                .withMessageContaining("beforeSuite hook failed")
                .withMessageContaining("broken")
                .satisfies(thrown -> assertThat(thrown.reason().kind()).isEqualTo(Kind.HOOK_FAILED));
    }

    @Test
    void refusesToGoOnWithOtherHooksWarmUpsOrTimeouts() {
        run(suite -> suite.afterTrial(Hook.shell("true")).baseline("a").budget(Duration.ofHours(1)));
        assertThatExceptionOfType(ResultException.class)
                .isThrownBy(() -> run(suite -> suite.afterTrial(Hook.shell("false"))))
                .withMessageContaining("afterTrial was [/bin/sh -c true")
                .withMessageContaining("is [/bin/sh -c false");
        assertThatExceptionOfType(ResultException.class)
                .isThrownBy(
                        () -> run(suite -> suite.afterTrial(Hook.shell("true")).warmupTrials(1)))
                .withMessageContaining("warmupTrials was 0, is 1");
        assertThatExceptionOfType(ResultException.class)
                .isThrownBy(
                        () -> run(suite -> suite.afterTrial(Hook.shell("true")).timeout(Duration.ofSeconds(9))))
                .withMessageContaining("timeout was none, is PT9S");
        assertThat(run(suite -> suite.afterTrial(Hook.shell("true"))).trials())
                .as("budget and baseline may differ")
                .hasSize(2);
    }

    @Test
    void endsAProgramAtItsTimeoutAndSaysWhatNeverCame() {
        SuiteResult whole = run(suite -> suite.environment(Environment.process("slow")
                        .command("/bin/sh", "-c", "echo begun; sleep 1000")
                        .timeout(Duration.ofMillis(300)))
                .trials(1));
        Trial late = trialOf(whole, "slow");
        assertThat(late.outcome()).isInstanceOf(Outcome.TimedOut.class);
        FailureReason reason = reason(late);
        assertThat(reason.kind()).isEqualTo(Kind.DEADLINE_EXCEEDED);
        assertThat(reason.message()).contains("timeout of 0.3 s");
        assertThat(reason.lastLines()).containsExactly("begun");

        SuiteResult gated = runInto(
                "gated",
                suite -> suite.workload(ProgramWorkload.named("gated")
                                .gate(Gate.between("BENCH_START", "BENCH_END"))
                                .build())
                        .environment(
                                Environment.process("silent").command("/bin/sh", "-c", "echo hello; exec sleep 1000"))
                        .timeout(Duration.ofMillis(300))
                        .trials(1));
        FailureReason silent = reason(trialOf(gated, "silent"));
        assertThat(silent.message()).contains("the line that opens its gate (BENCH_START) never came");
        assertThat(silent.lastLines()).containsExactly("hello");
    }

    @Test
    void whatIsCommonToAllEnvironmentsIsSaidOnce() throws IOException {
        Files.writeString(folder.resolve("in-7"), "taken\n");
        SuiteResult result = run(suite -> suite.workload(ProgramWorkload.named("common")
                        .variant("seven", java.util.Map.of("size", io.krater.suite.Parameter.number(7)))
                        .build())
                .environment(Environment.process("b")
                        .command("/bin/sh", "-c", "cat; echo $SIZE; exit 4")
                        .exitCodes(4))
                .input(folder.resolve("in-{size}").toString())
                .variable("SIZE", "is {size}")
                .exitCodes(0, 3)
                .trials(1));
        assertThat(result.trials()).allMatch(trial -> trial.outcome().isCompleted());
        Trial b = trialOf(result, "b");
        assertThat(b.log().lines()).containsExactly("taken", "is 7");
        assertThat(result.suite().environments().get(1).attributes())
                .containsEntry("exit_codes", "4")
                .containsEntry("stdin", folder.resolve("in-{size}").toString());
    }

    @Test
    void aServiceRunsFromBeforeTheFirstTrialUntilAfterTheLast() throws Exception {
        Path pid = folder.resolve("pid");
        SuiteResult result = run(suite -> suite.service(Service.named("greeter")
                        .command("/bin/sh", "-c", "echo $$ > " + pid + "; echo ready; exec sleep 1000")
                        .untilLine("ready")
                        .build())
                .beforeSuite(Hook.shell("kill -0 $(cat " + pid + ")"))
                .beforeTrial(Hook.shell("kill -0 $(cat " + pid + ")")));
        assertThat(result.trials()).allMatch(trial -> trial.outcome().isCompleted());
        assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())))
                .as("ended with the run")
                .isEmpty();
        try (var logs = Files.list(folder.resolve("around/services"))) {
            assertThat(logs.toList())
                    .singleElement()
                    .satisfies(log -> assertThat(log).content().isEqualTo("ready\n"));
        }
        assertThat(SuiteResult.read(folder.resolve("around"))
                        .suite()
                        .schedule()
                        .orElseThrow()
                        .procedure()
                        .services())
                .singleElement()
                .asString()
                .startsWith("greeter: /bin/sh -c");
    }

    @Test
    void aServiceThatIsNeverReadyEndsTheRunWithItsLastLines() {
        assertThatExceptionOfType(ProcedureException.class)
                .isThrownBy(() -> run(suite -> suite.service(Service.named("silent")
                        .command("/bin/sh", "-c", "echo address in use; exec sleep 1000")
                        .untilLine("ready")
                        .within(Duration.ofMillis(300))
                        .build())))
                .withMessageContaining("service silent was not ready (line \"ready\") within 0.3 s")
                .withMessageContaining("address in use");
        assertThatExceptionOfType(ProcedureException.class)
                .isThrownBy(() -> run(suite -> suite.service(Service.named("gone")
                        .command("/bin/sh", "-c", "exit 7")
                        .untilCommand("false")
                        .build())))
                .withMessageContaining("service gone has ended with exit code 7");
    }

    @Test
    void aTrialAfterWhichTheServiceIsGoneHasFailed() {
        Path go = folder.resolve("go");
        SuiteResult result = run(suite -> suite.service(Service.named("mortal")
                        .command("/bin/sh", "-c", "while [ ! -e " + go + " ]; do sleep 0.01; done; echo bye; exit 5")
                        .untilCommand("true")
                        .build())
                .beforeTrial(Hook.call("end the service", moment -> {
                    Files.writeString(go, "");
                    ProcessHandle.current()
                            .descendants()
                            .filter(one -> one.info().commandLine().orElse("").contains("krater-service"))
                            .forEach(one -> one.onExit().join());
                })));
        assertThat(result.trials()).isNotEmpty().allSatisfy(trial -> {
            assertThat(reason(trial).kind()).isEqualTo(Kind.SERVICE_FAILED);
            assertThat(reason(trial).message()).contains("service mortal has ended with exit code 5");
            assertThat(reason(trial).lastLines()).containsExactly("bye");
        });
    }

    @Test
    void waitsForAPortAndRefusesOneThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(ProcedureException.class)
                    .isThrownBy(() -> run(suite -> suite.service(Service.named("server")
                            .command("sleep", "1000")
                            .untilPort(taken.getLocalPort())
                            .build())))
                    .withMessageContaining("takes connections before it was started");
        }
        int free;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = probe.getLocalPort();
        }
        SuiteResult result = run(suite -> suite.service(Service.named("server")
                .command(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PortService.class.getName(),
                        Integer.toString(free))
                .untilPort(free)
                .build()));
        assertThat(result.trials()).allMatch(trial -> trial.outcome().isCompleted());
    }

    @Test
    void aServiceEndsAlsoWhereItsHarnessIsKilled() throws Exception {
        Path pid = folder.resolve("pid");
        Process harness = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServedHarness.class.getName(),
                        folder.toString(),
                        pid.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("harness.log").toFile())
                .start();
        Path begun = folder.resolve("begun");
        while (harness.isAlive() && !Files.exists(begun)) {
            harness.waitFor(20, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
        ProcessHandle service =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        harness.destroyForcibly().waitFor();
        service.onExit().get(1, java.util.concurrent.TimeUnit.MINUTES);
        assertThat(service.isAlive()).isFalse();
    }

    private static FailureReason reason(Trial trial) {
        return trial.outcome() instanceof Outcome.TimedOut late
                ? late.reason()
                : ((Outcome.Failed) trial.outcome()).reason();
    }

    private static Trial trialOf(SuiteResult result, String environment) {
        return result.trials().stream()
                .filter(trial -> trial.id().environment().equals(environment))
                .findFirst()
                .orElseThrow();
    }

    private SuiteResult run(UnaryOperator<Suite.Builder> more) {
        return runInto("", more);
    }

    private SuiteResult runInto(String into, UnaryOperator<Suite.Builder> more) {
        Suite.Builder suite = Suite.named("around")
                .environment(Environment.process("a").command("/bin/sh", "-c", "exit 0"))
                .workload(ProgramWorkload.named("nothing").build())
                .trials(2);
        try (Launcher launcher = ProcessLauncher.create()) {
            return Krater.run(more.apply(suite).build()).on(launcher).quiet().into(folder.resolve(into));
        }
    }
}
