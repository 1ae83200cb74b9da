package io.krater.timeline.log;

import static io.krater.timeline.log.Logs.line;
import static io.krater.timeline.log.Logs.named;
import static io.krater.timeline.log.Logs.urunc;
import static org.assertj.core.api.Assertions.assertThat;

import io.krater.timeline.Timeline;
import io.krater.timeline.UruncMarks;
import io.krater.timeline.log.Finding.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UruncLogTest {
    private static final long AT = 1703676366853478852L;

    @Test
    void readsContainersInTheOrderOfTheLogAndMarksInTheOrderOfTime() {
        TimelineLog log = urunc(line("b", "TS00", AT)
                + line("a", "TS01", AT + 9)
                + line("b", "TS01", AT + 1)
                + line("a", "TS00", AT + 4));
        assertThat(log.timelines()).extracting(Timeline::id).containsExactly("b", "a");
        assertThat(log.timeline("a").orElseThrow().names()).containsExactly("TS00", "TS01");
        assertThat(log.timeline("a").orElseThrow().at(0)).isEqualTo(AT + 4);
        assertThat(log.timeline("c")).isEmpty();
        assertThat(log.lines()).isEqualTo(4);
    }

    @Test
    void takesNamesAndOrderOfNewerVersions() {
        TimelineLog log = urunc(named("a", 7, "CR.hooks_executed", AT + 70)
                + named("a", 6, "CR.received_pids", AT + 60)
                + named("a", 0, "CR.invoked", AT));
        Timeline timeline = log.timelines().get(0);
        assertThat(timeline.names()).containsExactly("TS00", "TS06", "TS07");
        assertThat(timeline.byTitle().names()).containsExactly("CR.invoked", "CR.received_pids", "CR.hooks_executed");
        assertThat(log.order()).containsExactly("TS00", "TS06", "TS07");
        assertThat(UruncMarks.of(timeline)).contains(UruncMarks.NINETEEN);
    }

    @Test
    void readsTheOldestMessageForm() {
        TimelineLog log =
                urunc("{\"level\":\"info\",\"time\":\"2023-11-27T10:00:00Z\",\"message\":\"a,TS00," + AT + "\"}\n"
                        + "{\"message\":\"a,TS01," + (AT + 5) + "\"}\n{\"message\":\"a,cTS00," + AT + "\"}\n"
                        + "{\"message\":\"ready\"}\n");
        assertThat(log.timelines()).containsExactly(Logs.timeline("a", "TS00", AT, "TS01", AT + 5));
        assertThat(counts(log)).isEqualTo(Map.of(Kind.OTHER_CHECK, 1L, Kind.FOREIGN, 1L));
    }

    @Test
    void leavesOutOtherChecksAndInvalidIdsAndTellsWhichLines() {
        TimelineLog log = urunc(line("a", "cTS00", AT) + line("a", "cTS01", AT) + line("a", "TS00", AT)
                + "{\"containerID\":\"a\",\"timestampID_invalid\":19,\"time\":" + AT
                + ",\"message\":\"invalid timestamp ID\"}\n");
        assertThat(log.timelines().get(0).size()).isEqualTo(1);
        assertThat(counts(log)).isEqualTo(Map.of(Kind.OTHER_CHECK, 2L, Kind.INVALID_ID, 1L));
        assertThat(lines(log, Kind.INVALID_ID)).containsExactly(4L);
    }

    @Test
    void namesTornLinesAndKeepsTheRest() {
        String whole = line("a", "TS01", AT + 1);
        String torn = whole.substring(0, 60) + "\n";
        String raced = line("a", "TS02", AT + 2).strip() + line("a", "TS03", AT + 3);
        String merged = whole.substring(0, 40) + line("a", "TS09", AT + 9);
        String last = line("a", "TS04", AT + 4).strip();
        TimelineLog log = urunc(line("a", "TS00", AT) + torn + "\n" + raced + merged + last);
        assertThat(log.timelines().get(0).names()).containsExactly("TS00", "TS02", "TS03", "TS04");
        assertThat(lines(log, Kind.TORN)).containsExactly(2L, 5L);
        assertThat(sentences(log)).anySatisfy(text -> assertThat(text).contains("2 lines left out", "line 2 \"{"));
    }

    @Test
    void takesNoTimeThroughADoubleAndNamesThoseBeyondALong() {
        TimelineLog log = urunc(line("a", "TS00", "1.7036763668534788e18") + line("a", "TS01", AT + ".0")
                + line("a", "TS02", "9223372036854775808") + line("a", "TS03", "-1") + line("a", "TS04", "null")
                + line("a", "TS05", "\"" + AT + "\"") + line("a", "TS06", "9223372036854775807")
                + "{\"containerID\":\"a\",\"timestampID\":\"TS07\"}\n" + line("a", "TS08", "1" + "0".repeat(5000)));
        assertThat(log.timelines().get(0)).isEqualTo(Logs.timeline("a", "TS05", AT, "TS06", Long.MAX_VALUE));
        assertThat(lines(log, Kind.BAD_TIME)).containsExactly(1L, 2L, 5L);
        assertThat(lines(log, Kind.TIME_OUT_OF_RANGE)).containsExactly(3L, 4L);
        assertThat(lines(log, Kind.FOREIGN)).containsExactly(8L);
        assertThat(lines(log, Kind.TORN)).containsExactly(9L);
    }

    @Test
    void keepsEqualInstantsRepeatedIdsAndAClockThatWentBackButSaysSo() {
        TimelineLog log = urunc(line("a", "TS00", AT)
                + line("a", "TS01", AT)
                + line("b", "TS00", AT - 50)
                + line("a", "TS02", AT - 7)
                + line("a", "TS01", AT + 3));
        assertThat(log.timeline("a").orElseThrow().names()).containsExactly("TS02", "TS00", "TS01", "TS01");
        assertThat(log.timeline("a").orElseThrow().at("TS01")).hasValue(AT + 3);
        assertThat(lines(log, Kind.SAME_INSTANT)).containsExactly(2L);
        assertThat(lines(log, Kind.BACKWARDS)).containsExactly(4L);
        assertThat(lines(log, Kind.REPEATED)).containsExactly(5L);
        assertThat(sentences(log)).allSatisfy(text -> assertThat(text).contains("kept"));
    }

    @Test
    void passesOverBinaryGarbageAndLinesOfTenMegabytes() {
        byte[] garbage = new byte[5000];
        new Random(3).nextBytes(garbage);
        String noise = new String(garbage, StandardCharsets.ISO_8859_1).replace("\n", "");
        String huge = "{\"containerID\":\"" + "x".repeat(10_000_000) + "\n";
        byte[] text = (line("a", "TS00", AT) + huge + noise + "\n" + line("a", "TS01", AT + 1) + huge.strip())
                .getBytes(StandardCharsets.ISO_8859_1);
        TimelineLog log = Logs.read(text, LogFormats.urunc());
        assertThat(log.timelines()).containsExactly(Logs.timeline("a", "TS00", AT, "TS01", AT + 1));
        assertThat(lines(log, Kind.TOO_LONG)).containsExactly(2L, 5L);
        assertThat(lines(log, Kind.BINARY)).containsExactly(3L);
        assertThat(sentences(log)).allSatisfy(each -> assertThat(each).doesNotContainPattern("\\p{Cntrl}"));
    }

    @Test
    void readsAHundredThousandContainersAndWindowsLineEnds() {
        StringBuilder text = new StringBuilder("\ufeff");
        for (int i = 0; i < 100_000; i++) {
            text.append(line("c" + i, "TS00", AT + i).replace("\n", "\r\n"));
        }
        TimelineLog log = urunc(text.toString());
        assertThat(log.timelines()).hasSize(100_000);
        assertThat(log.findings()).isEmpty();
        assertThat(log.beginning("c9999")).hasSize(1);
        assertThat(log.beginning("c1234")).hasSize(1);
        assertThat(log.beginning("c99999x")).isEmpty();
        assertThat(urunc(line("c12", "TS00", 1) + line("c13", "TS00", 1)).beginning("c1"))
                .hasSize(2);
    }

    @Test
    void tellsTheVersionsApartByNamesOrByTheNumberOfIds() {
        List<Timeline> twenty =
                urunc(Logs.resource("/io/krater/timeline/urunc20.zlog")).timelines();
        List<Timeline> nineteen =
                urunc(Logs.resource("/io/krater/timeline/urunc19.zlog")).timelines();
        assertThat(UruncMarks.of(twenty)).contains(UruncMarks.TWENTY);
        assertThat(UruncMarks.of(nineteen)).contains(UruncMarks.NINETEEN);
        assertThat(UruncMarks.of(List.of(Logs.timeline("a", "TS00", 1)))).isEmpty();
        List<Timeline> upgraded = List.of(
                twenty.get(0), urunc(named("n", 0, "CR.invoked", 5)).timelines().get(0));
        assertThat(UruncMarks.of(upgraded)).isEmpty();
    }

    @Test
    void theSameIdMeansOtherThingsInTheTwoVersionsSoNamesCompareThem() {
        for (int place = 7; place < 19; place++) {
            String later = UruncMarks.NINETEEN.marks().get(place).name();
            assertThat(UruncMarks.TWENTY.marks().get(place + 1).name()).isEqualTo(later);
        }
        Timeline old = Logs.timeline("old", "TS07", 1, "TS08", 3)
                .titled(UruncMarks.TWENTY)
                .byTitle();
        assertThat(old.names()).containsExactly("CR.received_booted", "CR.hooks_executed");
        assertThat(UruncMarks.lane("CR.hooks_executed")).isEqualTo("create");
        assertThat(UruncMarks.TWENTY.find("TS19").orElseThrow().lane()).isEqualTo("reexec");
    }

    private static List<String> sentences(TimelineLog log) {
        return log.findings().stream().map(Finding::sentence).toList();
    }

    static Map<Kind, Long> counts(TimelineLog log) {
        return log.findings().stream().collect(Collectors.toMap(Finding::kind, Finding::count));
    }

    static List<Long> lines(TimelineLog log, Kind kind) {
        return log.findings().stream()
                .filter(finding -> finding.kind() == kind)
                .flatMap(finding -> finding.examples().stream())
                .map(Finding.Example::line)
                .toList();
    }
}
