package io.krater.host;

import io.krater.cgroup.read.Decimal;
import io.krater.cgroup.read.FileParser;
import io.krater.cgroup.read.HostCpuParser;
import io.krater.cgroup.read.OpenFile;
import io.krater.cgroup.read.ParsedFile;
import io.krater.cgroup.read.PressureParser;
import io.krater.cgroup.read.ProcUnits;
import io.krater.cgroup.read.ReadBuffer;
import io.krater.sample.CgroupReadException;
import io.krater.sample.Column;
import io.krater.sample.ColumnReader;
import io.krater.sample.Reading;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * Reads what the machine says of itself: CPU time by {@code /proc/stat}, pressure, and the energy of the CPU packages.
 * Descriptors stay open; a reading allocates nothing. Not thread-safe.
 */
public final class HostReader implements ColumnReader {
    /** Origin of what is read below {@code /proc}. */
    static final String PROC_ORIGIN = "proc";

    /** Origin of {@link Column#ENERGY_UJ}. */
    static final String ENERGY_ORIGIN = "powercap";

    private final ReadBuffer buffer = new ReadBuffer();
    private final List<ParsedFile> files = new ArrayList<>();
    private final Rapl rapl;
    private final List<OpenFile> energyFiles = new ArrayList<>();
    private final EnergyCounter[] energyCounters;
    private final Set<Column> slow = EnumSet.noneOf(Column.class);
    private final Set<String> unreadable = new LinkedHashSet<>();

    private HostReader(Path proc, Rapl rapl, ProcUnits units) {
        this.rapl = rapl;
        this.energyCounters = rapl.packages().stream()
                .map(domain -> new EnergyCounter(domain.rangeMicrojoules()))
                .toArray(EnergyCounter[]::new);
        try {
            add(proc.resolve("stat"), new HostCpuParser(units));
            add(proc.resolve("pressure/cpu"), new PressureParser(List.of(Column.CPU_SOME_USEC)));
            add(
                    proc.resolve("pressure/memory"),
                    new PressureParser(List.of(Column.MEMORY_SOME_USEC, Column.MEMORY_FULL_USEC)));
            add(proc.resolve("pressure/io"), new PressureParser(List.of(Column.IO_SOME_USEC, Column.IO_FULL_USEC)));
            openEnergy();
            if (files.isEmpty() && energyFiles.isEmpty()) {
                throw new CgroupReadException(proc, "shows neither CPU times nor pressure");
            }
        } catch (CgroupReadException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens what there is to read.
     *
     * @throws CgroupReadException if there is nothing
     */
    public static HostReader open() {
        return open(Path.of("/proc"), Rapl.detect(), ProcUnits.ofThisKernel());
    }

    static HostReader open(Path proc, Rapl rapl, ProcUnits units) {
        return new HostReader(proc, rapl, units);
    }

    private void add(Path path, FileParser parser) {
        OpenFile file = openIfReadable(path);
        if (file == null) {
            return;
        }
        ParsedFile parsed = new ParsedFile(file, parser);
        Reading first = new Reading();
        if (!parsed.read(buffer, first)) {
            unreadable.add(parsed.problem());
        }
        Set<Column> present = parser.columns();
        present.removeIf(column -> !first.has(column));
        if (present.isEmpty()) {
            file.close();
        } else {
            files.add(parsed);
            slow.addAll(present);
        }
    }

    private void openEnergy() {
        for (Rapl.Domain domain : rapl.packages()) {
            OpenFile file = openIfReadable(domain.energy());
            if (file != null) {
                energyFiles.add(file);
            }
        }
        if (energyFiles.size() < rapl.packages().size()) {
            // the energy of some packages alone would be taken for that of all
            energyFiles.forEach(OpenFile::close);
            energyFiles.clear();
        }
    }

    private @Nullable OpenFile openIfReadable(Path path) {
        try {
            return OpenFile.openIfPresent(path);
        } catch (AccessDeniedException e) {
            unreadable.add(path + ": permission denied");
            return null;
        }
    }

    @Override
    public Map<Column, String> columns(Column.Pace pace) {
        Map<Column, String> origins = new EnumMap<>(Column.class);
        if (pace == Column.Pace.SLOW) {
            slow.forEach(column -> origins.put(column, PROC_ORIGIN));
        } else if (!energyFiles.isEmpty()) {
            origins.put(Column.ENERGY_UJ, ENERGY_ORIGIN);
        }
        return origins;
    }

    @Override
    public void read(Column.Pace pace, Reading into) {
        boolean interrupted = pace == Column.Pace.SLOW ? readFiles(into) : readEnergy(into);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean readFiles(Reading into) {
        boolean interrupted = false;
        for (int i = 0; i < files.size(); i++) {
            ParsedFile file = files.get(i);
            if (!file.isGivenUp() && !file.read(buffer, into)) {
                interrupted |= Thread.interrupted();
                if (!file.reopenIfClosed() || !file.read(buffer, into)) {
                    unreadable.add(file.problem());
                }
            }
        }
        return interrupted;
    }

    private boolean readEnergy(Reading into) {
        boolean interrupted = false;
        long sum = 0;
        for (int i = 0; i < energyFiles.size(); i++) {
            OpenFile file = energyFiles.get(i);
            int length = file.isGivenUp() ? OpenFile.FAILED : file.fill(buffer, false);
            if (length == OpenFile.FAILED && !file.isGivenUp()) {
                interrupted |= Thread.interrupted();
                length = file.reopenIfClosed() ? file.fill(buffer, false) : OpenFile.FAILED;
                if (length == OpenFile.FAILED) {
                    unreadable.add(file.problem());
                }
            }
            long total = length == OpenFile.FAILED
                    ? Decimal.NONE
                    : energyCounters[i].take(Decimal.parse(buffer.bytes(), 0, length, (byte) '\n'));
            sum = sum < 0 || total < 0 ? Decimal.NONE : sum + total;
        }
        if (!energyFiles.isEmpty()) {
            into.put(Column.ENERGY_UJ, sum);
        }
        return interrupted;
    }

    @Override
    public Optional<String> ended() {
        return Optional.empty();
    }

    @Override
    public boolean hasEnded() {
        return false;
    }

    /** {@code energy}: why it is absent; {@code unreadable}: files that were there and could not be read. */
    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        rapl.whyAbsent().ifPresent(why -> facts.put("energy", "absent: " + why));
        if (!unreadable.isEmpty()) {
            facts.put("unreadable", String.join("; ", unreadable));
        }
        return facts;
    }

    @Override
    public void close() {
        files.forEach(ParsedFile::close);
        energyFiles.forEach(OpenFile::close);
    }
}
