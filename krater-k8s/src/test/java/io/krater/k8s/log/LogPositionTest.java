package io.krater.k8s.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogPositionTest {
    private static final long SECOND = 1_000_000_000L;

    private record Line(long at, String text) {}

    private static boolean isNew(LogPosition position, Line line) {
        byte[] bytes = line.text().getBytes(StandardCharsets.UTF_8);
        return position.isNew(line.at(), bytes, 0, bytes.length);
    }

    /** What the log endpoint gives from a second on: it leaves out each line that is older. */
    private static List<Line> since(List<Line> log, LogPosition position) {
        return position.hasBegun()
                ? log.stream()
                        .filter(line -> line.at() >= position.resumeSecond() * SECOND)
                        .toList()
                : log;
    }

    @Test
    void losesAndRepeatsNothingWhereverTheStreamBreaks() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<Line> log = new ArrayList<>();
            long at = 1_000 * SECOND;
            for (int i = 0; i < 60; i++) {
                // several lines of one time, and now and then one of the other stream that is older than its neighbour
                at += random.nextInt(4) == 0 ? 0 : random.nextInt(400_000_000);
                long stamp = random.nextInt(6) == 0 ? at - random.nextInt(900_000_000) : at;
                log.add(new Line(stamp, random.nextInt(3) == 0 ? "same" : "line " + i));
            }
            List<Line> read = new ArrayList<>();
            LogPosition position = new LogPosition();
            int there = 0;
            for (int stream = 0; stream < 200 && read.size() < log.size(); stream++) {
                there = Math.min(log.size(), there + random.nextInt(20));
                position.resume(random.nextBoolean());
                for (Line line : since(log.subList(0, there), position)) {
                    if (isNew(position, line)) {
                        read.add(line);
                    }
                }
            }
            assertThat(read).isEqualTo(log);
            assertThat(position.mayLack()).isFalse();
        }
    }

    @Test
    void goesByTimeWhereTheFileWasBegunAnew() {
        LogPosition position = new LogPosition();
        assertThat(isNew(position, new Line(10 * SECOND + 1, "a"))).isTrue();
        assertThat(isNew(position, new Line(10 * SECOND + 2, "b"))).isTrue();
        assertThat(isNew(position, new Line(10 * SECOND + 3, "c"))).isTrue();
        position.resume(false);
        // a is in the old file, which the kubelet no longer reads
        assertThat(isNew(position, new Line(10 * SECOND + 2, "b"))).isFalse();
        assertThat(isNew(position, new Line(10 * SECOND + 3, "c"))).isFalse();
        assertThat(isNew(position, new Line(10 * SECOND + 4, "d"))).isTrue();
        assertThat(isNew(position, new Line(10 * SECOND + 5, "e"))).isTrue();
    }

    @Test
    void saysWhetherTheEndOfAnOldFileMayHaveBeenMissed() {
        for (boolean whole : new boolean[] {true, false}) {
            LogPosition position = new LogPosition();
            assertThat(isNew(position, new Line(10 * SECOND + 1, "a"))).isTrue();
            position.resume(whole);
            assertThat(isNew(position, new Line(12 * SECOND, "b, of a new file")))
                    .isTrue();
            assertThat(position.mayLack()).isEqualTo(!whole);
        }
    }
}
