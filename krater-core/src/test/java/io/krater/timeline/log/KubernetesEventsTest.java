package io.krater.timeline.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.timeline.Timeline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KubernetesEventsTest {
    private static final String SCHEDULED = """
            {"kind": "Event", "metadata": {"name": "p.1", "creationTimestamp": "2026-11-26T02:00:00Z"},
             "involvedObject": {"kind": "Pod", "name": "p", "uid": "u"}, "reason": "Scheduled",
             "eventTime": "2026-11-26T02:00:00.250000Z", "firstTimestamp": null, "series": null}""";
    private static final String STARTED = """
            {"involvedObject": {"kind": "Pod", "name": "p"}, "reason": "Started", "eventTime": null,
             "firstTimestamp": "2026-11-26T02:00:02Z", "lastTimestamp": "2026-11-26T02:00:09Z", "count": 3}""";

    @Test
    void readsAListInOrderOfTime() throws IOException {
        TimelineLog log = read("{\"kind\": \"List\", \"items\": [" + STARTED + ",\n" + SCHEDULED + "]}");
        Timeline pod = log.timeline("p").orElseThrow();
        assertThat(pod.names()).containsExactly("Scheduled", "Started");
        assertThat(pod.at(1) - pod.at(0)).isEqualTo(1_750_000_000L);
        assertThat(log.findings()).isEmpty();
    }

    @Test
    void readsAWatchAndEventsOneAfterTheOther() throws IOException {
        TimelineLog watch = read("{\"type\": \"ADDED\", \"object\": " + SCHEDULED
                + "}\n{\"type\": \"MODIFIED\", \"object\": " + STARTED + "}\n" + STARTED);
        assertThat(watch.timeline("p").orElseThrow().names()).containsExactly("Scheduled", "Started");
    }

    @Test
    void leavesOutWhatIsNoEventAndSaysWhereTheEventsEnd() throws IOException {
        TimelineLog log = read(SCHEDULED
                + "\n{\"reason\": \"Lost\", \"involvedObject\": {\"name\": \"p\"}, \"firstTimestamp\": null}"
                + "\n{\"reason\": \"Late\", \"involvedObject\": {\"name\": \"p\"}, \"firstTimestamp\": \"yesterday\"}"
                + "\n{\"reason\": \"Whose\", \"firstTimestamp\": \"2026-11-26T02:00:02Z\"}"
                + "\n{\"reason\": \"Tor");
        assertThat(log.timelines()).hasSize(1);
        assertThat(log.findings())
                .extracting(Finding::kind)
                .containsExactlyInAnyOrder(
                        Finding.Kind.FOREIGN, Finding.Kind.BAD_TIME, Finding.Kind.NO_CONTAINER, Finding.Kind.TORN);
        assertThat(read("").timelines()).isEmpty();
    }

    private static TimelineLog read(String text) throws IOException {
        return KubernetesEvents.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
