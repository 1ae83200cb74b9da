package io.krater.cgroup;

import io.krater.cgroup.read.CgroupOpener;
import io.krater.cgroup.read.OpenFile;
import io.krater.cgroup.read.ParsedFile;
import io.krater.cgroup.read.ReadBuffer;
import io.krater.cgroup.read.Scratch;
import io.krater.sample.CgroupReadException;
import io.krater.sample.Column;
import io.krater.sample.ColumnReader;
import io.krater.sample.Reading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

    private static final String REMOVED = "cgroup removed";

    private final Path path;
    private final CgroupIdentity identity;
    private final Set<String> unreadable;
    private final Set<Column> columns;
    private final ParsedFile[] fast;
    private final ParsedFile[] slow;
    private @Nullable String ended;

    private CgroupReader(
            Path path,
            CgroupIdentity identity,
            Set<String> unreadable,
            Set<Column> columns,
            ParsedFile[] fast,
            ParsedFile[] slow) {
        this.path = path;
        this.identity = identity;
        this.unreadable = unreadable;
        this.columns = columns;
        this.fast = fast;
        this.slow = slow;
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
     * @throws IllegalArgumentException if no figure is wanted
     */
    public static CgroupReader open(Path cgroup, Set<Column> wanted) {
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("wanted must name a column, was empty");
        }
        CgroupIdentity identity = CgroupIdentity.of(cgroup);
        Set<String> unreadable = new LinkedHashSet<>();
        CgroupOpener opener = new CgroupOpener(cgroup, wanted, unreadable);
        try {
            ParsedFile[] slow = opener.open(Column.Pace.SLOW);
            // last, nearest in memory to what else every tick needs
            ParsedFile[] fast = opener.open(Column.Pace.FAST);
            if (identity.isGone()) {
                throw new CgroupReadException(cgroup, REMOVED);
            }
            if (opener.found().isEmpty()) {
                throw new CgroupReadException(cgroup, "is not a cgroup v2 directory, none of its files can be read");
            }
            return new CgroupReader(cgroup, identity, unreadable, opener.found(), fast, slow);
        } catch (CgroupReadException e) {
            opener.closeAll();
            throw e;
        }
    }

    /** The cgroup's directory. */
    public Path path() {
        return path;
    }

    /** The figures that this cgroup has, fast and slow. */
    public Set<Column> columns() {
        return columns;
    }

    @Override
    public Map<Column, String> columns(Column.Pace pace) {
        Map<Column, String> origins = new EnumMap<>(Column.class);
        for (Column column : columns) {
            if (column.pace() == pace) {
                origins.put(column, ORIGIN);
            }
        }
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
            if (!file.isGivenUp() && !file.read(buffer, into)) {
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
        boolean reopened = file.reopenIfClosed();
        if (identity.isGone()) { // asked last: what was opened may be of another cgroup that has taken the path
            ended = REMOVED;
        } else if (!reopened || !file.read(buffer, into)) {
            unreadable.add(file.problem());
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
            if (file.path().endsWith(Column.MEMORY_PEAK.file())) {
                return reset(file);
            }
        }
        return false;
    }

    private boolean reset(OpenFile peak) {
        FileChannel channel;
        try {
            channel = FileChannel.open(peak.path(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException notWritable) { // an older kernel, or another user's cgroup: the answer is no
            return false;
        }
        boolean done = false;
        try {
            done = !identity.isGone() && channel.write(ByteBuffer.wrap(new byte[] {'0', '\n'}), 0) > 0;
        } catch (IOException refused) {
            done = false;
        }
        if (done) {
            peak.readThrough(channel);
        } else {
            OpenFile.close(peak.path(), channel);
        }
        return done;
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
