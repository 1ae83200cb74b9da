package io.krater.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Order;
import io.krater.suite.Suite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TrialPlanTest {
    private static final Suite SUITE = Suite.named("s")
            .environment(Environment.process("a").command("x"))
            .environment(Environment.process("b").command("x"))
            .environment(Environment.process("c").command("x"))
            .workload(MatrixMultiplication.sizes(64, 128).duration(Duration.ofSeconds(2)))
            .trials(4)
            .build();

    @Test
    void runsEachEnvironmentOnceABlockOfOneVariant() {
        Map<Integer, List<PlannedTrial>> blocks =
                TrialPlan.of(SUITE, 7).trials().stream().collect(Collectors.groupingBy(PlannedTrial::block));
        assertThat(blocks).hasSize(8);
        assertThat(blocks.values()).allSatisfy(block -> {
            assertThat(block).extracting(trial -> trial.id().environment()).containsExactlyInAnyOrder("a", "b", "c");
            assertThat(block)
                    .extracting(trial -> trial.id().variant())
                    .containsOnly(block.get(0).id().variant());
            assertThat(block.get(2).position() - block.get(0).position()).isEqualTo(2);
        });
    }

    @Test
    void givesTheSameOrderForTheSameSeedAndAnotherForAnother() {
        assertThat(TrialPlan.of(SUITE, 7)).isEqualTo(TrialPlan.of(SUITE, 7));
        assertThat(TrialPlan.of(SUITE, 7).trials())
                .isNotEqualTo(TrialPlan.of(SUITE, 8).trials());
    }

    @Test
    void keepsTheOrderOfASeedForGood() {
        // an order that changed between versions would make a recorded seed worthless
        assertThat(TrialPlan.of(SUITE, 42).trials())
                .extracting(trial -> trial.id().toString())
                .startsWith("c/64_w/1", "b/64_w/1", "a/64_w/1", "b/128_w/1");
    }

    @Test
    void growsAtItsEndWhereTrialsAreAdded() {
        List<PlannedTrial> few = TrialPlan.of(SUITE, 7).trials();
        List<PlannedTrial> more =
                TrialPlan.of(SUITE.toBuilder().trials(9).build(), 7).trials();
        assertThat(more.subList(0, few.size())).isEqualTo(few);
    }

    @Test
    void numbersTheTrialsOfACellFromOne() {
        assertThat(TrialPlan.of(SUITE, 7).trials())
                .filteredOn(trial -> trial.id().environment().equals("b")
                        && trial.id().variant().equals("128_w"))
                .extracting(trial -> trial.id().number())
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void runsCellAfterCellWhereAskedTo() {
        Suite sequential = SUITE.toBuilder().order(Order.SEQUENTIAL).build();
        assertThat(TrialPlan.of(sequential, 7).trials())
                .extracting(trial -> trial.id().toString())
                .startsWith("a/64_w/1", "a/64_w/2", "a/64_w/3", "a/64_w/4", "a/128_w/1");
    }

    @Test
    void estimatesTheTimeOfAllTrials() {
        assertThat(TrialPlan.of(SUITE, 7).expected()).isEqualTo(Duration.ofSeconds(24 * 7));
    }
}
