package io.krater.cgroup.read;

import io.krater.sample.Column;
import io.krater.sample.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * {@code io.stat}: a line for each device, summed over devices.
 *
 * <pre>
 * 8:16 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 dios=0
 * 8:0 rbytes=90430464 wbytes=299008000 rios=8950 wios=1252 dbytes=50331648 dios=3021
 * </pre>
 *
 * <p>An empty file says that no device was used: sums of zero. A device may have other keys only (those of io.cost), but
 * one that has some of the four and not the others is damaged, and a sum that misses a device is absent. A device that
 * is stacked on others in the file (LVM, RAID, a loop) is not added to them, and a row of a device that the kernel cannot
 * name, {@code (unknown)}, is left out.
 */
final class IoStatParser implements FileParser {
    private static final Column[] COLUMNS = {Column.IO_RBYTES, Column.IO_WBYTES, Column.IO_RIOS, Column.IO_WIOS};
    private static final byte[][] KEYS = keys();
    private static final int ALL = (1 << COLUMNS.length) - 1;

    private final long[] sums = new long[COLUMNS.length];
    private final StackedDevices stacked;

    IoStatParser() {
        this(StackedDevices.ofThisHost());
    }

    IoStatParser(StackedDevices stacked) {
        this.stacked = stacked;
    }

    @Override
    public void parse(byte[] bytes, int length, Reading into) {
        if (length > 0 && bytes[length - 1] != '\n') {
            return; // cut short: some device's share is missing
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] = 0;
        }
        int line = 0;
        while (line < length) {
            boolean counts = stacked.counts(bytes, line, length);
            line = counts ? addLine(bytes, line, length) : nextLine(bytes, line, length);
        }
        for (int i = 0; i < sums.length; i++) {
            into.put(COLUMNS[i].index(), sums[i]);
        }
    }

    private static int nextLine(byte[] bytes, int from, int length) {
        int at = from;
        while (at < length && bytes[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    /** Adds one device; a figure that it should have and has not spoils the sum for good. */
    private int addLine(byte[] bytes, int line, int length) {
        int seen = 0;
        int token = line;
        while (true) {
            int end = tokenEnd(bytes, token, length);
            int key = keyAt(bytes, token, end);
            if (key >= 0) {
                long value = Decimal.parse(bytes, token + KEYS[key].length, length, bytes[end]);
                add(key, (seen & 1 << key) == 0 ? value : Decimal.NONE);
                seen |= 1 << key;
            }
            token = end + 1;
            if (bytes[end] == '\n') {
                break;
            }
        }
        for (int key = 0; seen != 0 && seen != ALL && key < sums.length; key++) {
            if ((seen & 1 << key) == 0) {
                add(key, Decimal.NONE);
            }
        }
        return token;
    }

    private void add(int key, long value) {
        long sum = sums[key] + value;
        sums[key] = sums[key] < 0 || value < 0 || sum < 0 ? Decimal.NONE : sum;
    }

    private static int tokenEnd(byte[] bytes, int from, int length) {
        int at = from;
        while (at < length - 1 && bytes[at] != ' ' && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private static int keyAt(byte[] bytes, int from, int end) {
        for (int key = 0; key < KEYS.length; key++) {
            byte[] name = KEYS[key];
            int same = 0;
            while (same < name.length && from + same < end && bytes[from + same] == name[same]) {
                same++;
            }
            if (same == name.length) {
                return key;
            }
        }
        return -1;
    }

    private static byte[][] keys() {
        byte[][] keys = new byte[COLUMNS.length][];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (COLUMNS[i].key() + "=").getBytes(StandardCharsets.US_ASCII);
        }
        return keys;
    }

    @Override
    public Set<Column> columns() {
        return Collections.unmodifiableSet(EnumSet.of(COLUMNS[0], COLUMNS));
    }
}
