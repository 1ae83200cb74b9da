package io.krater.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class QuantitySeriesTest {
    private static Quantity named(String label) {
        return new Quantity() {
            @Override
            public String label() {
                return label;
            }

            @Override
            public String unit() {
                return "B";
            }

            @Override
            public Column.Kind kind() {
                return Column.Kind.GAUGE;
            }
        };
    }

    @Test
    void aQuantityOfOnesOwnIsNotNamedLikeABuiltInOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantity.gauge("memory_current", "B"))
                .withMessage("\"memory_current\" is a built-in quantity; choose another name for one of your own");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuantitySeries(named("memory_current"), new long[0], new double[0]))
                .withMessageContaining("\"memory_current\" is a built-in quantity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuantitySeries(Column.USAGE_USEC, new long[0], new double[0]))
                .withMessageContaining("is a built-in quantity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuantitySeries(named("Not This"), new long[0], new double[0]))
                .withMessageContaining("was \"Not This\"");
    }

    @Test
    void seriesOfTheSameAreEqualWhoeverNamedTheQuantity() {
        QuantitySeries one = new QuantitySeries(named("used"), new long[] {1}, new double[] {2});
        QuantitySeries other = new QuantitySeries(Quantity.gauge("used", "B"), new long[] {1}, new double[] {2});
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    }
}
