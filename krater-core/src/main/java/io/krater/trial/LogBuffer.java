package io.krater.trial;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Keeps the first and the last lines of a log of any length in bounded memory. Not thread-safe. */
final class LogBuffer {
    private static final int HEAD_CHARS = 64 * 1024;
    private static final int TAIL_CHARS = 128 * 1024;
    private static final int LINE_CHARS = 8 * 1024;

    private final List<String> head = new ArrayList<>();
    private final ArrayDeque<String> tail = new ArrayDeque<>();
    private int headChars;
    private int tailChars;
    private long dropped;
    private long total;

    void add(String text) {
        total += text.length();
        String line = text.length() > LINE_CHARS ? text.substring(0, LINE_CHARS) : text;
        // a character more for each line, so that empty lines are bounded too
        int cost = line.length() + 1;
        if (tail.isEmpty() && headChars + cost <= HEAD_CHARS) {
            head.add(line);
            headChars += cost;
            return;
        }
        tail.addLast(line);
        tailChars += cost;
        while (tailChars > TAIL_CHARS) {
            tailChars -= tail.removeFirst().length() + 1;
            dropped++;
        }
    }

    LogExcerpt excerpt() {
        List<String> all = new ArrayList<>(head);
        all.addAll(tail);
        return new LogExcerpt(all, dropped, total);
    }
}
