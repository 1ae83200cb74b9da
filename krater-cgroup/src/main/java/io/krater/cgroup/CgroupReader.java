package io.krater.cgroup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the figures of one cgroup v2 directory, over and over, through descriptors that stay open.
 *
 * <p>At opening it finds out which files there are and which keys they have; these are its {@linkplain #columns()
 * columns}. A reading allocates nothing. A figure that is missing or malformed is absent from it.
 *
 * <p>What the kernel does, and what becomes of it here:
 *
 * <ul>
 *   <li>a removed cgroup answers ENODEV: the reader has {@linkplain #ended() ended}, also if a new cgroup has taken the
 *       path;
 *   <li>a controller that is disabled later, or pressure files that answer EOPNOTSUPP: those figures are absent from
 *       then on and {@link #facts()} tells;
 *   <li>files that are not there (no controller, older kernel, the root cgroup's memory.current): no such columns.
 * </ul>
 *
 * <p>Not thread-safe. An interrupt of the reading thread closes its channel; the reader opens it again and the thread
 * stays interrupted.
 */
public final class CgroupReader implements ColumnReader {
    /** The origin of every column of a cgroup. */
    public static final String ORIGIN = "cgroup";

    private final Path path;
    private final Set<Column> wanted;
    private final CgroupIdentity identity;
    private final Set<String> unreadable = new LinkedHashSet<>();
    private final Map<Column.Pace, Set<Column>> columns = new EnumMap<>(Column.Pace.class);
    private final ParsedFile[] fast;
    private final ParsedFile[] slow;
    private @Nullable String ended;

    private CgroupReader(Path path, Set<Column> wanted) {
        this.path = path;
        this.wanted = EnumSet.copyOf(wanted);
        this.identity = CgroupIdentity.of(path);
        List<ParsedFile> opened = new ArrayList<>();
        try {
            this.fast = open(Column.Pace.FAST, opened);
            this.slow = open(Column.Pace.SLOW, opened);
            if (opened.isEmpty()) {
                throw new CgroupReadException(path, "is not a cgroup v2 directory, none of its files can be read");
            }
            if (identity.isGone()) {
                throw new CgroupReadException(path, "cgroup removed");
            }
        } catch (CgroupReadException e) {
            opened.forEach(ParsedFile::close);
            throw e;
        }
    }

    /**
     * Opens what there is to read.
     *
     * @throws CgroupReadException if there is no such cgroup, it is removed meanwhile, or none of its files is readable
     */
    public static CgroupReader open(Path cgroup) {
        return open(cgroup, EnumSet.allOf(Column.class));
    }

    /**
     * Opens what there is to read of some figures; other files are left alone.
     *
     * @param wanted at least one
     * @throws CgroupReadException as {@link #open(Path)}
     */
    public static CgroupReader open(Path cgroup, Set<Column> wanted) {
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("wanted must name a column, was empty");
        }
        return new CgroupReader(cgroup, wanted);
    }

    private ParsedFile[] open(Column.Pace pace, List<ParsedFile> opened) {
        Set<Column> found = EnumSet.noneOf(Column.class);
        int before = opened.size();
        for (String name : CgroupFormat.files(pace, wanted)) {
            OpenFile file = open(name);
            if (file == null) {
                continue;
            }
            Set<Column> present = columnsOf(name, file);
            if (present.isEmpty()) {
                file.close();
            } else {
                opened.add(new ParsedFile(file, CgroupFormat.parser(name, present)));
                found.addAll(present);
            }
        }
        columns.put(pace, Collections.unmodifiableSet(found));
        return opened.subList(before, opened.size()).toArray(ParsedFile[]::new);
    }

    private @Nullable OpenFile open(String name) {
        try {
            return OpenFile.openIfPresent(path.resolve(name));
        } catch (AccessDeniedException e) {
            unreadable.add(name + ": permission denied");
            return null;
        }
    }

    private Set<Column> columnsOf(String name, OpenFile file) {
        Reading first = new Reading();
        if (!new ParsedFile(file, CgroupFormat.parser(name))
                .read(Scratch.ofThread().buffer(), first)) {
            unreadable.add(file.problem());
        }
        Set<Column> present = CgroupFormat.columns(name);
        present.removeIf(column -> !first.has(column) || !wanted.contains(column));
        return present;
    }

    /** The cgroup's directory. */
    public Path path() {
        return path;
    }

    /** The figures that this cgroup has, fast and slow. */
    public Set<Column> columns() {
        Set<Column> all = EnumSet.noneOf(Column.class);
        columns.values().forEach(all::addAll);
        return Collections.unmodifiableSet(all);
    }

    @Override
    public Map<Column, String> columns(Column.Pace pace) {
        Map<Column, String> origins = new EnumMap<>(Column.class);
        columns.getOrDefault(pace, Set.of()).forEach(column -> origins.put(column, ORIGIN));
        return origins;
    }

    /**
     * Reads the cheap figures: cpu.stat and memory.current.
     *
     * @param into loses what it held
     * @return whether the cgroup is still there
     */
    public boolean readFast(Reading into) {
        into.clear();
        read(Column.Pace.FAST, into);
        return ended == null;
    }

    /**
     * Reads the figures that cost the kernel more: memory.stat, memory.events, io.stat, pressure and others. The kernel's
     * memory.stat may be two seconds old.
     *
     * @param into loses what it held
     * @return whether the cgroup is still there
     */
    public boolean readSlow(Reading into) {
        into.clear();
        read(Column.Pace.SLOW, into);
        return ended == null;
    }

    @Override
    public void read(Column.Pace pace, Reading into) {
        ParsedFile[] files = pace == Column.Pace.FAST ? fast : slow;
        ReadBuffer buffer = Scratch.ofThread().buffer();
        boolean interrupted = false;
        for (ParsedFile file : files) {
            if (ended != null) {
                break;
            }
            if (!file.file().isGivenUp() && !file.read(buffer, into)) {
                interrupted |= recover(file, buffer, into);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Finds out why a file failed; tells whether the thread was interrupted, which is cleared for the reads to come. */
    private boolean recover(ParsedFile file, ReadBuffer buffer, Reading into) {
        boolean interrupted = Thread.interrupted();
        if (identity.isGone()) {
            ended = "cgroup removed";
        } else if (!file.file().reopenIfClosed() || !file.read(buffer, into)) {
            unreadable.add(file.file().problem());
        }
        return interrupted;
    }

    /**
     * Makes memory.peak start again from the present level, for this reader alone (Linux 6.12 and later, and only for a
     * user who may write the file). From then on the peak is read through the descriptor that was reset.
     *
     * @return whether the kernel did; if not, the peak remains that of the cgroup's whole life
     */
    public boolean resetPeak() {
        for (ParsedFile file : slow) {
            if (file.file().path().endsWith(Column.MEMORY_PEAK.file())) {
                return reset(file.file());
            }
        }
        return false;
    }

    private static boolean reset(OpenFile peak) {
        FileChannel channel;
        try {
            channel = FileChannel.open(peak.path(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException notWritable) { // an older kernel, or another user's cgroup: the answer is no
            return false;
        }
        try {
            channel.write(ByteBuffer.wrap(new byte[] {'0', '\n'}), 0);
            peak.readThrough(channel);
            return true;
        } catch (IOException refused) {
            OpenFile.close(peak.path(), channel);
            return false;
        }
    }

    @Override
    public Optional<String> ended() {
        return Optional.ofNullable(ended);
    }

    @Override
    public boolean hasEnded() {
        return ended != null;
    }

    /** {@code path}, and {@code unreadable}: the files that could not be read although they were there, and why. */
    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("path", path.toString());
        if (!unreadable.isEmpty()) {
            facts.put("unreadable", String.join("; ", unreadable));
        }
        return facts;
    }

    @Override
    public void close() {
        for (ParsedFile file : fast) {
            file.close();
        }
        for (ParsedFile file : slow) {
            file.close();
        }
    }
}
