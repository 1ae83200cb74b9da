package io.krater.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.metric.Metrics;
import io.krater.result.SuiteResult;
import io.krater.result.Synthetic;
import io.krater.trial.AlteredTrial;
import io.krater.trial.Trial;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class FiguresTest {
    private static final SuiteResult RESULT = Synthetic.of("fast", "slow")
            .trials(12)
            .normal(Map.of("fast", 100.0, "slow", 50.0), 0.02)
            .result();

    @Test
    void drawsEveryKindOnce() {
        assertThat(all(RESULT))
                .extracting(Figure::name)
                .containsExactly(
                        "ratio_throughput_mflops_64_nw",
                        "distribution_throughput_mflops_64_nw",
                        "mean_throughput_mflops_64_nw",
                        "order_throughput_mflops_64_nw",
                        "phases",
                        "waterfall",
                        "time_cpu_fast_64_nw",
                        "time_cpu_slow_64_nw",
                        "time_memory_fast_64_nw",
                        "time_memory_slow_64_nw");
    }

    @Test
    void everySvgIsWellFormedAndHoldsShapesOnly() throws Exception {
        for (Figure figure : all(RESULT)) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            Document svg = factory.newDocumentBuilder().parse(new InputSource(new StringReader(figure.svg())));
            assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
            Set<String> tags = new HashSet<>();
            for (int i = 0; i < svg.getElementsByTagName("*").getLength(); i++) {
                tags.add(svg.getElementsByTagName("*").item(i).getNodeName());
            }
            assertThat(tags)
                    .isSubsetOf(
                            "svg",
                            "defs",
                            "g",
                            "path",
                            "rect",
                            "line",
                            "polyline",
                            "polygon",
                            "ellipse",
                            "circle",
                            "clipPath",
                            "text");
        }
    }

    @Test
    void pngHasTheAskedForResolution() throws IOException {
        Figure figure = all(RESULT).get(0);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(figure.png(3)));
        assertThat(image.getWidth()).isEqualTo(3 * figure.width());
        assertThat(image.getHeight()).isEqualTo(3 * figure.height());
        assertThatIllegalArgumentException().isThrownBy(() -> figure.png(0)).withMessageContaining("1..10");
    }

    @Test
    void everyCaptionSaysN() {
        assertThat(all(RESULT))
                .allMatch(figure ->
                        figure.caption().contains("n = ") || figure.caption().contains("n is"));
    }

    @Test
    void theSameResultGivesTheSameFigure() {
        assertThat(all(RESULT).get(1).svg()).isEqualTo(all(RESULT).get(1).svg());
    }

    @Test
    void shiftsToALogarithmicAxisWhereValuesSpanMagnitudes() {
        SuiteResult wide = Synthetic.of("fast", "slow")
                .trials(12)
                .normal(Map.of("fast", 10_000.0, "slow", 1.0), 0.02)
                .result();
        assertThat(all(wide).get(1).caption()).contains("Logarithmic");
        assertThat(all(RESULT).get(1).caption()).doesNotContain("Logarithmic");
    }

    @Test
    void saysWhereAnIntervalReachesZero() {
        SuiteResult wide = Synthetic.of("a")
                .trials(3)
                .throughput(id -> OptionalDouble.of(id.number() == 1 ? 1000 : 1))
                .result();
        assertThat(captions(wide, "mean_")).allMatch(caption -> caption.contains("reaches 0 or below"));
        assertThat(captions(RESULT, "mean_")).noneMatch(caption -> caption.contains("reaches 0 or below"));
    }

    @Test
    void saysHowManyTrialsOfManyAreDrawn() {
        SuiteResult many = Synthetic.of("a").trials(301).samples(0).result();
        assertThat(captions(many, "distribution_"))
                .allMatch(caption ->
                        caption.startsWith("Completed trials are points," + " evenly thinned to 300 or fewer"));
        assertThat(captions(RESULT, "distribution_"))
                .allMatch(caption -> caption.startsWith("Every completed trial is"));
    }

    @Test
    void tellsLevelsFromRates() {
        assertThat(captions(RESULT, "time_memory")).allMatch(caption -> caption.contains("Levels are taken every"));
        assertThat(captions(RESULT, "time_cpu")).allMatch(caption -> caption.contains("Rates are means over steps"));
    }

    @Test
    void keepsStartsThatTheClocksPutBeforeTheRequest() {
        SuiteResult one = Synthetic.of("a")
                .changing(trial -> trial.id().number() == 1 ? spokeBeforeTheRequest(trial) : trial)
                .result();
        assertThat(captions(one, "phases")).allMatch(caption -> caption.contains("(n = 5 or more a phase)"));
        SuiteResult all =
                Synthetic.of("a").changing(FiguresTest::spokeBeforeTheRequest).result();
        assertThat(captions(all, "phases")).hasSize(1);
    }

    private static Trial spokeBeforeTheRequest(Trial trial) {
        Map<Phase, Stamp> phases = new EnumMap<>(trial.phases());
        phases.put(
                Phase.FIRST_OUTPUT,
                Stamp.client(Objects.requireNonNull(phases.get(Phase.REQUESTED)).epochNanos() - 1_000_000));
        return AlteredTrial.of(trial).phases(phases).build();
    }

    private static List<String> captions(SuiteResult result, String name) {
        List<String> captions = all(result).stream()
                .filter(figure -> figure.name().startsWith(name))
                .map(Figure::caption)
                .toList();
        assertThat(captions).isNotEmpty();
        return captions;
    }

    @Test
    void drawsNothingWithoutValues() {
        assertThat(all(Synthetic.of("a", "b").failing(id -> true).result())).isEmpty();
        assertThat(all(Synthetic.of("a", "b").trials(0).result())).isEmpty();
    }

    @Test
    void drawsOneTrialAndTrialsThatAreAllEqual() {
        for (int trials = 1; trials < 4; trials++) {
            List<Figure> figures = all(Synthetic.of("a", "b").trials(trials).result());
            assertThat(figures).isNotEmpty();
            figures.forEach(figure -> assertThat(figure.svg()).contains("<svg"));
        }
    }

    /** The drawing library looks for ever for ticks whose labels suit it, unless they do. */
    @ParameterizedTest
    @ValueSource(ints = {1, 19, 20, 21, 22, 23, 40, 63})
    void drawsNamesOfAnyLength(int length) {
        String name = "n".repeat(length);
        String[] one = {name};
        String[] three = {name, name.substring(0, length - 1) + "x", "c"};
        for (String[] names : List.of(one, three)) {
            SuiteResult result = Synthetic.of(names).normal(Map.of(), 0.01).result();
            assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
                assertThat(Figures.of(result, result.compare(Metrics.THROUGHPUT)))
                        .allMatch(figure -> figure.svg().contains("<path"));
                assertThat(Figures.ofSamples(result))
                        .allMatch(figure -> figure.svg().contains("<path"));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-60, 1e-9, 1e-4, 1, 999_999.9, 1_000_000.1, 1e12, 1e60})
    void drawsValuesOfAnyMagnitude(double mean) {
        SuiteResult result = Synthetic.of("a", "b")
                .normal(Map.of("a", mean, "b", mean * 1.00001), 1e-6)
                .result();
        assertTimeoutPreemptively(
                Duration.ofMinutes(2),
                () -> assertThat(Figures.of(result, result.compare(Metrics.THROUGHPUT)))
                        .allMatch(figure -> figure.svg().contains("<path")));
    }

    @Test
    void drawsZeros() {
        SuiteResult zeros = Synthetic.of("a", "b")
                .throughput(id -> java.util.OptionalDouble.of(0))
                .result();
        all(zeros).forEach(figure -> assertThat(figure.svg()).contains("<svg"));
    }

    /** Adjacent colours differ in lightness, so that they do in a grey print. */
    @Test
    void coloursDifferInGrey() {
        for (int i = 1; i < 4; i++) {
            assertThat(Math.abs(luma(Plot.PALETTE.get(i)) - luma(Plot.PALETTE.get(i - 1))))
                    .isGreaterThan(10);
        }
        assertThat(new HashSet<>(Plot.MARKERS)).hasSameSizeAs(Plot.PALETTE);
    }

    private static double luma(Color colour) {
        return 0.2126 * colour.getRed() + 0.7152 * colour.getGreen() + 0.0722 * colour.getBlue();
    }

    private static List<Figure> all(SuiteResult result) {
        List<Figure> figures = new ArrayList<>(Figures.of(result, result.compare(Metrics.THROUGHPUT)));
        figures.addAll(Figures.ofSamples(result));
        return figures;
    }
}
