package io.krater.result.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTextTest {
    private static String line(String field) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvLine line = new CsvLine().text(field);
        line.end();
        line.writeTo(out);
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "=cmd('x')|'=cmd('x')",
                "+SUM(A1)|'+SUM(A1)",
                "@x|'@x",
                "-x|'-x",
                "-5|-5",
                "+1.5e3|+1.5e3",
                "debian|debian",
                "a=b|a=b"
            })
    void isNoFormula(String given, String written) throws IOException {
        assertThat(line(given)).isEqualTo(written);
    }

    @Test
    void holdsNoControlSequence() throws IOException {
        assertThat(line("\033[31m")).isEqualTo("\\x1b[31m");
    }
}
