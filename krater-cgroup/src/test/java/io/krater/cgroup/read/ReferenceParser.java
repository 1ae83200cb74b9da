package io.krater.cgroup.read;

import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file says, taken slowly and plainly with strings: the oracle for the parsers. Gives all that a figure could be,
 * in the order of the file: a number for each well-formed occurrence, {@link SampleSeries#ABSENT} for a malformed one.
 */
public final class ReferenceParser {
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final int MOST_DIGITS = 19;

    private ReferenceParser() {}

    static Map<Column, List<Long>> candidates(String file, String text) {
        Map<Column, List<Long>> found = new EnumMap<>(Column.class);
        List<String> lines = closedLines(text);
        Map<String, List<String>> byKey = new HashMap<>();
        for (String line : lines) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                byKey.computeIfAbsent(line.substring(0, blank), any -> new ArrayList<>(1))
                        .add(line.substring(blank));
            }
        }
        for (Column column : CgroupFormat.columns(file)) {
            if (file.equals("io.stat")) {
                found.put(column, List.of(ioSum(column, text)));
            } else if (column.key().isEmpty()) {
                found.put(column, List.of(text.endsWith("\n") ? number(lines.get(0)) : SampleSeries.ABSENT));
            } else {
                found.put(column, keyed(file, byKey.getOrDefault(column.key(), List.of())));
            }
        }
        return found;
    }

    /** The only thing that the figure can be; for files in which no key stands twice. */
    public static long value(Column column, String text) {
        List<Long> candidates = candidates(column.file(), text).getOrDefault(column, List.of());
        if (candidates.size() != 1) {
            throw new IllegalArgumentException(column + " is ambiguous in " + text);
        }
        return candidates.get(0);
    }

    private static List<Long> keyed(String file, List<String> rests) {
        if (rests.isEmpty()) {
            return List.of(SampleSeries.ABSENT);
        }
        List<Long> values = new ArrayList<>(1);
        for (String rest : rests) {
            values.add(file.endsWith(".pressure") ? total(rest) : number(rest.substring(1)));
        }
        return values;
    }

    /** Lines with an end; what follows the last end may be cut short. */
    private static List<String> closedLines(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        lines.remove(lines.size() - 1);
        return lines;
    }

    private static long total(String line) {
        int at = line.indexOf(" total=");
        return at < 0 ? SampleSeries.ABSENT : number(line.substring(at + " total=".length()));
    }

    private static long ioSum(Column column, String text) {
        if (!text.isEmpty() && !text.endsWith("\n")) {
            return SampleSeries.ABSENT;
        }
        BigInteger sum = BigInteger.ZERO;
        for (String line : closedLines(text)) {
            Map<String, List<Long>> device = new HashMap<>();
            for (String token : line.split(" ", -1)) {
                int equals = token.indexOf('=');
                String key = equals < 0 ? "" : token.substring(0, equals);
                if (List.of("rbytes", "wbytes", "rios", "wios").contains(key)) {
                    device.computeIfAbsent(key, any -> new ArrayList<>()).add(number(token.substring(equals + 1)));
                }
            }
            List<Long> values = device.getOrDefault(column.key(), List.of());
            if (!device.isEmpty() && (values.size() != 1 || values.get(0) < 0)) {
                return SampleSeries.ABSENT;
            }
            sum = sum.add(BigInteger.valueOf(values.isEmpty() ? 0 : values.get(0)));
        }
        return sum.compareTo(MAX) > 0 ? SampleSeries.ABSENT : sum.longValueExact();
    }

    private static long number(String text) {
        if (text.isEmpty() || text.length() > MOST_DIGITS) {
            return SampleSeries.ABSENT;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return SampleSeries.ABSENT;
            }
        }
        BigInteger value = new BigInteger(text);
        return value.compareTo(MAX) > 0 ? SampleSeries.ABSENT : value.longValueExact();
    }
}
