package io.krater.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTimeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T05:21:40.504478519Z",
                "2026-11-22T05:21:40.5Z",
                "2026-11-22T05:21:40Z",
                "2024-02-29T23:59:59.999999999Z",
                "2026-11-22T06:21:40.504478519+01:00",
                "2026-11-22T00:51:40.504478519-04:30"
            })
    void readsWhatTheJdkReads(String text) {
        Instant expected = OffsetDateTime.parse(text).toInstant();
        assertThat(LogTime.parse(text)).isEqualTo(expected.getEpochSecond() * 1_000_000_000L + expected.getNano());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "BENCH_START",
                "{\"kind\":\"Status\",\"apiVersion\":\"v1\"}",
                "2026-11-22T05:21:40",
                "2026-13-22T05:21:40Z",
                "2026-02-30T05:21:40Z",
                "2026-11-22 05:21:40Z",
                "2026-11-22T05:2x:40Z",
                "2026-11-22T05:21:40.5+0100"
            })
    void saysWhatIsNoTime(String text) {
        assertThat(LogTime.parse(text)).isEqualTo(LogTime.NONE);
    }

    @Test
    void keepsEveryNanosecondOfARecentTime() {
        assertThat(LogTime.parse("2026-11-22T05:21:40.000000001Z") - LogTime.parse("2026-11-22T05:21:40Z"))
                .isEqualTo(1);
    }
}
