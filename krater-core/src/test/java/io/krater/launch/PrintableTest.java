package io.krater.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void spellsControlCharactersOut() {
        assertThat(Printable.of("a\033[2Jb\u0007\u009b\u007f")).isEqualTo("a\\x1b[2Jb\\x07\\x9b\\x7f");
        assertThat(Printable.of("evil\u202etxt")).isEqualTo("evil\\u202etxt");
    }

    @Test
    void keepsALineOneLine() {
        assertThat(Printable.of("a\nb\tc\r")).isEqualTo("a b c\\x0d");
    }

    @Test
    void leavesOrdinaryTextAlone() {
        assertThat(Printable.of("wasmtime grün € 数")).isEqualTo("wasmtime grün € 数");
    }
}
