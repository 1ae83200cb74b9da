package io.krater.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.trial.Trial;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What every {@link Metric} keeps to: implement it in a test class of your own and give it your metric. */
public interface MetricContract {
    /** The metric under test. */
    Metric metric();

    /** Trials that it can be derived from, and one of which nothing is known but that it failed. */
    List<Trial> trials();

    @Test
    default void hasANameThatTablesCanHold() {
        assertThat(metric().name()).matches("[a-z][a-z0-9_]{0,62}");
    }

    @Test
    default void givesTheSameForTheSameTrial() {
        for (Trial trial : trials()) {
            assertThat(metric().of(trial)).isEqualTo(metric().of(trial));
        }
    }

    @Test
    default void isFiniteOrAbsent() {
        for (Trial trial : trials()) {
            OptionalDouble value = metric().of(trial);
            assertThat(value.isEmpty() || Double.isFinite(value.getAsDouble())).isTrue();
        }
    }
}
