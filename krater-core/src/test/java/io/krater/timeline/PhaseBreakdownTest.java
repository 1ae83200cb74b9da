package io.krater.timeline;

import static io.krater.timeline.log.Logs.timeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PhaseBreakdownTest {
    private static final Timeline AA = timeline("aa01", "TS00", 100, "TS02", 1350, "TS01", 1100);
    private static final Timeline BB = timeline("bb02", "TS00", 0, "TS02", 900, "TS01", 1300);

    @Test
    void sortsMarksByTimeAndMeasuresFromEachToTheNext() {
        PhaseBreakdown breakdown = PhaseBreakdown.of(List.of(AA));
        assertThat(breakdown.steps())
                .extracting(step -> step.name().toString())
                .containsExactly("TS00 -> TS01", "TS01 -> TS02");
        assertThat(breakdown.steps()).extracting(step -> step.lengths().min()).containsExactly(1000L, 250L);
        assertThat(breakdown.steps()).extracting(Step::share).containsExactly(0.8, 0.2);
    }

    @Test
    void countsHowManyWentWhichWayWhereContainersDisagree() {
        PhaseBreakdown breakdown = PhaseBreakdown.of(List.of(AA, AA, BB));
        assertThat(breakdown.step("TS00", "TS02").orElseThrow().lengths().min()).isEqualTo(900);
        assertThat(breakdown.step("TS02", "TS01").orElseThrow().lengths().min()).isEqualTo(400);
        assertThat(breakdown.disagreements()).containsExactly(new Disagreement("TS01", "TS02", 2, 1, 0));
        assertThat(breakdown.orders()).extracting(MarkOrder::count).containsExactly(2, 1);
        Step most = breakdown.step("TS00", "TS01").orElseThrow();
        assertThat(List.of(most.n(), most.missing(), most.otherwise())).containsExactly(2, 0, 1);
        assertThat(breakdown.completeness().incomplete()).isZero();
    }

    @Test
    void aStepBetweenNamedMarksKeepsItsNameAndMayBeNegative() {
        PhaseBreakdown breakdown = PhaseBreakdown.of(List.of(AA, BB), Steps.inOrder(List.of("TS00", "TS01", "TS02")));
        assertThat(breakdown.steps()).hasSize(2);
        assertThat(breakdown.step("TS01", "TS02").orElseThrow().lengths().values())
                .containsExactly(250, -400);
        assertThat(PhaseBreakdown.of(List.of(AA, BB), Steps.between("TS00", "TS02"))
                        .steps()
                        .get(0)
                        .lengths()
                        .values())
                .containsExactly(1250, 900);
    }

    @Test
    void countsIncompleteTimelinesAtTheStepsThatTheyLack() {
        List<Timeline> some = List.of(
                timeline("a", "x", 0, "y", 10, "z", 30),
                timeline("b", "x", 0, "y", 20, "z", 30),
                timeline("c", "x", 0, "y", 30),
                timeline("d", "x", 0));
        PhaseBreakdown breakdown = PhaseBreakdown.of(some);
        assertThat(breakdown.timelines()).isEqualTo(4);
        assertThat(breakdown.step("x", "y").orElseThrow().n()).isEqualTo(3);
        assertThat(breakdown.step("x", "y").orElseThrow().missing()).isEqualTo(1);
        assertThat(breakdown.step("y", "z").orElseThrow().missing()).isEqualTo(2);
        assertThat(breakdown.completeness().expected()).containsExactly("x", "y", "z");
        assertThat(breakdown.completeness().incomplete()).isEqualTo(2);
        assertThat(breakdown.completeness().lacking()).containsOnly(Map.entry("y", 1), Map.entry("z", 2));
        assertThat(breakdown.disagreements()).isEmpty();
        assertThat(breakdown.whole().orElseThrow().n()).isEqualTo(3);
    }

    @Test
    void equalInstantsAreNoDisagreementButCountedAsTogether() {
        PhaseBreakdown tied = PhaseBreakdown.of(
                List.of(timeline("a", "x", 0, "y", 5, "z", 5), timeline("b", "x", 0, "z", 5, "y", 5)));
        assertThat(tied.disagreements()).isEmpty();
        PhaseBreakdown split = PhaseBreakdown.of(List.of(
                timeline("a", "x", 0, "y", 5, "z", 6),
                timeline("b", "x", 0, "y", 5, "z", 5),
                timeline("c", "x", 0, "z", 4, "y", 5)));
        assertThat(split.disagreements()).containsExactly(new Disagreement("y", "z", 1, 1, 1));
    }

    @Test
    void findsAReversalWithOtherMarksBetween() {
        PhaseBreakdown breakdown = PhaseBreakdown.of(List.of(
                timeline("a", "A", 0, "X", 1, "B", 2),
                timeline("b", "A", 0, "X", 1, "B", 2),
                timeline("c", "B", 0, "Y", 1, "A", 2)));
        assertThat(breakdown.disagreements()).containsExactly(new Disagreement("A", "B", 2, 1, 0));
    }

    @Test
    void figuresAreTheDefinitionsOnExactLengths() {
        Lengths lengths = Lengths.of(new long[] {4, 1, 3, 10});
        assertThat(lengths.min()).isEqualTo(1);
        assertThat(lengths.max()).isEqualTo(10);
        assertThat(lengths.mean()).isEqualTo(4.5);
        assertThat(lengths.median()).isEqualTo(3.5);
        assertThat(lengths.p90()).isCloseTo(8.2, within(1e-12)); // numpy.quantile([4, 1, 3, 10], 0.9)
        assertThat(lengths.sd()).isCloseTo(3.8729833462074170, within(1e-12)); // numpy.std(..., ddof=1)
        assertThat(Lengths.of(new long[] {7}).sd()).isNaN();
    }

    @Test
    void nanosecondsBeyondADoubleStayExact() {
        long start = 1703676366849599657L;
        PhaseBreakdown breakdown = PhaseBreakdown.of(List.of(timeline("a", "x", start, "y", start + 1)));
        assertThat(breakdown.steps().get(0).lengths().max()).isEqualTo(1);
        long most = Long.MAX_VALUE;
        Lengths large = Lengths.of(new long[] {most, most, most - 3});
        assertThat(large.max()).isEqualTo(most);
        assertThat(large.mean()).isEqualTo((double) most);
    }

    @Test
    void refusesWhatCannotBeMeasured() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> timeline("far", "x", Long.MIN_VALUE, "y", Long.MAX_VALUE))
                .withMessageContaining("far")
                .withMessageContaining("2^63");
        assertThatIllegalArgumentException().isThrownBy(() -> Steps.inOrder(List.of("x")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Steps.inOrder(List.of("x", "y", "x", "y")))
                .withMessageContaining("x -> y");
    }

    @Test
    void noTimelinesAndEmptyOnesAreNoSteps() {
        assertThat(PhaseBreakdown.of(List.of()).steps()).isEmpty();
        PhaseBreakdown empty = PhaseBreakdown.of(List.of(timeline("none"), timeline("one", "x", 1)));
        assertThat(empty.steps()).isEmpty();
        assertThat(empty.whole()).isEmpty();
        assertThat(BreakdownText.table(empty)).startsWith("step (ns)");
    }

    @Test
    void sharesAddUpToOneAndOrdersAreCountedForAnyShuffle() {
        Random random = new Random(5);
        List<Timeline> timelines = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            List<String> names = new ArrayList<>(
                    IntStream.range(0, 12).mapToObj(each -> "m" + each).toList());
            Collections.shuffle(names, random);
            Timeline.Builder builder = Timeline.of("t" + i);
            for (int j = 0; j < names.size(); j++) {
                builder.mark(names.get(j), j * 1000L + random.nextInt(900));
            }
            timelines.add(builder.build());
        }
        PhaseBreakdown breakdown = PhaseBreakdown.of(timelines);
        assertThat(breakdown.steps().stream().mapToDouble(Step::share).sum()).isCloseTo(1, within(1e-9));
        assertThat(breakdown.steps().stream().mapToInt(Step::n).sum()).isEqualTo(300 * 11);
        assertThat(breakdown.steps())
                .allSatisfy(step ->
                        assertThat(step.n() + step.missing() + step.otherwise()).isEqualTo(300));
        assertThat(breakdown.orders().stream().mapToInt(MarkOrder::count).sum()).isEqualTo(300);
        assertThat(breakdown.disagreements())
                .hasSizeBetween(11, Gathering.MOST_DISAGREEMENTS)
                .allSatisfy(each -> assertThat(each.asMost() + each.reversed()).isEqualTo(300));
    }

    @Test
    void aHundredThousandIdsTakeNoLongerThanTheirLinesDo() {
        Timeline.Builder wide = Timeline.of("wide");
        List<Timeline> many = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            wide.mark("m" + i, 100_000L - i);
            many.add(timeline("c" + i, "only" + i, i, "then" + i, i + 1));
        }
        many.add(wide.build());
        PhaseBreakdown breakdown = assertTimeout(Duration.ofSeconds(20), () -> PhaseBreakdown.of(many));
        assertThat(breakdown.steps()).hasSize(100_000 + 99_999);
        assertThat(breakdown.whole().orElseThrow().n()).isEqualTo(100_001);
    }
}
