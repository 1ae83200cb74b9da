package io.krater.experiment.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.krater.experiment.lifecycle.Doubt.Kind;
import io.krater.monitor.HostMetrics;
import io.krater.monitor.HostQuantity;
import io.krater.monitor.HostSeries;
import io.krater.monitor.HostSeriesBuilder;
import io.krater.stats.compare.Comparison;
import io.krater.stats.compare.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LifeAnalysisTest {
    private static final PhaseTable STUDY = PhaseTable.study();
    private static final Life LIFE = MadeUpLives.life("10", "K8s", 0, 20);

    private static Life events(Predicate<LifeEvent> kept) {
        return new Life(
                LIFE.id(),
                LIFE.platform(),
                LIFE.hosts(),
                LIFE.events().stream().filter(kept).toList(),
                LIFE.metrics());
    }

    private static Life series(UnaryOperator<HostSeries> change) {
        return LIFE.with(
                new HostMetrics(LIFE.metrics().series().stream().map(change).toList()));
    }

    private static List<Doubt> doubts(Life life) {
        return Doubts.of(Lives.of(List.of(life)), STUDY);
    }

    @Test
    void thePhasesAreTheStudysTwelve() {
        assertThat(STUDY.withTotal())
                .extracting(phase -> LIFE.length(phase).orElseThrow())
                .containsExactly(301.0, 27.0, 301.0, 132.0, 301.0, 29.0, 301.0, 68.0, 330.0, 31.0, 301.0, 2186.0);
    }

    @Test
    void phasesAndTheTwoWaitsAddUpToTheWhole() {
        assertThat(STUDY.waits())
                .extracting(LifePhase::name, LifePhase::from, LifePhase::to)
                .containsExactly(
                        tuple("Wait after delete deployment", "FINISHED_STOP_KNS_DEPLOYMENT", "START_KNS_UNJOIN_NODES"),
                        tuple("Wait after drain workers", "FINISHED_KNS_UNJOIN_NODES", "STOP_KNS_PLATFORM"));
        PhaseSum sum = PhaseSum.of(LIFE, STUDY).orElseThrow();
        assertThat(sum).isEqualTo(new PhaseSum("10", 2122, 64, 2186));
        assertThat(sum.addsUp()).isTrue();
        assertThat(new PhaseSum("x", 2122, 60, 2186).addsUp()).isFalse();
        assertThat(PhaseSum.of(events(event -> !event.type().equals("STOP_SIMULATION")), STUDY))
                .isEmpty();
    }

    @Test
    void usageIsOfTheSamplesWithinAPhaseByRole() {
        LifePhase start = STUDY.phases().get(1);
        PhaseUsage mean = new PhaseUsage(start, "worker", HostQuantity.CPU, PhaseUsage.Figure.MEAN);
        PhaseUsage peak = new PhaseUsage(start, "worker", HostQuantity.CPU, PhaseUsage.Figure.PEAK);
        assertThat(mean.of(LIFE)).as("of workers at 20 and 22 %").hasValue(21);
        assertThat(peak.of(LIFE)).hasValue(22);
        assertThat(new PhaseUsage(start, "nobody", HostQuantity.CPU, PhaseUsage.Figure.MEAN).of(LIFE))
                .isEmpty();
    }

    @Test
    void platformsAreComparedByPhaseAndUsage() {
        LifeComparisons all = LifeComparisons.of(MadeUpLives.twoPlatforms(), STUDY, 1);
        Comparison start = all.phases().stream()
                .filter(each -> each.phase().name().equals("Start master"))
                .findFirst()
                .orElseThrow()
                .comparison();
        assertThat(start.pairs().get()).singleElement().satisfies(pair -> {
            assertThat(Math.abs(pair.difference().get().value())).isEqualTo(10);
            assertThat(pair.verdict()).isIn(Verdict.BETTER, Verdict.WORSE, Verdict.DIFFERENT);
        });
        assertThat(all.phases())
                .filteredOn(LifeComparisons.PhaseComparison::isWait)
                .hasSize(2);
        assertThat(all.usage()).as("11 phases, 2 roles, mean and peak of CPU").hasSize(44);
    }

    @Test
    void aLifeInOrderRaisesNoDoubt() {
        assertThat(doubts(LIFE)).isEmpty();
        assertThat(Doubts.of(MadeUpLives.twoPlatforms(), STUDY)).isEmpty();
    }

    @Test
    void missingRepeatedAndMisplacedEventsAreDoubted() {
        assertDoubt(
                events(event -> !event.type().equals("START_SIMULATION")),
                Kind.MISSING_EVENT,
                "events are missing: START_SIMULATION");
        List<LifeEvent> twice = new ArrayList<>(LIFE.events());
        twice.add(new LifeEvent("STOP_KNS_PLATFORM", MadeUpLives.BEGIN + 1900, ""));
        assertDoubt(
                new Life("10", "K8s", LIFE.hosts(), twice, LIFE.metrics()),
                Kind.REPEATED_EVENT,
                "event STOP_KNS_PLATFORM came 2 times");
        List<LifeEvent> early = new ArrayList<>(LIFE.events());
        early.removeIf(event -> event.type().equals("FINISHED_START_KNS_PLATFORM"));
        early.add(new LifeEvent("FINISHED_START_KNS_PLATFORM", MadeUpLives.BEGIN + 300, ""));
        Life misplaced = new Life("10", "K8s", LIFE.hosts(), early, LIFE.metrics());
        assertDoubt(misplaced, Kind.EVENT_ORDER, "event FINISHED_START_KNS_PLATFORM came before START_KNS_PLATFORM");
        assertThat(misplaced.length(STUDY.phases().get(1))).as("never negative").isEmpty();
    }

    @Test
    void missingHostsAndSamplesAreDoubted() {
        Life lonely = new Life("11", "K8s", LIFE.hosts().subList(0, 3), LIFE.events(), LIFE.metrics());
        List<Doubt> doubts = Doubts.of(Lives.of(List.of(LIFE, MadeUpLives.life("12", "K8s", 0, 20), lonely)), STUDY);
        assertThat(doubts)
                .extracting(Doubt::life, Doubt::kind, Doubt::reason)
                .containsExactly(
                        tuple(
                                "11",
                                Kind.MISSING_HOST,
                                "1 hosts with the role worker, the platform's other lives have 2"),
                        tuple("11", Kind.UNKNOWN_HOST, "host w2 has samples and is not listed"));
        assertDoubt(
                LIFE.with(new HostMetrics(LIFE.metrics().series().subList(0, 2))),
                Kind.NO_SAMPLES,
                "host w2 (worker) has no samples");
        assertDoubt(
                new Life("10", "K8s", List.of(), LIFE.events(), LIFE.metrics()),
                Kind.MISSING_HOST,
                "no hosts are listed");
    }

    @Test
    void gapsAreDoubtedOnceForAHost() {
        Life gap = series(series -> series.host().equals("w1") ? without(series, 100, 140) : series);
        assertDoubt(gap, Kind.GAP, "host w1 has no samples for 200 s from second 495 on (they come every 5 s)");
    }

    private static HostSeries without(HostSeries series, int from, int to) {
        HostSeriesBuilder builder = HostSeries.of(series.host(), series.quantity());
        for (int i = 0; i < series.size(); i++) {
            if (i < from || i >= to - 1) {
                builder.add(series.epochNanos(i), series.value(i));
            }
        }
        return builder.build();
    }

    @Test
    void aClockThatDriftsIsDoubted() {
        Life drift = series(series -> {
            if (!series.host().equals("m")) {
                return series;
            }
            HostSeriesBuilder builder = HostSeries.of(series.host(), series.quantity());
            for (int i = 0; i < series.size(); i++) {
                builder.add(series.epochNanos(i) + i * 50_000_000L, series.value(i));
            }
            return builder.build();
        });
        assertDoubt(
                drift,
                Kind.CLOCK,
                "the stamps of host m are +0 s off the other hosts' at the beginning and +22 s at the end: was its clock"
                        + " set?");
    }

    private static void assertDoubt(Life life, Kind kind, String reason) {
        assertThat(doubts(life)).extracting(Doubt::kind, Doubt::reason).contains(tuple(kind, reason));
    }

    @Test
    void exclusionsNeedAReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Lives.of(List.of(LIFE)).excluding(Map.of("10", " ")))
                .withMessageContaining("the exclusion of life 10 needs a reason");
    }
}
