package io.krater.cgroup.read;

import io.krater.sample.Column;
import io.krater.sample.Reading;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out which of the wanted figures a cgroup has, and opens their files. Used once. */
public final class CgroupOpener {
    private final Path cgroup;
    private final Set<Column> wanted;
    /** Files that were there and could not be read, and why. */
    private final Set<String> unreadable;

    private final List<OpenFile> opened = new ArrayList<>();
    private final Set<Column> found = EnumSet.noneOf(Column.class);

    public CgroupOpener(Path cgroup, Set<Column> wanted, Set<String> unreadable) {
        this.cgroup = cgroup;
        this.wanted = wanted;
        this.unreadable = unreadable;
    }

    /** Opens the files of a pace that have some of the figures. */
    public ParsedFile[] open(Column.Pace pace) {
        Map<OpenFile, Set<Column>> present = new LinkedHashMap<>();
        for (String name : CgroupFormat.files(pace)) {
            OpenFile file = Collections.disjoint(CgroupFormat.columns(name), wanted) ? null : open(name);
            if (file != null) {
                Set<Column> columns = columnsOf(name, file);
                if (columns.isEmpty()) {
                    file.close();
                } else {
                    opened.add(file);
                    found.addAll(columns);
                    present.put(file, columns);
                }
            }
        }
        // made one after the other, what a tick needs lies close together in memory
        return present.entrySet().stream()
                .map(entry -> new ParsedFile(entry.getKey(), CgroupFormat.parser(entry.getValue())))
                .toArray(ParsedFile[]::new);
    }

    private @Nullable OpenFile open(String name) {
        try {
            return OpenFile.openIfPresent(cgroup.resolve(name));
        } catch (AccessDeniedException e) {
            unreadable.add(name + ": permission denied");
            return null;
        }
    }

    private Set<Column> columnsOf(String name, OpenFile file) {
        Scratch scratch = Scratch.ofThread();
        Reading first = scratch.reading();
        first.clear();
        ParsedFile discovered = new ParsedFile(file, CgroupFormat.parser(CgroupFormat.columns(name)));
        if (!discovered.read(scratch.buffer(), first)) {
            unreadable.add(discovered.problem());
        }
        Set<Column> present = EnumSet.copyOf(CgroupFormat.columns(name));
        present.removeIf(column -> !first.has(column) || !wanted.contains(column));
        return present;
    }

    /** The figures of all that was opened. */
    public Set<Column> found() {
        return Collections.unmodifiableSet(found);
    }

    public void closeAll() {
        opened.forEach(OpenFile::close);
    }
}
