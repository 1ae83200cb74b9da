package io.krater.result.store;

import io.krater.plan.TrialId;
import io.krater.result.json.ExclusionsFile;
import io.krater.result.json.ExclusionsFile.Entry;
import io.krater.result.model.ResultData;
import io.krater.result.model.ResultException;
import io.krater.result.model.StoredTrial;
import io.krater.trial.Exclusion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What a person set aside in a results folder: kept beside the trials, and applied when they are read. */
public final class Exclusions {
    private Exclusions() {}

    /**
     * Sets a trial aside; one that is set aside by hand already is so for this reason from now on.
     *
     * @throws IllegalArgumentException if there is no such trial, or the reason is blank
     * @throws ResultException if the folder is in use, or cannot be read or written; it is then as it was
     */
    public static void add(Path folder, TrialId trial, String reason) {
        change(folder, file -> {
            ResultData result = new FolderReader(folder).read();
            result.excluding(trial, reason); // it says what is wrong
            return file.with(new Entry(trial, result.runOf(trial), reason));
        });
    }

    /**
     * Takes back that a trial was set aside by hand.
     *
     * @throws IllegalArgumentException if it was not
     * @throws ResultException if the folder is in use, or cannot be read or written; it is then as it was
     */
    public static void remove(Path folder, TrialId trial) {
        change(folder, file -> {
            List<TrialId> known = file.entries().stream().map(Entry::trial).toList();
            if (!known.contains(trial)) {
                throw new IllegalArgumentException("trial " + trial + " was not set aside by hand in " + folder
                        + "; set aside are " + (known.isEmpty() ? "none" : known));
            }
            return file.without(trial);
        });
    }

    @SuppressWarnings("try") // the lock is held, not asked
    private static void change(Path folder, UnaryOperator<ExclusionsFile> change) {
        if (!Files.isDirectory(folder)) {
            throw new ResultException("no results at " + folder + ": no such folder");
        }
        try (FolderLock lock = FolderLock.take(
                Disk.system(), folder, "process " + ProcessHandle.current().pid() + " (sets a trial aside)")) {
            ExclusionsFile changed = change.apply(read(folder));
            AtomicFile.writeDurably(Disk.system(), folder.resolve(ExclusionsFile.NAME), changed::writeTo);
        } catch (IOException failed) {
            throw new ResultException(
                    "cannot keep the exclusion in " + folder.resolve(ExclusionsFile.NAME) + ": "
                            + FileProblem.describe(failed) + "; nothing was changed; " + FileProblem.remedy(failed),
                    failed);
        }
    }

    /** What the folder's file says; nothing where there is none. Trials must not come back because it cannot be read. */
    static ExclusionsFile read(Path folder) throws IOException {
        Path file = folder.resolve(ExclusionsFile.NAME);
        if (!TrialFile.isThere(file)) {
            return ExclusionsFile.none();
        }
        try {
            return ExclusionsFile.read(file);
        } catch (IOException problem) {
            throw new IOException(
                    file + " says which trials are set aside and cannot be read (" + FileProblem.describe(problem)
                            + "): mend it, or remove it to count all trials",
                    problem);
        }
    }

    /** The trials with what the folder's file says of them; what it says of others becomes a warning. */
    static List<StoredTrial> applied(ExclusionsFile file, List<StoredTrial> trials, List<String> warnings) {
        List<StoredTrial> applied = new ArrayList<>(trials.size());
        Set<TrialId> met = new HashSet<>();
        for (StoredTrial stored : trials) {
            TrialId id = stored.trial().id();
            Optional<Entry> entry = file.entries().stream()
                    .filter(each -> each.trial().equals(id))
                    .findFirst();
            entry.ifPresent(each -> met.add(id));
            boolean looked = entry.flatMap(Entry::run)
                    .map(run -> run.equals(stored.run()))
                    .orElse(true);
            if (entry.isPresent() && looked) {
                Exclusion exclusion = Exclusion.byHand(id, entry.get().reason());
                applied.add(new StoredTrial(stored.run(), stored.trial().excluded(exclusion)));
            } else {
                entry.ifPresent(each -> warnings.add("trial " + id + " was set aside (" + each.reason()
                        + ") as run " + each.run().orElse("") + " had made it; run " + stored.run()
                        + " has made it again since, so it counts: look at it"));
                applied.add(stored);
            }
        }
        file.entries().stream()
                .filter(entry -> !met.contains(entry.trial()))
                .forEach(entry -> warnings.add(ExclusionsFile.NAME + " sets trial " + entry.trial() + " aside ("
                        + entry.reason() + "), which is not there"));
        return applied;
    }
}
