package io.krater.experiment.lifecycle.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.krater.experiment.lifecycle.Doubts;
import io.krater.experiment.lifecycle.Life;
import io.krater.experiment.lifecycle.LifePlatform;
import io.krater.experiment.lifecycle.Lives;
import io.krater.experiment.lifecycle.PhaseTable;
import io.krater.experiment.lifecycle.StepAction;
import io.krater.experiment.lifecycle.StepFailedException;
import io.krater.experiment.lifecycle.StepFailedException.Kind;
import io.krater.experiment.lifecycle.StudySteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LifecycleExperimentTest {
    @TempDir
    private Path folder;

    private final List<String> told = new ArrayList<>();
    private int starts;
    private boolean fails;
    private Optional<Path> movedTo = Optional.empty();

    private LifePlatform platform(String name) {
        StepAction start = new StepAction() {
            @Override
            public String describe() {
                return "start";
            }

            @Override
            public void perform() throws StepFailedException {
                starts++;
                if (starts == 2 && movedTo.isPresent()) {
                    assertThat(folder.toFile().renameTo(movedTo.get().toFile())).isTrue();
                }
                if (fails) {
                    throw new StepFailedException(Kind.COMMAND_FAILED, "exit 3", List.of("last words"));
                }
            }
        };
        return new StudySteps(start, start, start, start, start, start)
                .addTo(LifePlatform.named(name), Duration.ZERO)
                .build();
    }

    private Lives run() throws IOException, InterruptedException {
        return LifecycleExperiment.of(platform("a"), platform("b")).lives(2).into(folder, told::add);
    }

    @Test
    void runsEachPlatformOnceABlockAndKeepsTheLivesAsTheStudysTables() throws Exception {
        Lives lives = run();
        assertThat(lives.counted()).extracting(Life::id).containsExactly("a-1", "a-2", "b-1", "b-2");
        assertThat(lives.platforms()).containsExactly("a", "b");
        assertThat(lives.counted()).allSatisfy(life -> assertThat(life.events()).hasSize(14));
        assertThat(folder.resolve("lives/a-1/events.csv")).content().contains("EventType.START_KNS_PLATFORM");
        assertThat(starts).isEqualTo(4 * 6);
        assertThat(told)
                .anyMatch(line -> line.matches("life 4 of 4 \\([ab]-2\\), step 3 of 13: start, about 0 s left"));
    }

    @Test
    void whatIsThereIsNotRunAgainAndWhatFailedIs() throws Exception {
        fails = true;
        Lives failed = run();
        assertThat(starts).as("each life ends at its first step").isEqualTo(4);
        assertThat(Doubts.of(failed, PhaseTable.study()))
                .anyMatch(doubt -> doubt.kind() == io.krater.experiment.lifecycle.Doubt.Kind.MISSING_EVENT);
        assertThat(folder.resolve("lives/a-1/failure.txt"))
                .hasContent("START_KNS_PLATFORM: COMMAND_FAILED\nexit 3\nlast words");
        assertThat(told)
                .anyMatch(line -> line.contains("failed at START_KNS_PLATFORM (COMMAND_FAILED): exit 3\n  last words"));
        fails = false;
        run();
        assertThat(starts).isEqualTo(4 + 24);
        told.clear();
        run();
        assertThat(starts).isEqualTo(4 + 24);
        assertThat(told).hasSize(4).allMatch(line -> line.endsWith("kept from before"));
    }

    @Test
    void whatAKilledProcessLeftUnfinishedIsRemoved() throws Exception {
        Files.createDirectories(folder.resolve("lives/a-1.tmp"));
        Files.writeString(folder.resolve("lives/a-1.tmp/events.csv"), "torn");
        assertThat(run().counted()).hasSize(4);
        assertThat(folder.resolve("lives/a-1.tmp")).doesNotExist();
    }

    @Test
    void aFolderIsUsedByOneRunAtATime() throws Exception {
        try (LifeFolder open = LifeFolder.open(folder)) {
            assertThat(open.isLived("a-1")).isFalse();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(this::run)
                    .withMessageContaining("another process runs lives into");
        }
    }

    @Test
    void aSecondOpenerOfThisProcessDoesNotCostTheFirstItsLock() throws Exception {
        try (LifeFolder open = LifeFolder.open(folder)) {
            assertThat(open.isLived("a-1")).isFalse();
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> LifeFolder.open(folder));
            String inode = ":" + Files.getAttribute(folder.resolve("lock"), "unix:ino") + " ";
            assertThat(Files.readAllLines(Path.of("/proc/locks")))
                    .anyMatch(line -> line.contains(inode)
                            && line.contains(" " + ProcessHandle.current().pid() + " "));
        }
    }

    @Test
    void aFolderThatIsDeletedMeanwhileEndsTheRun() throws Exception {
        movedTo = Optional.of(folder.resolveSibling(folder.getFileName() + "-moved"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(this::run)
                .withMessageContaining(folder.resolve("lives") + " is no longer the one that this run opened");
        assertThat(folder).doesNotExist();
        Files.move(movedTo.orElseThrow(), folder);
    }

    @Test
    void whatIsTheUsersOwnStays() throws Exception {
        Path own = Files.createDirectories(folder.resolve("lives/notes.tmp")).resolve("note");
        Files.writeString(own, "mine");
        run();
        assertThat(own).hasContent("mine");
    }

    @Test
    void theOrderIsRandomWithinBlocksAndFixedByTheSeed() {
        LifecycleExperiment experiment = LifecycleExperiment.of(platform("a"), platform("b"), platform("c"))
                .lives(20);
        List<LifecycleExperiment.Planned> plan = experiment.seed(7).plan();
        assertThat(plan.stream().map(LifecycleExperiment.Planned::id).toList())
                .isEqualTo(experiment.seed(7).plan().stream()
                        .map(LifecycleExperiment.Planned::id)
                        .toList());
        for (int block = 0; block < 20; block++) {
            assertThat(plan.subList(3 * block, 3 * block + 3))
                    .extracting(planned -> planned.platform().name())
                    .containsExactlyInAnyOrder("a", "b", "c");
        }
        assertThat(plan.stream()
                        .map(planned -> planned.platform().name())
                        .limit(6)
                        .distinct())
                .hasSize(3);
    }

    @Test
    void refusesWhatCannotBeRun() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LifecycleExperiment.of(platform("a"), platform("a")))
                .withMessageContaining("two platforms \"a\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LifecycleExperiment.of(platform("../x")))
                .withMessageContaining("was \"../x\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LifecycleExperiment.of(platform("a")).lives(0))
                .withMessageContaining("at least 1 life, was 0");
    }
}
