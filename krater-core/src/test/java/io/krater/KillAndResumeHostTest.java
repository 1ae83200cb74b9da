package io.krater;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.cgroup.CgroupMount;
import io.krater.plan.TrialId;
import io.krater.result.SuiteResult;
import io.krater.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A harness killed at random instants, then resumed. {@code -Dkrater.kills=50} kills more often than the usual run. */
@Tag("host")
class KillAndResumeHostTest {
    private static final int KILLS = Integer.getInteger("krater.kills", 5);
    private static final long SEED = Long.getLong("krater.kills.seed", 20261122L);

    /** {@code krater.<pid namespace>.<pid>.<start>.<label>}: a cgroup says who made it. */
    private static final Pattern MADE_BY = Pattern.compile("^krater\\.\\d+\\.(\\d+)\\.\\d+\\..+");

    @TempDir
    private Path folder;

    @Test
    void losesNothingAndLeavesNothingBehindWhereverItIsKilled() throws Exception {
        Random random = new Random(SEED);
        String mark = "krater-kill-test-" + ProcessHandle.current().pid();
        int kills = 0;
        int round = 0;
        while (kills < KILLS) {
            Path into = folder.resolve("round-" + round++);
            Set<TrialId> completed = new HashSet<>();
            boolean done = false;
            while (!done && kills < KILLS) {
                Process harness = start(into, mark);
                done = harness.waitFor(300 + random.nextInt(2_200), TimeUnit.MILLISECONDS);
                if (!done) {
                    harness.destroyForcibly().waitFor();
                    kills++;
                    completed = keeps(into, completed);
                }
            }
            Process last = start(into, mark);
            assertThat(last.waitFor(60, TimeUnit.SECONDS)).as(output(into)).isTrue();
            assertThat(last.exitValue()).as(output(into)).isZero();
            sameAsUndisturbed(into);
        }
        assertThat(processesWith(mark)).isEmpty();
        assertThat(cgroupsLeft()).isEmpty();
    }

    @Test
    void keepsWhatIsCompleteAndSaysHowToGoOnAfterCtrlC() throws Exception {
        String mark = "krater-stop-test-" + ProcessHandle.current().pid();
        Process harness = start(folder, mark);
        while (harness.isAlive() && trialFiles(folder).size() < 2) {
            harness.waitFor(20, TimeUnit.MILLISECONDS);
        }
        new ProcessBuilder("kill", "-INT", Long.toString(harness.pid())).start().waitFor();
        assertThat(harness.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(harness.exitValue()).isEqualTo(130);
        assertThat(output(folder))
                .contains("interrupted:")
                .contains("run the same suite into the same folder to go on")
                .doesNotContain("Exception");
        assertThat(SuiteResult.read(folder.resolve("killed")).trials())
                .isNotEmpty()
                .allMatch(trial -> trial.outcome().isCompleted());
        assertThat(processesWith(mark)).isEmpty();
        assertThat(cgroupsLeft()).isEmpty();
    }

    @Test
    void endsAtOnceWhereAListenerEndsTheJvm() throws Exception {
        String mark = "krater-exit-test-" + ProcessHandle.current().pid();
        Process harness = start(folder, mark, "7");
        assertThat(harness.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(harness.exitValue()).as(output(folder)).isEqualTo(7);
        assertThat(output(folder))
                .contains("interrupted: 1 of " + 2 * KilledHarness.TRIALS)
                .doesNotContain("did not end");
        assertThat(processesWith(mark)).isEmpty();
        assertThat(cgroupsLeft()).isEmpty();
    }

    /** What was complete before a kill is complete after it. */
    private static Set<TrialId> keeps(Path into, Set<TrialId> before) throws IOException {
        if (trialFiles(into).isEmpty()) {
            assertThat(before).isEmpty();
            return before;
        }
        SuiteResult result = SuiteResult.read(into.resolve("killed"));
        Set<TrialId> now = new HashSet<>(result.trials().stream()
                .filter(trial -> trial.outcome().isCompleted())
                .map(Trial::id)
                .toList());
        assertThat(now).containsAll(before);
        return now;
    }

    private static void sameAsUndisturbed(Path into) throws IOException {
        SuiteResult result = SuiteResult.read(into.resolve("killed"));
        assertThat(result.warnings()).isEmpty();
        assertThat(result.trials())
                .hasSize(2 * KilledHarness.TRIALS)
                .allMatch(trial -> trial.outcome().isCompleted());
        assertThat(result.trials()).extracting(Trial::position).doesNotHaveDuplicates();
        assertThat(result.hosts()).isNotEmpty();
        assertThat(result.hosts().values()).allSatisfy(record -> {
            assertThat(record.roles()).containsOnlyKeys("here");
            assertThat(record.problems()).isEmpty();
        });
        assertThat(into.resolve("killed/trials.csv")).exists();
        try (Stream<Path> files = Files.walk(into)) {
            assertThat(files.filter(file -> file.toString().contains(".tmp"))).isEmpty();
        }
    }

    private static List<Path> trialFiles(Path into) throws IOException {
        Path trials = into.resolve("killed/trials");
        if (!Files.isDirectory(trials)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(trials)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    private static Process start(Path into, String mark, String... more) throws IOException {
        Files.createDirectories(into);
        return JavaProcess.start(
                KilledHarness.class,
                into,
                Stream.concat(Stream.of(into.toString(), mark), Stream.of(more)).toArray(String[]::new));
    }

    private static String output(Path into) throws IOException {
        return JavaProcess.output(into);
    }

    private static List<String> processesWith(String mark) {
        // arguments of the programs, not of the harness: theirs are killed a moment after it
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        List<String> found;
        do {
            found = ProcessHandle.allProcesses()
                    .filter(process -> process.info()
                            .commandLine()
                            .map(line -> line.contains(mark))
                            .orElse(false))
                    .map(process ->
                            process.pid() + " " + process.info().commandLine().orElse(""))
                    .toList();
        } while (!found.isEmpty() && System.nanoTime() < end);
        return found;
    }

    /** Cgroups whose names say that a harness made them which no longer lives. */
    private static List<Path> cgroupsLeft() throws IOException {
        Optional<Path> root = CgroupMount.detect().root();
        if (root.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(root.get(), 8)) {
            return tree.filter(path -> MADE_BY.matcher(path.getFileName().toString())
                            .results()
                            .anyMatch(made -> ProcessHandle.of(Long.parseLong(made.group(1)))
                                    .isEmpty()))
                    .toList();
        }
    }
}
