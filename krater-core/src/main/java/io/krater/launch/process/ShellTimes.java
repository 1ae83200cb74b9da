package io.krater.launch.process;

import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CPU time that a shell and the program that it waited for have used, as its {@code times} tells (POSIX, Shell Command
 * Language): {@code 0m0.01s 0m0.00s} for the shell, and a second line for its children. In steps of a clock tick, 10 ms on
 * most machines.
 *
 * <p>Where there is no cgroup, the counters of a process are gone with it; this is what it had used in the end.
 *
 * @param userUsec in user mode, in microseconds
 * @param systemUsec in kernel mode, in microseconds
 */
record ShellTimes(long userUsec, long systemUsec) {
    private static final String TIME = "(\\d{1,9})m(\\d{1,2}\\.\\d{1,6})s";
    private static final Pattern TIMES =
            Pattern.compile("^" + TIME + " " + TIME + "\\R" + TIME + " " + TIME + "\\s*\\z", Pattern.MULTILINE);

    /** What a shell's {@code times} says at the end of a text; empty where it does not. */
    public static Optional<ShellTimes> parse(String text) {
        Matcher matcher = TIMES.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        return Optional.of(new ShellTimes(usec(matcher, 1) + usec(matcher, 5), usec(matcher, 3) + usec(matcher, 7)));
    }

    private static long usec(Matcher matcher, int group) {
        double seconds = Double.parseDouble(matcher.group(group + 1));
        return Long.parseLong(matcher.group(group)) * 60_000_000 + Math.round(seconds * 1e6);
    }

    /**
     * The samples with one more, of the CPU times at the end, so that they enclose the program's whole life. As they are
     * where they hold no CPU time, or know of the end already.
     *
     * @param endedAt when the program ended, in nanoseconds since the Unix epoch
     */
    SampleSet endOf(SampleSet set, long endedAt) {
        SampleSeries fast = set.fast();
        int size = fast.size();
        if (!fast.has(Column.USAGE_USEC) || (size > 0 && fast.epochNanos(size - 1) >= endedAt)) {
            return set;
        }
        SampleSeries.Builder builder = SampleSeries.builder(fast.origins());
        List<Column> columns = builder.columns();
        for (int row = 0; row < size; row++) {
            int at = row;
            builder.add(
                    fast.epochNanos(row),
                    columns.stream().mapToLong(column -> fast.value(column, at)).toArray());
        }
        builder.add(
                endedAt,
                columns.stream().mapToLong(column -> atEnd(fast, column)).toArray());
        Map<String, String> facts = new LinkedHashMap<>(set.facts());
        facts.put(
                "last_sample", "CPU time only: of the ended program and the children that it waited for, by the shell");
        return set.with(builder.build(), facts);
    }

    /** A counter at the end; never less than was seen, which holds children too that nobody waited for. */
    private long atEnd(SampleSeries fast, Column column) {
        long seen = fast.size() == 0 ? SampleSeries.ABSENT : fast.value(column, fast.size() - 1);
        return switch (column) {
            case USAGE_USEC -> Math.max(seen, userUsec + systemUsec);
            case USER_USEC -> Math.max(seen, userUsec);
            case SYSTEM_USEC -> Math.max(seen, systemUsec);
            default -> SampleSeries.ABSENT;
        };
    }
}
