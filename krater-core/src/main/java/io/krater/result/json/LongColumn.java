package io.krater.result.json;

import java.util.ArrayList;
import java.util.List;

/** Numbers of one column while a file is read, in chunks that are given up one by one as the series is built from them. */
public final class LongColumn {
    static final int CHUNK = 1 << 12;

    private final List<long[]> chunks = new ArrayList<>();
    private long[] last = new long[0];
    private int used;
    private int size;

    public void add(long value) {
        if (used == last.length) {
            grow();
        }
        last[used++] = value;
        size++;
    }

    int size() {
        return size;
    }

    /** A copy of all numbers. */
    long[] toArray() {
        long[] all = new long[size];
        int at = 0;
        for (long[] chunk : chunks) {
            int count = Math.min(chunk.length, size - at);
            System.arraycopy(chunk, 0, all, at, count);
            at += count;
        }
        return all;
    }

    /** The numbers from {@code index * CHUNK} on; this column then holds them no more. */
    long[] release(int index) {
        return chunks.set(index, new long[0]);
    }

    /** A short series stays in a short array; a full chunk is followed by another. */
    private void grow() {
        if (last.length > 0 && last.length < CHUNK) {
            last = java.util.Arrays.copyOf(last, Math.min(CHUNK, last.length * 4));
            chunks.set(chunks.size() - 1, last);
        } else {
            last = new long[chunks.isEmpty() ? 64 : CHUNK];
            chunks.add(last);
            used = 0;
        }
    }
}
