package io.krater.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.krater.launch.ClockOffset;
import io.krater.launch.FailureReason;
import io.krater.launch.Marks;
import io.krater.launch.Stamp;
import io.krater.launch.Stamp.Clock;
import io.krater.plan.TrialId;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Resources;
import io.krater.suite.WorkloadResult;
import io.krater.timeline.Timeline;
import io.krater.trial.Instance;
import io.krater.trial.LogExcerpt;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TimelinesTest {
    private static final long T0 = 1703676366849599657L;
    private static final String CONTAINER = "100598b57303e8b8a55de4ab993bd9d10ad5462ea536f235f69fb672567ed7a3";

    private static Instance instance(String name, Map<String, Stamp> marks, Map<String, String> facts) {
        return new Instance(
                name,
                Optional.empty(),
                new Outcome.Completed(),
                Marks.of(marks),
                Optional.empty(),
                WorkloadResult.none(),
                LogExcerpt.none(),
                Map.of(),
                new ClockOffset(1_000, 10),
                facts);
    }

    private static Trial trial(Instance... instances) {
        return new Trial(
                new TrialId("e", "64_nw", 1),
                0,
                0,
                MatrixMultiplication.sizes(64).variants().get(0),
                Resources.unlimited(),
                new Outcome.Completed(),
                List.of(instances),
                Trial.Whole.nothing(),
                0);
    }

    private static Map<String, Stamp> marks() {
        Map<String, Stamp> marks = new LinkedHashMap<>();
        marks.put("requested", Stamp.client(T0));
        marks.put("first_output", Stamp.node(T0 + 1_000 + 700));
        marks.put("own", new Stamp(T0 + 5, Clock.WORKLOAD));
        marks.put("accepted", Stamp.client(T0 + 300));
        return marks;
    }

    private static Trial started() {
        return trial(instance(Trial.ONLY, marks(), Map.of("container_id", "containerd://" + CONTAINER)));
    }

    private static Timeline log(String id) {
        return Timeline.of(id)
                .mark("TS00", T0 + 1_400)
                .mark("TS01", T0 + 1_650)
                .mark("accepted", 1)
                .build();
    }

    @Test
    void putsMarksOnOneClockAndLeavesOutWhatNothingRelates() {
        assertThat(Timelines.of(started()))
                .containsExactly(Timeline.of("e/64_nw/1")
                        .mark("requested", T0)
                        .mark("accepted", T0 + 300)
                        .mark("first_output", T0 + 700)
                        .build());
    }

    @Test
    void everyInstanceHasATimelineOfItsOwn() {
        Trial two = trial(
                instance("1", marks(), Map.of()), instance("2", Map.of("requested", Stamp.client(T0 + 9)), Map.of()));
        assertThat(Timelines.of(two)).extracting(Timeline::size).containsExactly(3, 1);
        assertThat(Metrics.step("requested", "accepted").of(two)).hasValue(300e-9);
        assertThat(Metrics.step("requested", "never").of(two)).isEmpty();
    }

    @Test
    void attachesALogByContainerIdSoThatStepsAreMetrics() {
        Trial attached = Timelines.attach(started(), List.of(log("f".repeat(64)), log(CONTAINER)));
        assertThat(Metrics.step("TS00", "TS01").of(attached)).hasValue(250e-9);
        assertThat(Metrics.step("TS01", "TS00").of(attached)).hasValue(-250e-9);
        assertThat(Metrics.step("requested", "TS00").of(attached)).hasValue(400e-9);
        assertThat(attached.marks().at("accepted")).hasValue(Stamp.client(T0 + 300));
        assertThat(attached.marks().names())
                .containsExactly("requested", "first_output", "own", "accepted", "TS00", "TS01");
    }

    @Test
    void takesShortenedIdsAndTheCgroupsNameButNoOtherContainer() {
        String cgroup = "/sys/fs/cgroup/kubepods.slice/x.slice/cri-containerd-" + CONTAINER + ".scope/container";
        Trial byCgroup = trial(instance(Trial.ONLY, marks(), Map.of("container_cgroup", cgroup)));
        Metric step = Metrics.step("TS00", "TS01");
        assertThat(step.of(Timelines.attach(byCgroup, List.of(log(CONTAINER.substring(0, 12))))))
                .isPresent();
        assertThat(step.of(Timelines.attach(byCgroup, List.of(log(CONTAINER.substring(0, 11))))))
                .isEmpty();
        assertThat(step.of(Timelines.attach(byCgroup, List.of(log(CONTAINER.substring(0, 12) + "000")))))
                .isEmpty();
        Trial unknown = trial(instance(Trial.ONLY, marks(), Map.of()));
        assertThat(Timelines.attach(unknown, List.of(log(CONTAINER)))).isSameAs(unknown);
    }

    @Test
    void namesLanesByWhoBringsAMarkAbout() {
        assertThat(List.of("requested", "scheduled", "first_output", "containerd.sandbox_ready", "CR.invoked", "TS00"))
                .extracting(Timelines::lane)
                .containsExactly("client", "scheduler", "program", "containerd", "create", "");
    }

    @Test
    void stepsHaveNamesThatTablesCanHold() {
        assertThat(Metrics.step("TS00", "TS01").name()).isEqualTo("step_ts00_to_ts01");
        Metric one = Metrics.step("a".repeat(80), "b");
        Metric other = Metrics.step("a".repeat(80), "c");
        assertThat(one.name()).hasSize(63).isNotEqualTo(other.name());
        assertThatIllegalArgumentException().isThrownBy(() -> Metrics.step(" ", "b"));
    }

    @Nested
    class Step implements MetricContract {
        @Override
        public Metric metric() {
            return Metrics.step("requested", "first_output");
        }

        @Override
        public List<Trial> trials() {
            Instance failed = Instance.of(
                    Trial.ONLY, new Outcome.Failed(FailureReason.of(FailureReason.Kind.CRASHED, "x")), Marks.none());
            return List.of(started(), trial(failed), trial(failed, instance("2", marks(), Map.of())));
        }
    }
}
