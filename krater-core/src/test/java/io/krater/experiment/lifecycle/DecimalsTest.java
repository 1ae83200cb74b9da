package io.krater.experiment.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecimalsTest {
    @Test
    void roundsToTheNearerNeighbourAndToEvenWhereBothAreEquallyNear() {
        // R 4.2: round(c(0.15, 0.25, 0.35, 2.5, -1.55, 2.675), 1)
        assertThat(Decimals.round(0.15, 1)).isEqualTo(0.1);
        assertThat(Decimals.round(0.25, 1)).isEqualTo(0.2);
        assertThat(Decimals.round(0.35, 1)).isEqualTo(0.3);
        assertThat(Decimals.round(2.5, 0)).isEqualTo(2);
        assertThat(Decimals.round(7.92089431, 4)).isEqualTo(7.9209);
        assertThat(Decimals.round(-0.00001, 4)).isEqualTo(0).hasToString("0.0");
        assertThat(Decimals.round(1613401076.25, 4)).isEqualTo(1613401076.25);
    }

    @Test
    void printsTheShortestDigitsWithoutAnExponent() {
        assertThat(Decimals.text(0.0001)).isEqualTo("0.0001");
        assertThat(Decimals.text(9.2680)).isEqualTo("9.268");
        assertThat(Decimals.text(-301)).isEqualTo("-301");
        assertThat(Decimals.text(123456789.5)).isEqualTo("123456789.5");
    }
}
