package io.krater.result.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvLineTest {
    @Test
    void wholeNumbersReadAsTheyAre() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            value = value == Long.MIN_VALUE ? 0 : value;
            assertThat(text(new CsvLine().number(value))).isEqualTo(Long.toString(value));
        }
        for (long value : new long[] {0, 9, 10, 99, 100, 101, -1, -100, Long.MAX_VALUE, -Long.MAX_VALUE}) {
            assertThat(text(new CsvLine().number(value))).isEqualTo(Long.toString(value));
        }
    }

    @Test
    void theMarkOfAnAbsentFigureIsNeverWritten() {
        assertThatThrownBy(() -> new CsvLine().number(Long.MIN_VALUE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nanosecondsAreSecondsToTheLastDigit() {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            long nanos = random.nextLong() >> (1 + random.nextInt(62));
            assertThat(text(new CsvLine().seconds(nanos)))
                    .isEqualTo(BigDecimal.valueOf(nanos, 9).toPlainString());
        }
        assertThat(text(new CsvLine().seconds(-5))).isEqualTo("-0.000000005");
    }

    @ParameterizedTest
    @CsvSource({"1.5, 1.5", "3.0, 3", "-0.1, -0.1", "1e300, 1.0E300", "9007199254740991, 9007199254740991"})
    void decimalsReadBackAsTheyAre(double value, String text) {
        assertThat(text(new CsvLine().number(value))).isEqualTo(text);
        assertThat(Double.parseDouble(text)).isEqualTo(value);
    }

    @Test
    void noLocaleChangesANumber() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(text(new CsvLine().number(1234567.25).number(-1234567L).seconds(1_500_000_000L)))
                    .isEqualTo("1234567.25,-1234567,1.500000000");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void textIsQuotedWhereItMustBe() {
        assertThat(text(new CsvLine()
                        .text("plain")
                        .text("a,b")
                        .text("say \"x\"")
                        .text("two\nlines")
                        .text("\r")
                        .text(" edge")
                        .text("gr\u00f6\u00dfe")
                        .text("")
                        .end()))
                .isEqualTo("plain,\"a,b\",\"say \"\"x\"\"\",two lines,\\x0d,\" edge\",gr\u00f6\u00dfe,\r\n");
    }

    @Test
    void absentFieldsAreEmpty() {
        assertThat(text(new CsvLine()
                        .absent()
                        .number(1)
                        .absent()
                        .absent()
                        .end()
                        .absent()
                        .end()))
                .isEqualTo(",1,,\r\n\r\n");
    }

    @Test
    void aLineGrowsToAnyLength() {
        CsvLine line = new CsvLine();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            line.number(i).end();
            expected.append(i).append("\r\n");
        }
        assertThat(text(line)).isEqualTo(expected.toString());
    }

    private static String text(CsvLine line) {
        return new String(line.take(), StandardCharsets.UTF_8);
    }
}
