package io.krater.timeline.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.timeline.Timeline;
import io.krater.timeline.log.Finding.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every format of a log keeps to. */
interface LogFormatContract {
    LogFormat format();

    /** A whole line with its end: a mark of a container at a number of nanoseconds. */
    String line(String container, String mark, long nanos);

    /** Two marks that the format can hold. */
    default List<String> marks() {
        return List.of("one", "two");
    }

    private TimelineLog read(String text) {
        return Logs.read(text.getBytes(StandardCharsets.UTF_8), format());
    }

    @Test
    default void readsNanosecondsExactly() {
        long at = 1703676366849599657L;
        TimelineLog log = read(line("c", marks().get(0), at) + line("c", marks().get(1), at + 1));
        assertThat(log.timelines()).singleElement().satisfies(timeline -> {
            assertThat(timeline.names()).containsExactlyElementsOf(marks());
            assertThat(timeline.at(0)).isEqualTo(at);
            assertThat(timeline.at(1)).isEqualTo(at + 1);
        });
        assertThat(log.findings()).isEmpty();
    }

    @Test
    default void noBytesMakeItThrowAndEveryLineIsAccountedFor() {
        Random random = new Random(11);
        byte[] whole = line("c", marks().get(0), 1703676366849599657L).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int lines = 4000;
        for (int i = 0; i < lines; i++) {
            byte[] spoilt = whole.clone();
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                byte hit = (byte) random.nextInt(256);
                spoilt[random.nextInt(spoilt.length - 1)] = hit == '\n' || hit == '\r' ? (byte) '?' : hit;
            }
            text.writeBytes(spoilt);
        }
        TimelineLog log = Logs.read(text.toByteArray(), format());
        long marks = log.timelines().stream().mapToInt(Timeline::size).sum();
        long leftOut = log.findings().stream()
                .filter(finding -> finding.kind().leftOut())
                .mapToLong(Finding::count)
                .sum();
        assertThat(log.lines()).isEqualTo(lines);
        assertThat(marks + leftOut).isGreaterThanOrEqualTo(lines);
        assertThat(leftOut).isPositive();
    }

    @Test
    default void longLinesOfAnyKindCostThemselvesOnly() {
        String whole = line("c", marks().get(0), 1703676366849599657L);
        int middle = whole.length() / 2;
        StringBuilder text = new StringBuilder();
        for (String filling : List.of("\\\"", "\"", "x", "{", "[", " ", "\\", "a b=\"", "7")) {
            String longer = filling.repeat(900_000 / filling.length());
            text.append(whole, 0, middle).append(longer).append(whole, middle, whole.length());
            text.append(longer).append(whole);
        }
        TimelineLog log = read(text + line("c", marks().get(1), 1703676366849599658L));
        assertThat(log.lines()).isEqualTo(19);
        assertThat(log.timelines().stream().mapToInt(Timeline::size).sum()).isPositive();
    }

    @Test
    default void anotherProgramsLinesAreLeftOutWithAReason() {
        TimelineLog log = read("{\"level\":\"warn\",\"msg\":\"hello\"}\nplain words\n");
        assertThat(log.timelines()).isEmpty();
        assertThat(log.findings()).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.kind()).isIn(Kind.FOREIGN, Kind.TORN);
            assertThat(finding.examples()).isNotEmpty();
        });
    }
}
