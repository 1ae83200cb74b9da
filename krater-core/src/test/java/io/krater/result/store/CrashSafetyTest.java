package io.krater.result.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.krater.launch.FailureReason;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.result.SuiteResult;
import io.krater.result.Suites;
import io.krater.result.json.RandomTrials;
import io.krater.result.json.SameTrial;
import io.krater.result.model.Cell;
import io.krater.result.model.ResultData;
import io.krater.result.model.ResultException;
import io.krater.suite.Suite;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops every single operation on the file system, by a kill and by an error, and looks at what is left. */
class CrashSafetyTest {
    private static final Outcome FAILED =
            new Outcome.Failed(FailureReason.of(FailureReason.Kind.CRASHED, "exit code 1"));
    private static final int MANY = 200;

    private final Suite suite = Suites.small().build();
    private final List<PlannedTrial> plan = TrialPlan.of(suite, 7).trials();
    private final Trial first = new RandomTrials(1).withFewSamples().trial(plan.get(0), new Outcome.Completed());
    private final Trial failed = new RandomTrials(2).withFewSamples().trial(plan.get(1), FAILED);
    private final Trial again = new RandomTrials(3).withFewSamples().trial(plan.get(1), new Outcome.Completed());
    private final Trial third = new RandomTrials(4).withFewSamples().trial(plan.get(2), new Outcome.Completed());

    @TempDir
    Path temporary;

    @Test
    void aKillWhileANewTrialIsStoredLeavesItWholeOrAbsent() throws IOException {
        int steps = atEveryStep(BreakingDisk::killedAt, third, "killed");
        assertThat(steps).as("steps of storing a trial").isGreaterThan(5);
    }

    @Test
    void aKillWhileAFailedTrialIsReplacedLeavesTheOldOrTheNew() throws IOException {
        int steps = atEveryStep(BreakingDisk::killedAt, again, "killed again");
        assertThat(steps).as("steps of replacing a trial").isGreaterThan(5);
    }

    @Test
    void anErrorWhileATrialIsStoredLeavesTheOldOrTheNew() throws IOException {
        atEveryStep(BreakingDisk::failingAt, third, "failed");
        atEveryStep(BreakingDisk::failingAt, again, "failed again");
    }

    /** Stores a trial on a disk that stops at step 0, 1, 2 ... until it no longer does; returns the number of steps. */
    private int atEveryStep(IntFunction<BreakingDisk> broken, Trial trial, String name) throws IOException {
        // opening takes steps of its own: those are stopped in the test of opening
        int opening = stepsOfOpening(name);
        for (int step = 0; step < MANY; step++) {
            Path into = Files.createDirectories(
                    temporary.resolve(name + " " + trial.id().number() + " " + step));
            store(into, first, failed);
            BreakingDisk disk = broken.apply(opening + step);
            Throwable thrown = catchThrowable(() -> {
                try (ResultFolder folder = open(disk, into)) {
                    folder.store(trial);
                }
            });
            if (!disk.stopped()) {
                assertThat(thrown).isNull();
                return step;
            }
            assertThat(thrown).isInstanceOfAny(BreakingDisk.Killed.class, ResultException.class);
            if (thrown instanceof ResultException) {
                assertThat(thrown)
                        .hasMessageContaining(trial.id() + "")
                        .hasMessageContaining("No space left on device")
                        .hasMessageContaining("1 completed trials stored before are unharmed")
                        .hasMessageContaining("free some space");
            }
            assertOldOrNew(SuiteResult.read(into.resolve("small")), trial);
            assertGoesOn(into, trial);
        }
        throw new AssertionError("storing took more than " + MANY + " steps");
    }

    private void assertOldOrNew(SuiteResult seen, Trial trial) {
        assertThat(seen.warnings()).allMatch(warning -> warning.contains("trials are there"));
        SameTrial.assertSame(byId(seen, first), first);
        boolean stored = seen.trials().stream()
                .anyMatch(there ->
                        there.id().equals(trial.id()) && there.outcome().isCompleted());
        if (stored) {
            SameTrial.assertSame(byId(seen, trial), trial);
        }
        // the failed attempt is never lost and never counted twice
        int failures = seen.cells().stream().mapToInt(Cell::failures).sum();
        assertThat(failures).isEqualTo(1);
    }

    private void assertGoesOn(Path into, Trial trial) throws IOException {
        try (ResultFolder folder = open(BreakingDisk.neverStopping(), into)) {
            assertThat(folder.notices()).isEmpty();
            assertThat(folder.completed()).contains(first.id());
            if (!folder.completed().contains(trial.id())) {
                folder.store(trial);
            }
            ResultData result = folder.result();
            SameTrial.assertSame(byId(result, first), first);
            SameTrial.assertSame(byId(result, trial), trial);
            assertThat(result.cells().stream().mapToInt(Cell::failures).sum()).isEqualTo(1);
        }
        try (Stream<Path> files = Files.walk(into)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    @Test
    void contentIsDurableBeforeItHasItsNameAndTheNameAfterwards() {
        store(temporary, first, failed);
        BreakingDisk disk = BreakingDisk.neverStopping();
        try (ResultFolder folder = open(disk, temporary)) {
            disk.log().clear();
            folder.store(again);
        }
        assertThat(disk.log().stream().distinct())
                .containsExactly(
                        "create .1.json.tmp",
                        "write",
                        "sync",
                        "move 1.json 1.attempt-1.json",
                        "move .1.json.tmp 1.json",
                        "sync folder " + again.id().variant());
    }

    @Test
    void aReaderBesideARunSeesEveryAttemptAndNoTornFile() throws Exception {
        int times = 60;
        Thread writer = new Thread(() -> {
            try (ResultFolder folder = open(BreakingDisk.neverStopping(), temporary)) {
                for (int i = 0; i < times; i++) {
                    folder.store(failed);
                }
            }
        });
        store(temporary, first);
        writer.start();
        int seen = 0;
        while (writer.isAlive()) {
            SuiteResult result = SuiteResult.read(temporary.resolve("small"));
            assertThat(result.warnings()).allMatch(warning -> warning.contains("trials are there"));
            int failures = result.cells().stream().mapToInt(Cell::failures).sum();
            assertThat(failures).isGreaterThanOrEqualTo(seen);
            seen = failures;
        }
        writer.join();
        assertThat(SuiteResult.read(temporary.resolve("small")).cells().stream()
                        .mapToInt(Cell::failures)
                        .sum())
                .isEqualTo(times);
    }

    @Test
    void aKillWhileAFolderIsOpenedLeavesItAsItWas() throws IOException {
        int step = 0;
        while (true) {
            Path into = Files.createDirectories(temporary.resolve("open " + step));
            store(into, first, failed);
            BreakingDisk disk = BreakingDisk.killedAt(step);
            Throwable thrown = catchThrowable(() -> open(disk, into).close());
            SuiteResult seen = SuiteResult.read(into.resolve("small"));
            SameTrial.assertSame(byId(seen, first), first);
            SameTrial.assertSame(byId(seen, failed), failed);
            assertThat(seen.seed()).hasValue(7);
            assertGoesOn(into, third);
            if (!disk.stopped()) {
                assertThat(thrown).isNull();
                break;
            }
            assertThat(thrown).isInstanceOf(BreakingDisk.Killed.class);
            step++;
        }
        assertThat(step).isGreaterThan(3);
    }

    @Test
    void aKillWhileAFolderIsMadeLetsTheSuiteStart() throws IOException {
        int step = 0;
        while (true) {
            Path into = temporary.resolve("new " + step).resolve("below");
            BreakingDisk disk = BreakingDisk.killedAt(step);
            Throwable thrown = catchThrowable(() -> open(disk, into).close());
            store(into, first, failed);
            SameTrial.assertSame(byId(SuiteResult.read(into.resolve("small")), first), first);
            if (!disk.stopped()) {
                assertThat(thrown).isNull();
                break;
            }
            step++;
        }
        assertThat(step).isGreaterThan(6);
    }

    private int stepsOfOpening(String name) {
        Path into = temporary.resolve("opened " + name);
        store(into, first, failed);
        BreakingDisk disk = BreakingDisk.neverStopping();
        open(disk, into).close();
        return disk.steps();
    }

    private void store(Path into, Trial... trials) {
        try (ResultFolder folder = open(BreakingDisk.neverStopping(), into)) {
            for (Trial trial : trials) {
                folder.store(trial);
            }
        }
    }

    private ResultFolder open(Disk disk, Path into) {
        return ResultFolder.open(disk, into, suite, 7, Suites.part("run"));
    }

    private static Trial byId(ResultData result, Trial like) {
        return result.trials().stream()
                .filter(trial -> trial.id().equals(like.id()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no trial " + like.id()));
    }
}
