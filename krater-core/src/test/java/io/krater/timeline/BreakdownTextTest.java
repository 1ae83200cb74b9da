package io.krater.timeline;

import static io.krater.timeline.log.Logs.timeline;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class BreakdownTextTest {
    private static final PhaseBreakdown TWO = PhaseBreakdown.of(List.of(
            timeline("a", "x", 0, "y", 77_763, "z", 100_000), timeline("b", "x", 0, "y", 162_634, "z", 200_000)));

    @Test
    void theTableNamesItsUnitAndAddsUp() {
        assertThat(BreakdownText.table(TWO).lines())
                .containsExactly(
                        "step (µs)      n      min     mean   median      p90      max      sd   share  lacking  otherwise",
                        "x -> y         2   77.763  120.199  120.199  154.147  162.634  60.013  80.1 %        0          0",
                        "y -> z         2   22.237   29.802   29.802   35.853   37.366  10.698  19.9 %        0          0",
                        "first to last  2  100.000  150.000  150.000  190.000  200.000  70.711");
        assertThat(BreakdownText.doubts(TWO)).isEmpty();
    }

    @Test
    void csvHoldsNanosecondsAndQuotesNames() {
        PhaseBreakdown odd = PhaseBreakdown.of(List.of(timeline("a", "x,1", 0, "say \"y\"", 7)));
        assertThat(BreakdownText.csv(odd).lines().skip(1))
                .containsExactly("\"x,1\",\"say \"\"y\"\"\",1,7,7.0,7,7.0,7.0,7,,1.000000,0.0,0,0");
        assertThat(BreakdownText.csv(List.of(timeline("a", "x", 1703676366849599657L))))
                .isEqualTo("id,mark,title,time_ns\na,x,,1703676366849599657\n");
    }

    @Test
    void doubtsTellWhoLacksWhatAndWhoDisagrees() {
        PhaseBreakdown some = PhaseBreakdown.of(List.of(
                timeline("a", "x", 0, "y", 1, "z", 2),
                timeline("b", "x", 0, "y", 1),
                timeline("c", "y", 0, "x", 1, "z", 3)));
        assertThat(BreakdownText.doubts(some))
                .contains(
                        "1 of 3 timelines are incomplete: 1 lack z",
                        "the order differs: x before y in 2, after it in 1");
    }

    @Test
    void onlyConsecutiveStepsHaveNamesThatDependOnTheOrder() {
        List<Timeline> raced = List.of(timeline("a", "x", 0, "y", 1), timeline("b", "y", 0, "x", 1));
        assertThat(BreakdownText.doubts(PhaseBreakdown.of(raced))).hasSize(4);
        assertThat(BreakdownText.doubts(PhaseBreakdown.of(raced, Steps.between("x", "y"))))
                .containsExactly("the order differs: x before y in 1, after it in 1");
    }

    @Test
    void unitsHoldAtLeastTenAndIgnoreTheLocale() {
        assertThat(LengthUnit.of(9_999)).isEqualTo(LengthUnit.NS);
        assertThat(LengthUnit.of(10_000)).isEqualTo(LengthUnit.US);
        assertThat(LengthUnit.of(2e10)).isEqualTo(LengthUnit.S);
        assertThat(LengthUnit.MS.of(1_234_567, Locale.ROOT)).isEqualTo("1.235");
    }
}
