package io.krater.result.store;

import io.krater.result.model.StoredTrial;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trial's file and what reading it gave: the trial, or a problem.
 *
 * @param file the file
 * @param stored what it holds; null where it could not be read or only the outcome was asked for
 * @param isCompleted whether it holds a completed trial
 * @param problem why it could not be read; null where it could
 */
record LoadedTrial(
        TrialFile file,
        @Nullable StoredTrial stored,
        boolean isCompleted,
        @Nullable IOException problem) {

    /** Reads all files, several at a time. */
    static List<LoadedTrial> load(List<TrialFile> files) {
        return load(files, true);
    }

    /** Reads all files whole, so that damage is noticed, and keeps the outcomes only. */
    static List<LoadedTrial> loadOutcomes(List<TrialFile> files) {
        return load(files, false);
    }

    private static List<LoadedTrial> load(List<TrialFile> files, boolean keep) {
        List<LoadedTrial> all =
                files.parallelStream().map(file -> load(file, keep)).toList();
        // a huge file takes the memory of those that are read beside it
        return all.stream()
                .map(loaded -> loaded.problem() instanceof TooLargeException ? load(loaded.file(), keep) : loaded)
                .toList();
    }

    private static LoadedTrial load(TrialFile file, boolean keep) {
        try {
            StoredTrial stored = file.read();
            boolean completed = stored.trial().outcome().isCompleted();
            return new LoadedTrial(file, keep ? stored : null, completed, null);
        } catch (IOException problem) {
            return new LoadedTrial(file, null, false, problem);
        } catch (OutOfMemoryError tooLarge) {
            return new LoadedTrial(file, null, false, new TooLargeException(file.path(), tooLarge));
        }
    }

    /** Whether the file was renamed after it was listed: a run replaced a failed attempt. */
    boolean isGone() {
        return problem instanceof NoSuchFileException;
    }
}
