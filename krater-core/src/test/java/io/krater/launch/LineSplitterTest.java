package io.krater.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private final List<String> lines = new ArrayList<>();
    private final List<Boolean> truncated = new ArrayList<>();
    private final LineSplitter splitter = LineSplitter.ofOutput((text, cut) -> {
        lines.add(text);
        truncated.add(cut);
    });

    private void feed(byte[] bytes) {
        splitter.feed(bytes, bytes.length);
    }

    private void feed(String text) {
        feed(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] repeat(char c, int times) {
        byte[] bytes = new byte[times];
        Arrays.fill(bytes, (byte) c);
        return bytes;
    }

    @Test
    void cutsAtLineFeeds() {
        feed("one\ntwo\n\nfour\n");
        assertThat(lines).containsExactly("one", "two", "", "four");
        assertThat(truncated).containsOnly(false);
    }

    @Test
    void aCarriageReturnEndsALineAsALineFeedDoesAndBothTogetherEndOne() {
        feed("a\r\nb\rBENCH_START\n\r\n\r");
        assertThat(lines).containsExactly("a", "b", "BENCH_START", "", "");
    }

    @Test
    void aLineEndThatComesInTwoPiecesIsOne() {
        feed("a\r");
        feed("\nb\r");
        feed("c");
        feed(new byte[0]);
        splitter.end();
        assertThat(lines).containsExactly("a", "b", "c");
    }

    @Test
    void recordsKeepTheirCarriageReturns() {
        List<String> records = new ArrayList<>();
        LineSplitter ofRecords = LineSplitter.ofRecords(
                (bytes, from, length, cut) -> records.add(new String(bytes, from, length, StandardCharsets.UTF_8)));
        byte[] bytes = "a\rb\r\nc".getBytes(StandardCharsets.UTF_8);
        ofRecords.feed(java.nio.ByteBuffer.wrap(bytes));
        ofRecords.end();
        assertThat(records).containsExactly("a\rb\r", "c");
    }

    @Test
    void keepsTheEndOfALongerLineForTheGate() {
        feed(repeat('x', 3 * LineSplitter.MAX_LINE));
        feed("BENCH_");
        feed("START\nnext\n");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).hasSize(LineSplitter.MAX_END).endsWith("xBENCH_START");
        assertThat(lines.get(2)).isEqualTo("next");
        assertThat(truncated).containsExactly(true, true, false);
    }

    @Test
    void tellsAShortRestOfALongerLineWhole() {
        feed(repeat('x', LineSplitter.MAX_LINE));
        feed("€ BENCH_START\n");
        assertThat(lines).element(1).isEqualTo("€ BENCH_START");
    }

    @Test
    void joinsALineThatComesInPieces() {
        feed("o");
        feed("n");
        feed("e\nt");
        feed("wo\n");
        assertThat(lines).containsExactly("one", "two");
    }

    @Test
    void joinsACharacterThatComesInPieces() {
        byte[] bytes = "grün €\n".getBytes(StandardCharsets.UTF_8);
        for (byte each : bytes) {
            feed(new byte[] {each});
        }
        assertThat(lines).containsExactly("grün €");
    }

    @Test
    void theUnfinishedLastLineIsALine() {
        feed("one\ntwo");
        assertThat(lines).containsExactly("one");
        splitter.end();
        assertThat(lines).containsExactly("one", "two");
    }

    @Test
    void anEmptyEndIsNoLine() {
        feed("one\n");
        splitter.end();
        assertThat(lines).containsExactly("one");
    }

    @Test
    void keepsALineOfTheGreatestLengthWhole() {
        feed(repeat('x', LineSplitter.MAX_LINE));
        feed("\n");
        assertThat(lines).singleElement().satisfies(line -> assertThat(line).hasSize(LineSplitter.MAX_LINE));
        assertThat(truncated).containsExactly(false);
    }

    @Test
    void cutsALongerLineAndGoesOnWithTheNext() {
        feed(repeat('x', LineSplitter.MAX_LINE + 1));
        assertThat(truncated).containsExactly(true);
        feed(repeat('x', 1000));
        feed("\nnext\n");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).hasSize(LineSplitter.MAX_LINE);
        assertThat(lines.get(1)).hasSize(1001);
        assertThat(lines.get(2)).isEqualTo("next");
        assertThat(truncated).containsExactly(true, true, false);
    }

    @Test
    void cutsALongerLineThatComesAtOnce() {
        byte[] bytes = repeat('x', 3 * LineSplitter.MAX_LINE);
        bytes[bytes.length - 1] = '\n';
        feed(bytes);
        feed("next\n");
        assertThat(lines.get(0)).hasSize(LineSplitter.MAX_LINE);
        assertThat(lines).hasSize(3);
        assertThat(truncated).containsExactly(true, true, false);
    }

    @Test
    void tellsAnEndlessLineOnceAndDropsTheRest() {
        byte[] block = repeat('x', 64 * 1024);
        for (int i = 0; i < 1000; i++) {
            feed(block);
        }
        assertThat(lines).as("told before it ends").hasSize(1);
        splitter.end();
        assertThat(lines).hasSize(2);
        assertThat(truncated).containsExactly(true, true);
    }

    @Test
    void doesNotCutACharacterInTwo() {
        StringBuilder text = new StringBuilder("x");
        while (text.toString().getBytes(StandardCharsets.UTF_8).length <= LineSplitter.MAX_LINE) {
            text.append("€".repeat(1000));
        }
        feed(text + "\n");
        assertThat(lines.get(0)).doesNotContain("\ufffd").startsWith("x€").endsWith("€");
        assertThat(lines.get(1)).doesNotContain("\ufffd").endsWith("€");
        assertThat(truncated).containsExactly(true, true);
    }

    @Test
    void binaryBecomesReplacementCharacters() {
        feed(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 'a', '\n'});
        assertThat(lines).containsExactly("\ufffd\ufffd\0a");
    }

    @Test
    void givesTheSameLinesHoweverTheBytesArrive() {
        Random random = new Random(5);
        byte[] bytes = new byte[300_000];
        random.nextBytes(bytes);
        feed(bytes);
        splitter.end();
        List<String> atOnce = List.copyOf(lines);
        lines.clear();
        for (int from = 0; from < bytes.length; ) {
            int length = Math.min(bytes.length - from, 1 + random.nextInt(700));
            feed(Arrays.copyOfRange(bytes, from, from + length));
            from += length;
        }
        splitter.end();
        assertThat(lines).isEqualTo(atOnce).hasSizeGreaterThan(500);
    }
}
