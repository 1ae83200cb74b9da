package io.krater.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.krater.launch.Marks;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.metric.Aggregate;
import io.krater.plan.TrialId;
import io.krater.suite.Environment;
import io.krater.suite.Parameter;
import io.krater.suite.Resources;
import io.krater.trial.Instance;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartupExperimentTest {
    private static StartupExperiment.Builder named() {
        return StartupExperiment.named("s").environment(Environment.process("e").command("x"));
    }

    private static Instance instance(String name, long requestedMillis, long readyMillis) {
        return Instance.of(
                name,
                Outcome.completed(),
                Marks.of(Map.of(
                        Phase.REQUESTED.label(),
                        Stamp.client(requestedMillis * 1_000_000),
                        Phase.FIRST_OUTPUT.label(),
                        Stamp.client(readyMillis * 1_000_000))));
    }

    /** The made-up round of two that RunD's rule is shown with: 1000 to 1090 and 1005 to 1130. */
    @Test
    void makespanIsFromTheFirstRequestToTheLastReady() {
        StartupExperiment experiment = named().levels(2).build();
        Trial trial = new Trial(
                new TrialId("e", "con_002", 1),
                0,
                0,
                experiment.design().workload().variants().get(0),
                Resources.unlimited(),
                Outcome.completed(),
                List.of(instance("1", 1000, 1090), instance("2", 1005, 1130)),
                Trial.Whole.nothing(),
                0);
        assertThat(experiment.makespan().of(trial)).hasValue(0.130);
        assertThat(experiment.latency(Aggregate.MEAN).of(trial)).hasValue(0.1075);
        assertThat(experiment.latency(Aggregate.MAX).of(trial)).hasValue(0.125);
        assertThat(StartupExperiment.READY_SHARE.of(trial)).hasValue(1);
    }

    @Test
    void hasRundsLevelsUntilToldOtherwise() {
        assertThat(named().build().design().workload().variants())
                .extracting(variant -> variant.label())
                .containsExactly(
                        "con_001", "con_010", "con_020", "con_050", "con_100", "con_200", "con_300", "con_400");
        assertThat(named().build().design().trials()).isEqualTo(11);
        assertThat(named().preWarm(false).rounds(3).build().design().trials()).isEqualTo(3);
    }

    @Test
    void refusesWhatCannotBeStarted() {
        assertThatThrownBy(() -> named().levels(0).build()).hasMessageContaining("a level must be in 1..100000, was 0");
        assertThatThrownBy(() -> named().levels(2, 2).build())
                .hasMessageContaining("levels must be distinct, were [2, 2]");
        assertThatThrownBy(() -> named().levels().build()).hasMessageContaining("levels must not be empty");
        assertThatThrownBy(() -> named().rounds(0).build()).hasMessageContaining("rounds must be at least 1, was 0");
        assertThatThrownBy(() -> named().inFlight(0).build())
                .hasMessageContaining("inFlight must be at least 1, was 0");
        assertThatThrownBy(() -> named().cpuOf("A b", RuntimeProcesses.ofInstances()))
                .hasMessageContaining("was \"A b\"");
        assertThatThrownBy(() -> named().oneAtATime(0).build()).hasMessageContaining("above 0");
    }

    @Test
    void burstsAndOfferedRatesAreToldApart() {
        assertThat(named().oneAtATime(2)
                        .levels(3)
                        .build()
                        .design()
                        .workload()
                        .variants()
                        .get(0)
                        .parameters())
                .containsExactly(
                        entry("level", Parameter.number(3)),
                        entry("mode", Parameter.text("one-at-a-time")),
                        entry("rate", Parameter.number(2, "1/s")));
    }

    @Test
    void recordsTheMostRequestsWithoutAnAnswer() {
        assertThat(named().inFlight(8)
                        .levels(20)
                        .build()
                        .design()
                        .workload()
                        .variants()
                        .get(0)
                        .parameters())
                .containsEntry("in_flight", Parameter.number(8));
    }
}
