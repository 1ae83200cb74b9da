package io.krater.result.store;

import io.krater.launch.FailureReason;
import io.krater.plan.TrialId;
import io.krater.result.json.SuiteFile;
import io.krater.result.json.TrialWriter;
import io.krater.result.model.Part;
import io.krater.result.model.ResultData;
import io.krater.result.model.ResultException;
import io.krater.result.model.Stopping;
import io.krater.result.model.StoredTrial;
import io.krater.suite.Suite;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The folder that a running suite stores its trials in: {@code <into>/<suite>/}. It survives a kill at any instant, is
 * resumed by opening it again, and is locked against a second run while it is open.
 *
 * <p>Of the trials that are there, completed ones are kept; those that failed are due again, and their failed attempts
 * stay beside them as {@code <n>.attempt-<k>.json}, so that the failure rate remains what it was. A damaged file is set
 * aside as {@code .bak} and its trial is due again. Thread-safe.
 */
public final class ResultFolder implements AutoCloseable {
    /** Where KRATER's own files are written. */
    public static final String EXPORT = "export";

    private final Disk disk;
    private final Path path;
    private final FolderLock lock;
    private final CellFolders cells;
    private final Part part;
    private final SuiteFile suiteFile;
    private final Set<TrialId> completed = new HashSet<>();
    private final Map<TrialId, Integer> attempts = new HashMap<>();
    private final List<String> notices = new ArrayList<>();

    private ResultFolder(
            Disk disk, Path path, FolderLock lock, Suite suite, long newSeed, Part part, boolean anyProgram)
            throws IOException {
        this.disk = disk;
        this.path = path;
        this.lock = lock;
        this.cells = new CellFolders(disk, path);
        this.part = part;
        TrialFile.Listing listing = TrialFile.list(path);
        List<LoadedTrial> loaded = LoadedTrial.loadOutcomes(listing.trials());
        this.suiteFile = new Resumption(disk, path, notices).reconcile(suite, newSeed, part, loaded, anyProgram);
        Exclusions.read(path); // before a night is spent on what could not be read back
        tidy(listing);
        for (LoadedTrial trial : loaded) {
            take(trial);
        }
        AtomicFile.writeDurably(disk, path.resolve(SuiteFile.NAME), suiteFile::writeTo);
    }

    /**
     * Opens a suite's folder, or makes it.
     *
     * @param into the folder that holds the suites' folders
     * @param suite what runs
     * @param newSeed seed of the order where the folder is new and the suite does not set one
     * @param part this start of the suite
     * @throws ResultException if the folder is in use, cannot be written, was written by a newer version, holds results
     *     of a suite that differs, or completed trials of programs that have changed since
     */
    public static ResultFolder open(Path into, Suite suite, long newSeed, Part part) {
        return open(Disk.system(), into, suite, newSeed, part, false);
    }

    /**
     * The same, whatever programs the trials that are there ran: the changes stay a warning of the result.
     *
     * @throws ResultException as for {@link #open}, but for changed programs
     */
    public static ResultFolder openDespiteChangedPrograms(Path into, Suite suite, long newSeed, Part part) {
        return open(Disk.system(), into, suite, newSeed, part, true);
    }

    static ResultFolder open(Disk disk, Path into, Suite suite, long newSeed, Part part) {
        return open(disk, into, suite, newSeed, part, false);
    }

    private static ResultFolder open(Disk disk, Path into, Suite suite, long newSeed, Part part, boolean anyProgram) {
        Path path = into.resolve(suite.name());
        FolderLock lock = null;
        ResultFolder folder = null;
        try {
            AtomicFile.createDirectories(disk, path);
            lock = FolderLock.take(disk, path, holder(part));
            folder = new ResultFolder(disk, path, lock, suite, newSeed, part, anyProgram);
            return folder;
        } catch (IOException failed) {
            throw new ResultException(
                    "cannot open results folder " + path + ": " + FileProblem.describe(failed)
                            + "; nothing in it was changed but what is said to be set aside; "
                            + FileProblem.remedy(failed),
                    failed);
        } finally {
            if (folder == null && lock != null) {
                closeQuietly(lock);
            }
        }
    }

    /**
     * Renames a suite's folder, so that the suite is measured afresh: to {@code <suite>.1}, or the next number that is
     * free.
     *
     * @param into the folder that holds the suites' folders
     * @return where it went; empty where there is none
     * @throws ResultException if the folder is in use or cannot be renamed
     */
    public static Optional<Path> setAside(Path into, String suite) {
        Path path = into.resolve(suite);
        if (!Files.isDirectory(path)) {
            return Optional.empty();
        }
        int number = 1;
        while (Files.exists(into.resolve(suite + "." + number), LinkOption.NOFOLLOW_LINKS)) {
            number++;
        }
        Path aside = into.resolve(suite + "." + number);
        try {
            FolderLock lock = FolderLock.take(
                    Disk.system(), path, "process " + ProcessHandle.current().pid());
            try {
                Disk.system().move(path, aside);
            } finally {
                lock.close();
            }
            return Optional.of(aside);
        } catch (IOException failed) {
            throw new ResultException(
                    "cannot set results folder " + path + " aside as " + aside + ": " + FileProblem.describe(failed)
                            + "; " + FileProblem.remedy(failed),
                    failed);
        }
    }

    private static String holder(Part part) {
        return "process " + ProcessHandle.current().pid() + " on " + hostName() + " (run " + part.run() + ", started "
                + part.started() + ")";
    }

    /** The folder may be on a file system that several machines share. */
    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException notLinux) {
            return "this machine";
        }
    }

    private static void closeQuietly(FolderLock lock) {
        try {
            lock.close();
        } catch (IOException failed) {
            // the reason for which the folder was not opened is on its way already; the lock ends with the process
            System.getLogger(ResultFolder.class.getName()).log(System.Logger.Level.DEBUG, "lock", failed);
        }
    }

    /** The suite's own folder. */
    public Path path() {
        return path;
    }

    /** Seed of the order: the one that the folder was made with. */
    public long seed() {
        return suiteFile.seed();
    }

    /** Where a trial is stored. */
    public Path fileOf(TrialId id) {
        return TrialFile.latest(path, id);
    }

    /** The trials that are there and need not run again. */
    public synchronized Set<TrialId> completed() {
        return Collections.unmodifiableSet(new HashSet<>(completed));
    }

    /** What was found amiss and done about it when the folder was opened, a sentence each. */
    public synchronized List<String> notices() {
        return List.copyOf(notices);
    }

    /**
     * Stores a trial; once this returns it survives a loss of power. A trial that the user interrupted is not stored:
     * it says nothing of what was measured.
     *
     * @return whether it was stored
     * @throws ResultException if it cannot be written; all that was stored before is unharmed
     * @throws IllegalStateException if a completed trial of this id is there
     */
    public synchronized boolean store(Trial trial) {
        if (interrupted(trial.outcome())) {
            return false;
        }
        TrialId id = trial.id();
        if (completed.contains(id)) {
            throw new IllegalStateException("trial " + id + " was completed and stored before");
        }
        Path file = TrialFile.latest(path, id);
        int before = completed.size();
        try {
            lock.check();
            cells.enter(directoryOf(file));
            StoredTrial stored = new StoredTrial(part.run(), trial);
            Path staged = AtomicFile.stage(disk, file, out -> TrialWriter.write(stored, out), true);
            if (TrialFile.isThere(file)) {
                int attempt = attempts.getOrDefault(id, 0) + 1;
                disk.move(file, TrialFile.earlier(file, attempt));
                attempts.put(id, attempt);
            }
            disk.move(staged, file);
            if (trial.outcome().isCompleted()) {
                completed.add(id);
            }
            disk.syncDirectory(directoryOf(file));
            lock.check();
            cells.check();
        } catch (FolderLostException lost) {
            throw lost("trial " + id + " was not stored in it", before, lost);
        } catch (IOException failed) {
            throw new ResultException(
                    "cannot store trial " + id + " as " + file + ": " + FileProblem.describe(failed) + "; the "
                            + before + " completed trials stored before are unharmed; "
                            + FileProblem.remedy(failed)
                            + ", then run the same suite into the same folder: it goes on where it stopped",
                    failed);
        }
        return true;
    }

    /**
     * All that is stored, read back from the files.
     *
     * @throws ResultException if the folder is no longer the one that was opened, or trials that were stored are no longer there
     */
    public synchronized ResultData result() {
        try {
            lock.check();
            cells.check();
        } catch (FolderLostException lost) {
            throw lost("the results cannot be read back", completed.size(), lost);
        } catch (IOException failed) {
            throw new ResultException(
                    "cannot read results folder " + path + ": " + FileProblem.describe(failed), failed);
        }
        ResultData read = new FolderReader(path).read();
        Set<TrialId> gone = new TreeSet<>(Comparator.comparing(TrialId::toString));
        gone.addAll(completed);
        read.trials().stream().filter(trial -> trial.outcome().isCompleted()).forEach(trial -> gone.remove(trial.id()));
        if (!gone.isEmpty()) {
            throw new ResultException(gone.size() + " of the " + completed.size() + " completed trials stored in "
                    + path
                    + " are no longer there, or no longer readable: "
                    + gone.stream().limit(5).map(TrialId::toString).collect(Collectors.joining(", "))
                    + (gone.size() > 5 ? " ..." : "")
                    + ". Somebody changed the folder while the suite ran. Bring the files back, or run the same suite into"
                    + " the same folder to measure them again"
                    + read.warnings().stream().map(warning -> "; " + warning).collect(Collectors.joining()));
        }
        return read;
    }

    private ResultException lost(String what, int before, FolderLostException lost) {
        return new ResultException(
                "results folder " + path + " is no longer the one that this run opened: " + lost.getMessage() + "; "
                        + what + ", and the " + before
                        + " completed trials stored before are where that folder is now, if anywhere. Bring it back to its"
                        + " place and run the same suite into it to go on, or choose another folder; nothing else may"
                        + " delete, move or replace the folder while a suite runs",
                lost);
    }

    /**
     * Writes into {@code suite.json} how the suite's rule to stop came out; nothing where there is no rule.
     *
     * @param result what is stored here, with the metrics of the run
     * @throws ResultException if it cannot be written; what is stored is unharmed
     */
    public void conclude(ResultData result) {
        Optional<Stopping> stopping = result.stopping();
        if (stopping.isEmpty()) {
            return;
        }
        try {
            lock.check();
            AtomicFile.writeDurably(disk, path.resolve(SuiteFile.NAME), suiteFile.with(stopping)::writeTo);
        } catch (FolderLostException lost) {
            throw lost(
                    "how its rule to stop came out was not written", completed().size(), lost);
        } catch (IOException failed) {
            throw new ResultException(
                    "cannot write " + path.resolve(SuiteFile.NAME) + ": " + FileProblem.describe(failed)
                            + "; what is stored is unharmed; " + FileProblem.remedy(failed),
                    failed);
        }
    }

    /**
     * Gives up the lock. What is stored stays.
     *
     * @throws ResultException if the lock cannot be released; what is stored is unharmed
     */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException failed) {
            throw new ResultException(
                    "cannot release results folder " + path + ": " + FileProblem.describe(failed)
                            + "; what is stored is unharmed; the lock ends with this process",
                    failed);
        }
    }

    private static boolean interrupted(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed && failed.reason().kind() == FailureReason.Kind.INTERRUPTED;
    }

    private void tidy(TrialFile.Listing listing) throws IOException {
        for (Path temporary : listing.temporary()) {
            disk.delete(temporary);
        }
        List<Path> others = TrialFile.children(path);
        if (Files.isDirectory(path.resolve(EXPORT), LinkOption.NOFOLLOW_LINKS)) {
            others.addAll(TrialFile.children(path.resolve(EXPORT)));
        }
        for (Path child : others) {
            if (AtomicFile.isLeftover(TrialFile.name(child))) {
                disk.delete(child);
            }
        }
    }

    private void take(LoadedTrial loaded) throws IOException {
        TrialFile file = loaded.file();
        @Nullable IOException problem = loaded.problem();
        if (problem != null) {
            if (!FileProblem.isDamage(problem)) {
                throw new FileSystemException(
                        file.path().toString(),
                        null,
                        "trial file " + file.path() + ": " + FileProblem.describe(problem));
            }
            Path aside = new Resumption(disk, path, notices).setAside(file.path());
            notices.add("damaged trial file " + file.path() + " was set aside as " + TrialFile.name(aside) + " ("
                    + FileProblem.describe(problem) + ")"
                    + (file.attempt() == 0 ? "; its trial runs again" : ""));
        } else if (file.attempt() > 0) {
            attempts.merge(file.id(), file.attempt(), Math::max);
        } else if (loaded.isCompleted()) {
            completed.add(file.id());
        }
    }

    private static Path directoryOf(Path file) {
        return java.util.Objects.requireNonNull(file.getParent());
    }
}
