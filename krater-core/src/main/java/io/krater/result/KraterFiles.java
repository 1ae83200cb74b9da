package io.krater.result;

import io.krater.result.json.SuiteFile;
import io.krater.result.krater.KraterExport;
import io.krater.result.krater.KraterFile;
import io.krater.result.krater.KraterImport;
import io.krater.result.model.ResultException;
import io.krater.result.store.FileProblem;
import io.krater.result.store.TrialFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * KRATER's own JSON in and out: a file for each environment, named {@code <image>_<runtime-class>.json}, so that
 * notebooks made for KRATER keep working, and its old results can be compared with new ones. The format and what
 * becomes of each key is described in {@code docs/result-format.md}.
 */
public final class KraterFiles {
    private KraterFiles() {}

    /**
     * Reads a file, or all {@code .json} files of a folder as one result. Files and entries that cannot be read are left
     * out and told of in {@link SuiteResult#warnings}.
     *
     * @throws ResultException if there is no entry to be read
     */
    public static SuiteResult read(Path fileOrFolder) {
        List<Path> paths = new ArrayList<>();
        try {
            if (Files.isDirectory(fileOrFolder)) {
                for (Path child : TrialFile.children(fileOrFolder)) {
                    if (Files.isRegularFile(child)
                            && TrialFile.name(child).endsWith(".json")
                            && !TrialFile.name(child).equals(SuiteFile.NAME)) {
                        paths.add(child);
                    }
                }
            } else {
                paths.add(fileOrFolder);
            }
        } catch (IOException failed) {
            throw new ResultException("cannot read " + fileOrFolder + ": " + FileProblem.describe(failed), failed);
        }
        List<KraterFile> files = paths.parallelStream().map(KraterFile::read).toList();
        if (files.stream().allMatch(file -> file.entries().isEmpty())) {
            List<String> reasons =
                    files.stream().flatMap(file -> file.warnings().stream()).toList();
            throw new ResultException("no trials of KRATER's format at " + fileOrFolder + ": "
                    + (reasons.isEmpty() ? "no .json file with an entry" : String.join("; ", reasons)));
        }
        return new SuiteResult(new KraterImport(suiteName(fileOrFolder), files).result());
    }

    /**
     * Writes a file for each environment into a folder, which is made if need be. Completed trials are written, and those
     * whose workload said that its result is wrong; other failures have no place in the format. Samples are those within
     * the gate.
     *
     * @return the files written
     * @throws ResultException if a file cannot be written; each is there whole or as it was
     */
    public static List<Path> write(SuiteResult result, Path folder) {
        return new KraterExport(result).write(folder);
    }

    private static String suiteName(Path path) {
        String name = TrialFile.name(path.toAbsolutePath().normalize());
        return KraterFile.label(name.endsWith(".json") ? name.substring(0, name.length() - 5) : name);
    }
}
