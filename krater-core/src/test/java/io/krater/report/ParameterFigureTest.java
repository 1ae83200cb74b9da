package io.krater.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.metric.Metrics;
import io.krater.result.SuiteResult;
import io.krater.result.Synthetic;
import io.krater.suite.Parameter;
import io.krater.suite.Variant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ParameterFigureTest {
    private static Variant sized(String label, int size, int threads) {
        return Variant.of(label)
                .with("mode", Parameter.text("fast"))
                .with("threads", Parameter.number(threads))
                .with("size", Parameter.number(size, "MiB"));
    }

    private static SuiteResult result(Variant... variants) {
        return Synthetic.of("base", "wasm")
                .variants(List.of(variants))
                .trials(5)
                .throughput(id -> OptionalDouble.of(100 + id.number()))
                .result();
    }

    @Test
    void drawsTheMetricOverTheNumberThatVariesMost() {
        SuiteResult result = result(
                sized("a", 1024, 1), sized("b", 64, 1), sized("c", 256, 1), sized("d", 64, 4), sized("e", 256, 4));
        assertThat(ParameterFigure.axis(result.suite().workload().variants())).contains("size");
        Figure figure = ParameterFigure.of(result, Metrics.THROUGHPUT).orElseThrow();
        assertThat(figure.name()).isEqualTo("over_size_throughput_mflops");
        assertThat(figure.title()).isEqualTo("throughput_mflops over size");
        assertThat(figure.caption()).contains("n = 5 trials a point.");
        // a line for each environment and number of threads; text is drawn as paths
        assertThat(figure.svg())
                .contains("#0072b2", "#e69f00", "#009e73", "#cc79a7")
                .doesNotContain("#56b4e9");
        assertThat(Figures.of(result, result.compare(Metrics.THROUGHPUT)))
                .extracting(Figure::name)
                .contains("over_size_throughput_mflops");
    }

    @Test
    void drawsNothingWhereNothingIsANumberOrVaries() {
        assertThat(ParameterFigure.of(result(sized("a", 64, 1)), Metrics.THROUGHPUT))
                .isEmpty();
        assertThat(ParameterFigure.of(result(Variant.of("a"), Variant.of("b")), Metrics.THROUGHPUT))
                .isEmpty();
        Variant all = Variant.of("all").with("size", Parameter.text("all"));
        assertThat(ParameterFigure.of(result(sized("a", 64, 1), sized("b", 128, 1), all), Metrics.THROUGHPUT))
                .isEmpty();
    }

    @Test
    void drawsNothingWhereVariantsDifferInWhatNoParameterTells() {
        SuiteResult result = result(sized("a", 64, 1), sized("b", 128, 1), sized("c", 128, 1));
        assertThat(ParameterFigure.of(result, Metrics.THROUGHPUT)).isEmpty();
    }

    @Test
    void leavesLevelsAndDensitiesToTheirOwnFigures() {
        Variant one = Variant.of("a").with("level", Parameter.number(1));
        Variant ten = Variant.of("b").with("level", Parameter.number(10));
        assertThat(ParameterFigure.axis(List.of(one, ten))).isEmpty();
    }
}
