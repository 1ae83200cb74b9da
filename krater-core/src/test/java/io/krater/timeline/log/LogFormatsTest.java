package io.krater.timeline.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.krater.timeline.log.Finding.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFormatsTest {
    private static String decimalSeconds(long nanos) {
        return nanos / 1_000_000_000 + "." + String.format("%09d", nanos % 1_000_000_000);
    }

    @Nested
    class Urunc implements LogFormatContract {
        @Override
        public LogFormat format() {
            return LogFormats.urunc();
        }

        @Override
        public String line(String container, String mark, long nanos) {
            return Logs.line(container, mark, nanos);
        }
    }

    @Nested
    class Json implements LogFormatContract {
        @Override
        public LogFormat format() {
            return LogFormats.json(JsonFields.of("pod.name", "event", "ts", TimeForm.unixSeconds()));
        }

        @Override
        public String line(String container, String mark, long nanos) {
            return "{\"pod\":{\"uid\":{\"name\":1},\"name\":\"" + container + "\"},\"tags\":[{\"ts\":3}],\"ts\":"
                    + decimalSeconds(nanos) + ",\"event\":\"" + mark + "\"}\n";
        }
    }

    @Nested
    class Text implements LogFormatContract {
        @Override
        public LogFormat format() {
            return LogFormats.text(
                    Pattern.compile("^(?<time>\\S+Z) (?<container>\\w+): (?<mark>\\w+)$"), TimeForm.rfc3339(), "");
        }

        @Override
        public String line(String container, String mark, long nanos) {
            return Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000) + " " + container + ": " + mark
                    + "\n";
        }
    }

    @Nested
    class Containerd implements LogFormatContract {
        @Override
        public LogFormat format() {
            return LogFormats.containerd();
        }

        @Override
        public String line(String container, String mark, long nanos) {
            String done = mark.equals("containerd.start_returned") ? " returns successfully" : "";
            return "time=\"" + Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000)
                    + "\" level=info msg=\"StartContainer for \\\"" + container + "\\\"" + done + "\"\n";
        }

        @Override
        public java.util.List<String> marks() {
            return java.util.List.of("containerd.start_requested", "containerd.start_returned");
        }
    }

    private static TimelineLog read(String text, LogFormat format) {
        return Logs.read(text.getBytes(StandardCharsets.UTF_8), format);
    }

    @Test
    void aLogOfOneProcessNeedsNoContainer() {
        LogFormat json = LogFormats.json(JsonFields.ofSingle("run 1", "step", "ms", TimeForm.unixMilliseconds()));
        TimelineLog log = read(
                "{\"step\":\"a\",\"ms\":1.000001}\n{\"step\":\"b\",\"ms\":\"2\"}\n{\"step\":\"c\",\"ms\":2e3}\n", json);
        assertThat(log.timelines()).containsExactly(Logs.timeline("run 1", "a", 1_000_001, "b", 2_000_000));
        assertThat(UruncLogTest.lines(log, Kind.BAD_TIME)).containsExactly(3L);
        LogFormat text =
                LogFormats.text(Pattern.compile("MARK (?<mark>\\S+) (?<time>\\d+)"), TimeForm.unixNanoseconds(), "p");
        assertThat(read("MARK ready 7\nnothing\n", text).timelines()).containsExactly(Logs.timeline("p", "ready", 7));
    }

    @Test
    void containerdsLogTellsAContainersSandboxCreateAndStart() {
        TimelineLog log = read(Logs.resource("/io/krater/timeline/log/containerd.log"), LogFormats.containerd());
        assertThat(log.timelines()).hasSize(2).allSatisfy(timeline -> {
            assertThat(timeline.names())
                    .containsExactly(
                            "containerd.sandbox_requested",
                            "containerd.sandbox_ready",
                            "containerd.create_requested",
                            "containerd.create_returned",
                            "containerd.start_requested",
                            "containerd.start_returned",
                            "containerd.task_exited");
            assertThat(timeline.id()).hasSize(64);
        });
        assertThat(log.timelines().get(0).between("containerd.start_requested", "containerd.start_returned"))
                .hasValue(751_722_240);
        assertThat(log.findings()).extracting(Finding::kind).containsExactly(Kind.FOREIGN);
    }

    @Test
    void containerdsLogThatBeginsInTheMiddleGivesWhatItHas() {
        String text = Logs.resource("/io/krater/timeline/log/containerd.log");
        TimelineLog log = read(text.substring(text.indexOf("returns sandbox id")), LogFormats.containerd());
        assertThat(log.timelines().get(0).names())
                .containsExactly(
                        "containerd.create_requested",
                        "containerd.create_returned",
                        "containerd.start_requested",
                        "containerd.start_returned",
                        "containerd.task_exited");
    }

    @Test
    void aContainerThatIsNotNamedIsSaidToBeMissing() {
        LogFormat json = LogFormats.json(JsonFields.of("c", "m", "t", TimeForm.unixNanoseconds()));
        TimelineLog log = read(
                "{\"m\":\"a\",\"t\":1}\n{\"c\":null,\"m\":\"a\",\"t\":1}\n{\"c\":\"\",\"m\":\"a\",\"t\":1}\n", json);
        assertThat(UruncLogTest.lines(log, Kind.NO_CONTAINER)).containsExactly(1L, 2L, 3L);
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000.1234567891,1700000000123456789",
        "1700000000,1700000000000000000",
        "9223372036.854775807,9223372036854775807"
    })
    void secondsAreTakenDigitByDigit(String text, long nanos) throws BadTimeException {
        assertThat(TimeForm.unixSeconds().nanos(text)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036.854775808,TIME_OUT_OF_RANGE",
        "-1,TIME_OUT_OF_RANGE",
        "1e9,BAD_TIME",
        "NaN,BAD_TIME",
        "'',BAD_TIME"
    })
    void whatIsNoTimeIsNamed(String text, Kind kind) {
        TimelineLog log = read(
                "{\"c\":\"c\",\"m\":\"a\",\"t\":\"" + text + "\"}\n",
                LogFormats.json(JsonFields.of("c", "m", "t", TimeForm.unixSeconds())));
        assertThat(log.findings()).singleElement().extracting(Finding::kind).isEqualTo(kind);
    }

    @Test
    void datesFollowAPatternAndAZone() throws BadTimeException {
        TimeForm local = TimeForm.pattern("yyyy-MM-dd HH:mm:ss.SSSSSS", ZoneId.of("Europe/Athens"));
        assertThat(local.nanos("2026-01-31 14:00:00.123456"))
                .isEqualTo(Instant.parse("2026-01-31T12:00:00Z").getEpochSecond() * 1_000_000_000 + 123_456_000);
        assertThat(TimeForm.pattern("yyyy-MM-dd'T'HH:mm:ssXXX", ZoneId.of("UTC"))
                        .nanos("1970-01-01T01:00:01+01:00"))
                .isEqualTo(1_000_000_000);
    }

    @Test
    void aPatternWithoutItsGroupsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogFormats.text(Pattern.compile("(?<time>x)"), TimeForm.rfc3339(), "c"))
                .withMessageContaining("(?<mark>...)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogFormats.text(Pattern.compile("(?<time>x)(?<mark>y)"), TimeForm.rfc3339(), ""))
                .withMessageContaining("container");
    }
}
