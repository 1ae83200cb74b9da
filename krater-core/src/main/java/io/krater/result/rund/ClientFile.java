package io.krater.result.rund;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one client did, a line a round:
 *
 * <pre>
 * POD START-MS END-MS LATENCY-MS
 * </pre>
 *
 * @param pods the pods
 * @param start when each was asked for, in ms since the Unix epoch
 * @param end when each was ready
 * @param damaged why a round's line cannot be used, by the round from 1 up
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and thousands are read
record ClientFile(List<String> pods, long[] start, long[] end, Map<Integer, String> damaged) {
    int rounds() {
        return pods.size();
    }

    static ClientFile read(Path file, Problems problems) {
        List<String> pods = new ArrayList<>();
        long[] start = new long[16];
        long[] end = new long[16];
        Map<Integer, String> damaged = new LinkedHashMap<>();
        try {
            Fields fields = Fields.of(file);
            while (fields.nextLine()) {
                if (pods.size() == start.length) {
                    start = Arrays.copyOf(start, 2 * start.length);
                    end = Arrays.copyOf(end, 2 * end.length);
                }
                int place = pods.size();
                pods.add(fields.text());
                start[place] = fields.number();
                end[place] = fields.number();
                long latency = fields.number();
                if (start[place] < 0 || end[place] < start[place] || latency < 0 || !fields.atEnd()) {
                    String what = "not \"pod start-ms end-ms latency-ms\", was \"" + fields.whole()
                            + "\"; its round is set aside";
                    damaged.put(place + 1, problems.add(file, fields.line(), what));
                }
            }
        } catch (NoSuchFileException absent) {
            problems.add(file, 0, "is not there: no round of this level is complete");
        } catch (IOException unreadable) {
            problems.add(file, 0, "cannot be read: " + unreadable.getMessage());
        }
        return new ClientFile(pods, start, end, damaged);
    }
}
