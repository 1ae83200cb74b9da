package io.krater.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.launch.LineSplitter;
import io.krater.launch.LogLine;
import io.krater.launch.Stamp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CriLogFormatTest {
    private final List<LogLine> lines = new ArrayList<>();
    private final CriLogFormat format = new CriLogFormat(lines::add);
    private final LineSplitter splitter = LineSplitter.ofRecords(format);

    private void feed(String text) {
        splitter.feed(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> texts() {
        return lines.stream().map(LogLine::text).toList();
    }

    @Test
    void readsAWholeLineWithItsTime() {
        feed("2026-11-22T05:21:40.504478519Z stdout F BENCH_START\n");
        assertThat(lines)
                .containsExactly(
                        new LogLine(Stamp.node(LogTime.parse("2026-11-22T05:21:40.504478519Z")), "BENCH_START", false));
    }

    @Test
    void joinsPartsAndKeepsTheFirstOnesTime() {
        feed("2026-11-22T05:21:40.1Z stdout P one \n");
        feed("2026-11-22T05:21:40.2Z stdout F two\n");
        assertThat(lines)
                .containsExactly(new LogLine(Stamp.node(LogTime.parse("2026-11-22T05:21:40.1Z")), "one two", false));
    }

    @Test
    void keepsTheStreamsPartsApart() {
        feed("2026-11-22T05:21:40.1Z stdout P out-\n");
        feed("2026-11-22T05:21:40.2Z stderr F err\n");
        feed("2026-11-22T05:21:40.3Z stdout F end\n");
        assertThat(texts()).containsExactly("err", "out-end");
    }

    @Test
    void takesALineWithoutEndWhenTheLogEnds() {
        feed("2026-11-22T05:21:40.1Z stdout P no end");
        assertThat(lines).isEmpty();
        splitter.end();
        format.end();
        assertThat(texts()).containsExactly("no end");
    }

    @Test
    void joinsACharacterThatARecordsEndCutInTwo() {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        splitter.feed(ByteBuffer.wrap("2026-11-22T05:21:40.1Z stdout P 5 ".getBytes(StandardCharsets.UTF_8)));
        splitter.feed(ByteBuffer.wrap(euro, 0, 1));
        feed("\n");
        splitter.feed(ByteBuffer.wrap("2026-11-22T05:21:40.2Z stdout P ".getBytes(StandardCharsets.UTF_8)));
        splitter.feed(ByteBuffer.wrap(euro, 1, 1));
        feed("\n");
        splitter.feed(ByteBuffer.wrap("2026-11-22T05:21:40.2Z stdout F ".getBytes(StandardCharsets.UTF_8)));
        splitter.feed(ByteBuffer.wrap(euro, 2, 1));
        feed("\n");
        assertThat(texts()).containsExactly("5 €");
    }

    @Test
    void endsLinesAtCrLfAsTheLinesOfAProgramEnd() {
        feed("2026-11-22T05:21:40.1Z stdout F BENCH_START\r\n");
        feed("2026-11-22T05:21:40.2Z stdout P BENCH_\r\n");
        feed("2026-11-22T05:21:40.3Z stdout F END\r\n");
        feed("2026-11-22T05:21:40.4Z stdout F \r\n");
        assertThat(texts()).containsExactly("BENCH_START", "BENCH_", "END", "");
    }

    @Test
    void keepsEmptyLines() {
        feed("2026-11-22T05:21:40.1Z stdout F \n");
        feed("2026-11-22T05:21:40.1Z stdout F x\n");
        assertThat(texts()).containsExactly("", "x");
    }

    @Test
    void boundsALineOfAnyLengthAndKeepsItsEnd() {
        String part = "x".repeat(16_000);
        for (int i = 0; i < 100; i++) {
            feed("2026-11-22T05:21:40.1Z stdout P " + part + "\n");
        }
        feed("2026-11-22T05:21:41.1Z stdout F " + part + "BENCH_START\n");
        assertThat(lines).hasSize(2).allMatch(LogLine::truncated);
        assertThat(lines.get(0).text()).hasSize(LineSplitter.MAX_LINE);
        assertThat(lines.get(1).text()).hasSize(LineSplitter.MAX_END).endsWith("xBENCH_START");
        assertThat(lines.get(1).at()).isEqualTo(Stamp.node(LogTime.parse("2026-11-22T05:21:41.1Z")));
    }

    @Test
    void findsALineBehindAProgressBar() {
        feed("2026-11-22T05:21:40.1Z stdout P  10 %\r 20 %\r 3\n");
        feed("2026-11-22T05:21:40.2Z stdout F 0 %\rBENCH_START\n");
        assertThat(texts()).containsExactly(" 10 %", " 20 %", " 30 %", "BENCH_START");
        assertThat(lines.get(2).at()).isEqualTo(Stamp.node(LogTime.parse("2026-11-22T05:21:40.1Z")));
        assertThat(lines.get(3).at()).isEqualTo(Stamp.node(LogTime.parse("2026-11-22T05:21:40.2Z")));
    }

    @Test
    void saysWhereARecordWasLongerThanIsRead() {
        feed("2026-11-22T05:21:40.1Z stdout F " + "x".repeat(100_000) + "BENCH_START\n");
        feed("2026-11-22T05:21:40.2Z stdout F next\n");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).truncated()).isTrue();
        assertThat(lines.get(1).truncated()).isTrue();
        assertThat(lines.get(1).text()).endsWith("xBENCH_START");
        assertThat(lines.get(2))
                .isEqualTo(new LogLine(Stamp.node(LogTime.parse("2026-11-22T05:21:40.2Z")), "next", false));
        assertThat(format.damaged()).isZero();
    }

    @Test
    void countsWhatIsNoRecordAndGoesOn() {
        feed("garbage\n\n");
        feed("2026-11-22T05:21:40.1Z stdout\n");
        feed("2026-11-22T05:21:40.1Z stdout F good\n");
        assertThat(texts()).containsExactly("good");
        assertThat(format.damaged()).isEqualTo(3);
    }

    @Test
    void doesNotCareWhereThePiecesAreCut() {
        String text = "2026-11-22T05:21:40.1Z stdout F größer\n2026-11-22T05:21:41Z stdout F β\n";
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            splitter.feed(ByteBuffer.wrap(new byte[] {one}));
        }
        assertThat(texts()).containsExactly("größer", "β");
    }
}
