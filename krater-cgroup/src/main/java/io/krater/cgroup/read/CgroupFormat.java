package io.krater.cgroup.read;

import io.krater.sample.Column;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which file holds which figures, and how it is written. Source: Documentation/admin-guide/cgroup-v2.rst. */
public final class CgroupFormat {
    /** Files in the order of {@link Column}, so CPU time comes first, nearest to the stamp; each is of one pace. */
    private static final Map<String, Set<Column>> FILES = files();

    private static final Map<Column.Pace, List<String>> PACES = paces();

    private CgroupFormat() {}

    private static Map<String, Set<Column>> files() {
        Map<String, Set<Column>> files = new LinkedHashMap<>();
        for (Column column : Column.values()) {
            if (column.isOfCgroup()) {
                files.computeIfAbsent(column.file(), any -> EnumSet.noneOf(Column.class))
                        .add(column);
            }
        }
        return files;
    }

    private static Map<Column.Pace, List<String>> paces() {
        Map<Column.Pace, List<String>> paces = new EnumMap<>(Column.Pace.class);
        FILES.forEach((file, columns) -> paces.computeIfAbsent(
                        columns.iterator().next().pace(), any -> new ArrayList<>())
                .add(file));
        return paces;
    }

    /** The files that are read at a pace, in the order in which they are read. */
    static List<String> files(Column.Pace pace) {
        return PACES.getOrDefault(pace, List.of());
    }

    /** All figures of a file. */
    static Set<Column> columns(String file) {
        return Collections.unmodifiableSet(FILES.getOrDefault(file, Set.of()));
    }

    /** A parser for all figures of a file. */
    public static FileParser parser(String file) {
        return parser(columns(file));
    }

    /** A parser for some figures of one file; {@code io.stat} is always taken whole. */
    public static FileParser parser(Collection<Column> columns) {
        Column first = columns.iterator().next();
        if (first.file().equals("io.stat")) {
            return new IoStatParser();
        }
        if (first.file().endsWith(".pressure")) {
            return new PressureParser(columns);
        }
        return first.key().isEmpty() ? SingleValueParser.of(first) : new FlatKeyedParser(columns);
    }
}
