package io.krater.host;

import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * A set of CPU numbers, written as the kernel writes it: {@code 0-3,7} (the "list format" of cpuset(7)).
 *
 * @param cpus the CPU numbers, ascending
 */
public record CpuList(NavigableSet<Integer> cpus) {
    /** Above what any Linux is built for (CONFIG_NR_CPUS is at most 8192); bounds what damaged text can ask for. */
    private static final int MAX_CPU = 65_535;

    /**
     * Copies the set.
     *
     * @throws IllegalArgumentException if a number is below 0 or above 65535
     */
    public CpuList {
        cpus = Collections.unmodifiableNavigableSet(new TreeSet<>(cpus));
        if (!cpus.isEmpty() && (cpus.first() < 0 || cpus.last() > MAX_CPU)) {
            throw new IllegalArgumentException("CPU numbers must be 0 to " + MAX_CPU + ", were " + cpus);
        }
    }

    /** These CPUs. */
    public static CpuList of(Collection<Integer> cpus) {
        return new CpuList(new TreeSet<>(cpus));
    }

    /**
     * Parses the list format. Blank text is the empty set.
     *
     * @throws IllegalArgumentException if the text is not of this format
     */
    public static CpuList parse(String text) {
        BitSet bits = new BitSet();
        String list = text.strip();
        if (!list.isEmpty()) {
            for (String range : list.split(",", -1)) {
                addRange(bits, range, text);
            }
        }
        TreeSet<Integer> cpus = new TreeSet<>();
        bits.stream().forEach(cpus::add);
        return new CpuList(cpus);
    }

    /** As {@link #parse}, or empty if the text is not of this format. */
    public static Optional<CpuList> tryParse(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void addRange(BitSet bits, String range, String text) {
        int dash = range.indexOf('-');
        int first = number(dash < 0 ? range : range.substring(0, dash), text);
        int last = dash < 0 ? first : number(range.substring(dash + 1), text);
        if (last < first) {
            throw new IllegalArgumentException("CPU range must ascend, was \"" + range + "\" in \"" + text + "\"");
        }
        bits.set(first, last + 1);
    }

    private static int number(String digits, String text) {
        if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("CPU list must look like 0-3,7, was \"" + text + "\"");
        }
        int cpu = Integer.parseInt(digits);
        if (cpu > MAX_CPU) {
            throw new IllegalArgumentException("CPU numbers must be at most " + MAX_CPU + ", was \"" + text + "\"");
        }
        return cpu;
    }

    /** Whether there is no CPU. */
    public boolean isEmpty() {
        return cpus.isEmpty();
    }

    /** Number of CPUs. */
    public int size() {
        return cpus.size();
    }

    /** Whether both share a CPU. */
    public boolean overlaps(CpuList other) {
        return cpus.stream().anyMatch(other.cpus::contains);
    }

    /** The CPUs that are in both. */
    public CpuList and(CpuList other) {
        TreeSet<Integer> both = new TreeSet<>(cpus);
        both.retainAll(other.cpus);
        return new CpuList(both);
    }

    /** The list format, with ranges joined: {@code 0-3,7}. */
    @Override
    public String toString() {
        StringJoiner list = new StringJoiner(",");
        int first = -1;
        int last = -2;
        for (int cpu : cpus) {
            if (cpu != last + 1) {
                append(list, first, last);
                first = cpu;
            }
            last = cpu;
        }
        append(list, first, last);
        return list.toString();
    }

    private static void append(StringJoiner list, int first, int last) {
        if (first >= 0) {
            list.add(first == last ? Integer.toString(first) : first + "-" + last);
        }
    }
}
