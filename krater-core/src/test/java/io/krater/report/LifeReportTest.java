package io.krater.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.krater.experiment.lifecycle.Doubts;
import io.krater.experiment.lifecycle.Life;
import io.krater.experiment.lifecycle.LifeComparisons;
import io.krater.experiment.lifecycle.Lives;
import io.krater.experiment.lifecycle.MadeUpLives;
import io.krater.experiment.lifecycle.PhaseTable;
import io.krater.monitor.HostMetrics;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class LifeReportTest {
    private static final PhaseTable STUDY = PhaseTable.study();

    private static List<Figure> figures(Lives lives) {
        List<Figure> all = new ArrayList<>(LifeFigures.phases(lives, STUDY));
        all.addAll(LifeFigures.heatMaps(lives));
        all.addAll(LifeFigures.facets(lives, STUDY));
        return all;
    }

    private static String page(Lives lives) {
        return new LifeReport(
                        "Lives of <platforms>",
                        lives,
                        STUDY,
                        LifeComparisons.of(lives, STUDY, 1),
                        Doubts.of(lives, STUDY),
                        List.of("a note"))
                .text();
    }

    @Test
    void drawsPhasesHeatMapAndAGridAPlatform() {
        List<Figure> figures = figures(MadeUpLives.twoPlatforms());
        assertThat(figures)
                .extracting(Figure::name)
                .containsExactly("phases_stacked", "phases", "heat_cpu", "facets_cpu_K8s", "facets_cpu_mK8s");
        assertThat(figures)
                .allSatisfy(figure -> assertThatCode(() -> DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(new ByteArrayInputStream(figure.svg().getBytes(StandardCharsets.UTF_8))))
                        .doesNotThrowAnyException());
        assertThat(figures.get(3).caption())
                .contains("2 Start master, 4 Add workers")
                .contains("n = 5 lives");
    }

    @Test
    void nothingIsDrawnOfNothing() {
        Life bare = new Life("1", "K8s", List.of(), List.of(), HostMetrics.none());
        assertThat(figures(Lives.of(List.of(bare)))).isEmpty();
        assertThat(page(Lives.of(List.of(bare))))
                .contains("Nothing was measured of the hosts", "no hosts are listed", "events are missing");
    }

    @Test
    void saysWhatWasComparedDoubtedAndSetAside() {
        Lives lives = MadeUpLives.twoPlatforms().excluding(Map.of("10", "no <internet>"));
        assertThat(page(lives))
                .contains(
                        "Lives of &lt;platforms&gt;",
                        "K8s: 4 lives, mK8s: 5 lives; 1 set aside; 0 doubts",
                        "Start master",
                        "phases and waits add up to the whole",
                        "Wait after delete deployment, Wait after drain workers",
                        "no &lt;internet&gt;",
                        "a note")
                .doesNotContain("http://", "<script");
    }
}
