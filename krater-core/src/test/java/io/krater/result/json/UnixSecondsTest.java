package io.krater.result.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnixSecondsTest {
    @ParameterizedTest
    @CsvSource({
        "1763788507.1234567, 1763788507123456700",
        "1763788507.123456789, 1763788507123456789",
        "1763788507, 1763788507000000000",
        "1763788507.0, 1763788507000000000",
        "1763788507.1234567894, 1763788507123456789",
        "1763788507.1234567895, 1763788507123456790",
        "1.7637885071234567E9, 1763788507123456700",
        "-1.5, -1500000000",
        "0, 0",
        "0.000000001, 1"
    })
    void parsesExactly(String text, long nanos) {
        assertThat(parse(text)).isEqualTo(nanos);
    }

    @Test
    void agreesWithExactArithmetic() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder().append(random.nextInt(Integer.MAX_VALUE));
            int decimals = random.nextInt(13);
            text.append(decimals > 0 ? "." : "");
            for (int d = 0; d < decimals; d++) {
                text.append(random.nextInt(10));
            }
            long exact = new BigDecimal(text.toString())
                    .movePointRight(9)
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact();
            assertThat(parse(text.toString())).as(text.toString()).isEqualTo(exact);
        }
    }

    @Test
    void whatIsFormattedIsParsedBack() {
        Random random = new Random(2);
        for (int i = 0; i < 5000; i++) {
            long nanos = (random.nextLong() >>> (1 + random.nextInt(60))) % 4_000_000_000_000_000_000L;
            assertThat(parse(UnixSeconds.format(nanos))).isEqualTo(nanos);
        }
        assertThat(UnixSeconds.format(1_763_788_507_000_000_010L)).isEqualTo("1763788507.00000001");
        assertThat(UnixSeconds.format(-1_500_000_000L)).isEqualTo("-1.5");
        assertThat(UnixSeconds.format(0)).isEqualTo("0.0");
        assertThat(UnixSeconds.format(1_763_788_507_500_000_000L)).isEqualTo("1763788507.5");
        assertThat(UnixSeconds.format(1_763_788_507_000_000_000L)).isEqualTo("1763788507.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e300", "99999999999999", "1e999999999", "1e2147483647"})
    void refusesWhatNoClockShows(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-999999999", "-3e-2000000000", "4e-10"})
    void aNegligiblePartOfASecondIsNone(String text) {
        assertThat(parse(text)).isZero();
    }

    private static long parse(String text) {
        char[] padded = ("xx" + text + "9").toCharArray();
        return UnixSeconds.parse(padded, 2, text.length());
    }
}
