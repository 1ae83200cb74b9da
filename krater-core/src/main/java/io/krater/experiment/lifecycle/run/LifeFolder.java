package io.krater.experiment.lifecycle.run;

import io.krater.experiment.lifecycle.Life;
import io.krater.experiment.lifecycle.LifeEvent;
import io.krater.experiment.lifecycle.LifeHost;
import io.krater.experiment.lifecycle.LifeRun;
import io.krater.experiment.lifecycle.Lives;
import io.krater.experiment.lifecycle.study.StudyFolder;
import io.krater.launch.file.FileKey;
import io.krater.monitor.HostSeries;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The lives of an experiment on disk, a folder each, in the study's own tables; whole or not there. Open by one process at a
 * time.
 *
 * <pre>
 * lives/ID/simulations.csv, hosts.csv, events.csv, metrics.csv   the study's tables
 * lives/ID/failure.txt                                           why it ended early, where it did
 * lives/ID/gaps.txt                                              where hosts have no samples, and what else went wrong
 * </pre>
 */
final class LifeFolder implements AutoCloseable {
    private static final String FAILURE = "failure.txt";

    private static final String LOCK = "lock";

    /** Ends the names of folders that are being written. */
    private static final String UNFINISHED = ".tmp";

    private static final Set<String> FILES =
            Set.of("simulations.csv", "hosts.csv", "events.csv", "metrics.csv", "gaps.txt", FAILURE);

    private final Path lives;
    private final FileChannel channel;
    private final FileLock lock;
    private final FileKey livesKey;
    private final FileKey lockKey;

    private LifeFolder(Path lives, FileChannel channel, FileLock lock) throws IOException {
        this.lives = lives;
        this.channel = channel;
        this.lock = lock;
        this.livesKey = FileKey.of(lives);
        this.lockKey = FileKey.of(lives.resolveSibling(LOCK));
    }

    /**
     * Opens it, and removes what a killed process left unfinished.
     *
     * @throws IOException if it cannot be written, or another process has it open
     */
    static LifeFolder open(Path folder) throws IOException {
        Path lives = Files.createDirectories(folder.resolve("lives"));
        FileChannel channel = FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        LifeFolder opened = lock(folder, lives, channel);
        try (Stream<Path> entries = Files.list(lives)) {
            for (Path entry : entries.toList()) {
                if (isUnfinished(entry)) {
                    remove(entry);
                }
            }
        }
        return opened;
    }

    private static LifeFolder lock(Path folder, Path lives, FileChannel channel) throws IOException {
        String busy = "another process runs lives into " + folder + ": wait for it, or choose another folder";
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            // the channel stays open: closing any of a file gives up all locks of the process on it
            throw new IOException(busy + " (it is this very process)", sameProcess);
        }
        if (lock == null) {
            channel.close();
            throw new IOException(busy);
        }
        return new LifeFolder(lives, channel, lock);
    }

    /** Whether it is a life's folder that was being written, and not something of the user's own. */
    private static boolean isUnfinished(Path life) throws IOException {
        if (!String.valueOf(life.getFileName()).endsWith(UNFINISHED)
                || !Files.isDirectory(life, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> files = Files.list(life)) {
            return files.allMatch(file -> FILES.contains(String.valueOf(file.getFileName())));
        }
    }

    /** Makes sure that the folder is the one that was locked. */
    private void check() throws IOException {
        if (!livesKey.isAt(lives) || !lockKey.isAt(lives.resolveSibling(LOCK))) {
            throw new IOException("the folder " + lives + " is no longer the one that this run opened: it, or the lock"
                    + " beside it, was deleted, moved or replaced. The life that just ended was not stored. Bring the folder"
                    + " back and run again into it to go on, or choose another");
        }
    }

    /** Whether a life is there that came to its end. */
    boolean isLived(String id) {
        Path life = lives.resolve(id);
        return Files.isDirectory(life) && !Files.exists(life.resolve(FAILURE));
    }

    /** Keeps a life; one of before that failed is replaced. */
    void save(LifeRun.Ended ended) throws IOException {
        check();
        Life life = ended.life();
        Path unfinished = lives.resolve(life.id() + UNFINISHED);
        remove(unfinished);
        Files.createDirectory(unfinished);
        write(
                unfinished,
                "simulations.csv",
                List.of("_id,sim_id,platform", row(life.id(), life.id(), life.platform())));
        List<String> hosts = new ArrayList<>(List.of("simulation_id,hostname,role"));
        for (LifeHost host : life.hosts()) {
            hosts.add(row(life.id(), host.name(), host.role()));
        }
        write(unfinished, "hosts.csv", hosts);
        List<String> events = new ArrayList<>(List.of("simulation_id,event_type,timestamp,hostname"));
        for (LifeEvent event : life.events()) {
            String at = String.format(Locale.ROOT, "%.6f", event.epochSeconds());
            events.add(row(life.id(), "EventType." + event.type(), at, event.host()));
        }
        write(unfinished, "events.csv", events);
        metrics(unfinished.resolve("metrics.csv"), life);
        List<String> gaps = new ArrayList<>(ended.problems());
        ended.hosts()
                .gaps()
                .forEach(gap -> gaps.add(String.format(
                        Locale.ROOT,
                        "host %s %s: no samples for %.1f s, %s",
                        gap.host(),
                        gap.quantities(),
                        gap.seconds(),
                        gap.reason())));
        write(unfinished, "gaps.txt", gaps);
        if (ended.failure().isPresent()) {
            LifeRun.Failure failure = ended.failure().get();
            List<String> lines = new ArrayList<>(List.of(failure.step() + ": " + failure.kind(), failure.message()));
            lines.addAll(failure.lastLines());
            write(unfinished, FAILURE, lines);
        }
        Path whole = lives.resolve(life.id());
        remove(whole);
        Files.move(unfinished, whole, StandardCopyOption.ATOMIC_MOVE);
        check();
    }

    private static void metrics(Path file, Life life) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write("simulation_id,hostname,chart_name,units,id,value,timestamp\n");
            for (HostSeries series : life.metrics().series()) {
                String quantity = series.quantity().name();
                for (int i = 0; i < series.size(); i++) {
                    out.write(row(
                            life.id(),
                            series.host(),
                            quantity,
                            series.quantity().unit(),
                            "value",
                            Double.toString(series.value(i)),
                            String.format(Locale.ROOT, "%.3f", series.epochNanos(i) / 1e9)));
                    out.write('\n');
                }
            }
        }
    }

    private static void write(Path folder, String name, List<String> lines) throws IOException {
        Files.write(folder.resolve(name), lines, StandardCharsets.UTF_8);
    }

    private static String row(String... cells) {
        List<String> quoted = new ArrayList<>();
        for (String cell : cells) {
            boolean plain = cell.indexOf(',') < 0 && cell.indexOf('"') < 0 && cell.indexOf('\n') < 0;
            quoted.add(plain ? cell : '"' + cell.replace("\"", "\"\"") + '"');
        }
        return String.join(",", quoted);
    }

    /** All lives that are there, in order of their names. */
    Lives read() throws IOException {
        List<Path> folders;
        try (Stream<Path> entries = Files.list(lives)) {
            folders = entries.filter(life -> Files.isDirectory(life)
                            && !String.valueOf(life.getFileName()).endsWith(UNFINISHED))
                    .sorted()
                    .toList();
        }
        List<Life> all = new ArrayList<>();
        for (Path folder : folders) {
            all.addAll(StudyFolder.at(folder).read().lives().counted());
        }
        return Lives.of(all);
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
