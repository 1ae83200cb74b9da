package io.krater;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.suite.Environment;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Order;
import io.krater.suite.Suite;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemainingTimeTest {
    private final List<PlannedTrial> trials = TrialPlan.of(
                    Suite.named("s")
                            .environment(Environment.process("a").command("x"))
                            .environment(Environment.process("b").command("x"))
                            .workload(MatrixMultiplication.sizes(64)
                                    .warmup(Duration.ZERO)
                                    .duration(Duration.ofSeconds(10)))
                            .trials(2)
                            .order(Order.SEQUENTIAL)
                            .build(),
                    1)
            .trials();

    @Test
    void beginsWithWhatTheWorkloadSays() {
        assertThat(new RemainingTime(Duration.ZERO).of(trials)).hasValue(Duration.ofSeconds(40));
    }

    @Test
    void takesForACellWhatItTookSoFar() {
        RemainingTime remaining = new RemainingTime(Duration.ZERO);
        remaining.finished(trials.get(0), Duration.ofSeconds(15));
        // one more of cell a at 15 s, two of cell b at 10 s and the 5 s that cell a took beyond its word
        assertThat(remaining.of(trials.subList(1, 4))).hasValue(Duration.ofSeconds(15 + 15 + 15));
        remaining.finished(trials.get(2), Duration.ofSeconds(11));
        assertThat(remaining.of(trials.subList(3, 4))).hasValue(Duration.ofSeconds(11));
    }

    @Test
    void countsThePauses() {
        assertThat(new RemainingTime(Duration.ofSeconds(2)).of(trials)).hasValue(Duration.ofSeconds(48));
    }
}
