package io.krater.result.store;

import io.krater.result.json.SuiteFile;
import io.krater.result.json.SuiteFileReader;
import io.krater.result.model.Part;
import io.krater.result.model.ResultException;
import io.krater.result.model.SuiteDescription;
import io.krater.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Decides whether a suite may go on in a folder that holds results already. */
final class Resumption {
    private final Disk disk;
    private final Path folder;
    private final List<String> notices;

    Resumption(Disk disk, Path folder, List<String> notices) {
        this.disk = disk;
        this.folder = folder;
        this.notices = notices;
    }

    /** The suite's file as it is to be written for this start; nothing is written here. */
    SuiteFile reconcile(Suite suite, long newSeed, Part part, List<LoadedTrial> trials, boolean anyProgram)
            throws IOException {
        int trialFiles = trials.size();
        Path file = folder.resolve(SuiteFile.NAME);
        SuiteDescription wanted = SuiteDescription.of(suite);
        SuiteFile fresh = new SuiteFile(wanted, suite.seed().orElse(newSeed), List.of(part));
        SuiteFile there;
        if (!TrialFile.isThere(file)) {
            if (trialFiles > 0) {
                throw unknown(file, "missing", trialFiles);
            }
            return fresh;
        }
        try {
            there = SuiteFileReader.read(file);
        } catch (IOException problem) {
            if (!FileProblem.isDamage(problem)) {
                throw problem;
            }
            if (trialFiles > 0) {
                throw unknown(file, "damaged (" + FileProblem.describe(problem) + ")", trialFiles);
            }
            Path aside = setAside(file);
            notices.add("damaged " + file + " was set aside as " + TrialFile.name(aside) + " ("
                    + FileProblem.describe(problem) + "); no trial had been stored, the suite starts anew");
            return fresh;
        }
        if (trialFiles == 0 && !differences(suite, wanted, there).isEmpty()) {
            notices.add(
                    "the folder holds no trial of the suite that was to run there, which was another; it starts anew");
            return fresh;
        }
        refuseOther(differences(suite, wanted, there));
        if (!anyProgram) {
            refuseOtherPrograms(part, there, trials);
        }
        List<Part> parts = new ArrayList<>(there.parts());
        parts.add(part);
        return new SuiteFile(wanted, there.seed(), parts);
    }

    private static List<String> differences(Suite suite, SuiteDescription wanted, SuiteFile there) {
        List<String> differences = new ArrayList<>(there.description().differences(wanted));
        int had = there.description()
                .schedule()
                .map(SuiteDescription.Schedule::trials)
                .orElse(0);
        if (suite.trials() < had) {
            differences.add("trials were " + had + ", are " + suite.trials() + " (they may grow, not shrink)");
        }
        if (suite.seed().isPresent() && suite.seed().getAsLong() != there.seed()) {
            differences.add("seed was " + there.seed() + ", is " + suite.seed().getAsLong());
        }
        return differences;
    }

    private void refuseOther(List<String> differences) {
        if (!differences.isEmpty()) {
            throw new ResultException("results folder " + folder + " holds results of another suite of this name: "
                    + String.join("; ", differences)
                    + ". Nothing was changed. Choose another folder or suite name, let SuiteRun.afresh() set this one aside, or"
                    + " take the suite back to what it was");
        }
    }

    /** Kept trials stand for what would be measured now, so what they ran has to be what is there now. */
    private void refuseOtherPrograms(Part part, SuiteFile there, List<LoadedTrial> trials) {
        if (there.parts().isEmpty()) {
            return;
        }
        Part last = there.parts().get(there.parts().size() - 1);
        List<String> changes = trials.stream()
                .filter(LoadedTrial::isCompleted)
                .map(trial -> trial.file().id().environment())
                .distinct()
                .sorted()
                .flatMap(environment -> part.capture().changedPrograms(last.capture(), environment).stream()
                        .map(change -> environment + ": " + change))
                .toList();
        if (!changes.isEmpty()) {
            throw new ResultException(
                    "results folder " + folder + " holds completed trials of other programs than are"
                            + " there now: " + String.join("; ", changes)
                            + ". Nothing was changed. Measure into another folder, or remove this one; where the change does"
                            + " not matter (a file that the program writes), SuiteRun.despiteChangedPrograms() keeps the trials");
        }
    }

    private static ResultException unknown(Path file, String how, int trialFiles) {
        return new ResultException(file + " is " + how + ", so nobody can tell whether the " + trialFiles
                + " trial files beside it belong to this suite. Nothing was changed. Restore the file, or choose"
                + " another folder or suite name; the trials can still be read");
    }

    /** Renames a damaged file to {@code .bak}, or {@code .bak-2} and so on where that is taken. */
    Path setAside(Path file) throws IOException {
        Path aside = file.resolveSibling(TrialFile.name(file) + ".bak");
        for (int i = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); i++) {
            aside = file.resolveSibling(TrialFile.name(file) + ".bak-" + i);
        }
        disk.move(file, aside);
        return aside;
    }
}
