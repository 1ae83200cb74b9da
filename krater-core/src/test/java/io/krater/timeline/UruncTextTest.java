package io.krater.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.timeline.log.Logs;
import io.krater.timeline.log.TimelineLog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agrees byte for byte with what src/test/python/timeline_reference.py had Python print. */
class UruncTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"urunc20", "urunc19", "short", "wide", "twice", "large"})
    void printsWhatTheScriptsPrint(String name) {
        TimelineLog log = Logs.urunc(Logs.resource("/io/krater/timeline/" + name + ".zlog"));
        PhaseBreakdown breakdown = PhaseBreakdown.of(log.timelines());
        assertThat(UruncText.single(log.timelines().get(0)))
                .isEqualTo(Logs.resource("/io/krater/timeline/" + name + ".single.txt"));
        assertThat(UruncText.printed(breakdown))
                .isEqualTo(Logs.resource("/io/krater/timeline/" + name + ".pprint.txt"));
        assertThat(UruncText.json(breakdown)).isEqualTo(Logs.resource("/io/krater/timeline/" + name + ".json"));
    }

    @Test
    void cutsTheAverageAsTheDocumentationShowsIt() {
        assertThat(Lengths.of(new long[] {77763, 162634}).cutAverage()).isEqualTo(120198);
        assertThat(Lengths.of(new long[] {22292698, 796112}).cutAverage()).isEqualTo(11544405);
    }

    @Test
    void nothingToPrintIsAnEmptyDictionary() {
        PhaseBreakdown none = PhaseBreakdown.of(List.of(Logs.timeline("one", "TS00", 5)));
        assertThat(UruncText.printed(none)).isEqualTo("{}\n");
        assertThat(UruncText.json(none)).isEqualTo("{}");
        assertThat(UruncText.single(Logs.timeline("one", "TS00", 5))).isEqualTo("\n");
    }
}
