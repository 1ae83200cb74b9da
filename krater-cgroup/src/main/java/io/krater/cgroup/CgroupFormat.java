package io.krater.cgroup;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which file holds which figures, and how it is written. Source: Documentation/admin-guide/cgroup-v2.rst. */
final class CgroupFormat {
    private CgroupFormat() {}

    /** The files that are read at a pace, in the order in which they are read; CPU time first, nearest to the stamp. */
    static List<String> files(Column.Pace pace) {
        return files(pace, EnumSet.allOf(Column.class));
    }

    /** Of those, the files that hold some of the wanted figures. */
    static List<String> files(Column.Pace pace, Set<Column> wanted) {
        return Arrays.stream(Column.values())
                .filter(column -> column.isOfCgroup() && column.pace() == pace && wanted.contains(column))
                .map(Column::file)
                .distinct()
                .toList();
    }

    /** All figures of a file. */
    static Set<Column> columns(String file) {
        Set<Column> columns = EnumSet.noneOf(Column.class);
        for (Column column : Column.values()) {
            if (column.isOfCgroup() && column.file().equals(file)) {
                columns.add(column);
            }
        }
        return columns;
    }

    /** A parser for all figures of a file. */
    static FileParser parser(String file) {
        return parser(file, columns(file));
    }

    /** A parser for some figures of a file; {@code io.stat} is always taken whole. */
    static FileParser parser(String file, Collection<Column> columns) {
        Column first = columns.iterator().next();
        if (file.equals("io.stat")) {
            return new IoStatParser();
        }
        if (file.endsWith(".pressure")) {
            return new PressureParser(columns);
        }
        return first.key().isEmpty() ? new SingleValueParser(first) : new FlatKeyedParser(columns);
    }
}
