package io.krater.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.krater.report.Waterfall.Panel;
import io.krater.result.SuiteResult;
import io.krater.result.Synthetic;
import io.krater.timeline.PhaseBreakdown;
import io.krater.timeline.Timeline;
import io.krater.timeline.UruncMarks;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class WaterfallTest {
    private static Panel panel(String name, int timelines, int marks) {
        Random random = new Random(marks);
        List<Timeline> all = new ArrayList<>();
        for (int i = 0; i < timelines; i++) {
            Timeline.Builder builder = Timeline.of("c" + i);
            long at = 0;
            for (int mark = 0; mark < marks; mark++) {
                builder.mark((mark % 3 == 0 ? "CR" : "RX") + ".mark_" + mark, at);
                at += 1_000_000 + random.nextInt(500_000);
            }
            all.add(builder.build());
        }
        return new Panel(name, PhaseBreakdown.of(all));
    }

    private static Figure draw(Panel... panels) {
        return Waterfall.of("waterfall", List.of(panels), UruncMarks::lane);
    }

    private static BufferedImage image(Figure figure) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(figure.png(1)));
    }

    /** Pixels of a colour in a row of the picture. */
    private static int pixels(BufferedImage image, Color colour) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 30; x < image.getWidth(); x++) {
                count += image.getRGB(x, y) == colour.getRGB() ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void aBarIsAsLongAsItsMedianIsOfTheAxis() throws IOException {
        List<Timeline> some = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            some.add(Timeline.of("c" + i)
                    .mark("a", 0)
                    .mark("b", 30_000_000)
                    .mark("c", 90_000_000)
                    .mark("d", 100_000_000)
                    .build());
        }
        BufferedImage image = image(draw(new Panel("only", PhaseBreakdown.of(some))));
        List<Integer> widths = new ArrayList<>();
        int last = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            int blue = 0;
            for (int x = 30; x < image.getWidth(); x++) {
                blue += image.getRGB(x, y) == Plot.BLUE.getRGB() ? 1 : 0;
            }
            if (blue > 0 && last == 0) {
                widths.add(blue);
            }
            last = blue;
        }
        assertThat(widths).hasSize(3);
        assertThat(widths.get(1) / (double) widths.get(0)).isBetween(1.95, 2.05);
        assertThat(widths.get(0) / (double) widths.get(2)).isBetween(2.9, 3.1);
    }

    @Test
    void growsByARowAStepAndStaysInAColumnAtFortyMarks() {
        Figure forty = draw(panel("runc", 25, 40), panel("wasmedge", 25, 40));
        assertThat(forty.width()).isEqualTo(Plot.WIDTH);
        // 24 cm is a page's height where the column is 8.5 cm wide
        assertThat(forty.height()).isLessThan((int) (Plot.WIDTH * 24 / 8.5));
        assertThat(draw(panel("a", 3, 5)).height())
                .isLessThan(draw(panel("a", 3, 6)).height());
    }

    @Test
    void lanesDifferInGreyToo() throws IOException {
        BufferedImage image = image(draw(panel("a", 3, 7)));
        Color orange = new Color(0xe6, 0x9f, 0x00);
        assertThat(pixels(image, Plot.BLUE)).isPositive();
        assertThat(pixels(image, orange)).isPositive();
        assertThat(Math.abs(luminance(Plot.BLUE) - luminance(orange))).isGreaterThan(50);
    }

    private static double luminance(Color colour) {
        return 0.2126 * colour.getRed() + 0.7152 * colour.getGreen() + 0.0722 * colour.getBlue();
    }

    @Test
    void leavesOutWhatFewTookAndSaysSo() {
        List<Timeline> raced = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            raced.add(
                    i == 0
                            ? Timeline.of("c0")
                                    .mark("a", 0)
                                    .mark("c", 10)
                                    .mark("b", 20)
                                    .build()
                            : Timeline.of("c" + i)
                                    .mark("a", 0)
                                    .mark("b", 10)
                                    .mark("c", 20)
                                    .build());
        }
        Figure figure = draw(new Panel("raced", PhaseBreakdown.of(raced)));
        assertThat(figure.caption()).contains("Not drawn: 2 steps that fewer than half of the timelines took");
        assertThat(draw(panel("a", 3, 5)).caption()).doesNotContain("Not drawn");
        assertThat(draw(panel("a", 2, 90)).caption()).contains("Not drawn: 29 steps");
    }

    @Test
    void awkwardNamesAndLengthsAreDrawn() {
        PhaseBreakdown zero = PhaseBreakdown.of(
                List.of(Timeline.of("z").mark("", 5).mark("\u202e<script>", 5).build()));
        PhaseBreakdown back = PhaseBreakdown.of(
                List.of(Timeline.of("z").mark("a", 5).mark("b", 900).build()),
                io.krater.timeline.Steps.between("b", "a"));
        assertThat(draw(new Panel("", zero)).svg()).contains("<svg");
        assertThat(draw(new Panel("x".repeat(300), back)).svg()).contains("<svg");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> draw(new Panel("none", PhaseBreakdown.of(List.of()))))
                .withMessageContaining("two marks");
    }

    @Test
    void theSameBreakdownGivesTheSameFigure() {
        assertThat(draw(panel("a", 4, 9)).svg())
                .isEqualTo(draw(panel("a", 4, 9)).svg());
    }

    @Test
    void thePageEscapesNamesAndHoldsFigureTableAndNotes() {
        Panel panel = panel("<b>old</b>", 3, 4);
        String page = new BreakdownReport(
                        "a & b", List.of(panel), Map.of("<b>old</b>", List.of("2 lines left out")), UruncMarks::lane)
                .text();
        assertThat(page)
                .contains(
                        "a &amp; b",
                        "&lt;b&gt;old&lt;/b&gt;",
                        "data:image/svg+xml",
                        "2 lines left out",
                        "<td class=\"step\">CR.mark_0 -&gt; RX.mark_1</td>")
                .doesNotContain("<b>old");
        String empty = new BreakdownReport(
                        "none", List.of(new Panel("none", PhaseBreakdown.of(List.of()))), Map.of(), UruncMarks::lane)
                .text();
        assertThat(empty).contains("<h2>none</h2>").doesNotContain("<img");
    }

    @Test
    void aResultsStartsEndWithTheProgramsFirstLine() {
        SuiteResult result = Synthetic.of("fast", "slow").trials(3).result();
        List<Panel> panels = StartWaterfall.panels(result);
        assertThat(panels).extracting(Panel::name).containsExactly("fast", "slow");
        assertThat(panels.get(0).breakdown().steps())
                .extracting(step -> step.name().toString())
                .containsExactly("requested -> container_started", "container_started -> first_output");
        assertThat(StartWaterfall.of(result)).isPresent();
    }
}
