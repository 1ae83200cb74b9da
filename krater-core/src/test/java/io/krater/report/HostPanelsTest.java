package io.krater.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.krater.launch.Phase;
import io.krater.monitor.HostGap;
import io.krater.monitor.HostMetrics;
import io.krater.monitor.HostQuantity;
import io.krater.monitor.HostRecord;
import io.krater.monitor.HostSeries;
import io.krater.monitor.HostSeriesBuilder;
import io.krater.result.SuiteResult;
import io.krater.result.Synthetic;
import io.krater.trial.Trial;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class HostPanelsTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void shadesWhereTrialsRanAndOnlyThere() throws IOException {
        SuiteResult plain = Synthetic.of("a", "b").trials(2).result();
        Trial first = plain.trials().get(0);
        long from = requireNonNull(first.phases().get(Phase.REQUESTED)).epochNanos();
        SuiteResult result = Synthetic.of("a", "b")
                .trials(2)
                .hosts(Map.of("one", record(from - 10 * SECOND, 60)))
                .result();

        List<Figure> figures = Figures.ofHosts(result);

        assertThat(figures).extracting(Figure::name).containsExactly("host_h12_one", "host_h34_one");
        Figure h12 = figures.get(0);
        assertThat(h12.title()).isEqualTo("Host h12 (master)");
        assertThat(h12.caption()).contains("n = 4 trials").contains("longest gap 20 s");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(h12.png(1)));
        // 364 points are 60 s, the panel begins below its title; the line lies at half its height
        int row = 20 + 15 + 4;
        assertThat(new Color(image.getRGB(46 + 364 * 5 / 60, row))).isEqualTo(Color.WHITE);
        assertThat(new Color(image.getRGB(46 + 364 * 11 / 60, row))).isEqualTo(new Color(0xe4, 0xe4, 0xe4));
        assertThat(figures.get(1).svg()).contains("<svg");
    }

    @Test
    void putsHostsOntoThePage() {
        SuiteResult result = Synthetic.of("a")
                .trials(2)
                .hosts(Map.of("one", record(1_763_000_000_000_000_000L, 60)))
                .result();
        assertThat(Report.html(result).text())
                .contains("<section id=\"hosts\">")
                .contains("Host h12 (master)")
                .contains("Host h34")
                .contains("host h34: nothing listens");
        assertThat(Report.html(Synthetic.of("a").result()).text()).doesNotContain("id=\"hosts\"");
    }

    private static HostRecord record(long begin, int seconds) {
        HostSeriesBuilder cpu = HostSeries.of("h12", HostQuantity.CPU);
        for (int i = 1; i <= seconds; i++) {
            if (i < 20 || i >= 40) {
                cpu.add(begin + i * SECOND, 50);
            }
        }
        long end = begin + seconds * SECOND;
        return new HostRecord(
                new HostMetrics(List.of(cpu.build())),
                new java.util.TreeMap<>(Map.of("h12", "master", "h34", "")),
                List.of(
                        new HostGap("h12", List.of("cpu"), begin + 19 * SECOND, begin + 39 * SECOND, "no samples"),
                        new HostGap("h34", List.of(), begin, end, "host h34: nothing listens")),
                List.of(),
                begin,
                end,
                0);
    }
}
