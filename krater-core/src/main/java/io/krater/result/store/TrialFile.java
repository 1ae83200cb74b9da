package io.krater.result.store;

import io.krater.plan.TrialId;
import io.krater.result.json.DamagedFileException;
import io.krater.result.json.TrialReader;
import io.krater.result.model.StoredTrial;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A trial's file: {@code trials/<environment>/<variant>/<n>.json}, or {@code <n>.attempt-<k>.json} for an attempt that
 * failed and was followed by another.
 *
 * @param path where it is
 * @param id the trial that its place stands for
 * @param attempt number of the attempt, from 1 up; 0 for the latest
 */
public record TrialFile(Path path, TrialId id, int attempt) {
    static final String FOLDER = "trials";

    private static final Pattern NAME = Pattern.compile("([1-9][0-9]{0,8})(?:\\.attempt-([1-9][0-9]{0,8}))?\\.json");

    /** What a folder of trials holds. */
    record Listing(List<TrialFile> trials, List<Path> temporary, List<Path> setAside) {}

    /** The trial's latest file. */
    public static Path latest(Path folder, TrialId id) {
        return folder.resolve(FOLDER)
                .resolve(id.environment())
                .resolve(id.variant())
                .resolve(id.number() + ".json");
    }

    /** The file of an earlier attempt. */
    static Path earlier(Path latest, int attempt) {
        String name = String.valueOf(latest.getFileName());
        return latest.resolveSibling(
                name.substring(0, name.length() - ".json".length()) + ".attempt-" + attempt + ".json");
    }

    /** The files of a results folder, sorted by trial and attempt, the latest of a trial last. */
    static Listing list(Path folder) throws IOException {
        Listing listing = new Listing(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Path trials = folder.resolve(FOLDER);
        if (isDirectory(trials)) {
            for (Path environment : children(trials)) {
                if (isDirectory(environment)) {
                    for (Path variant : children(environment)) {
                        if (isDirectory(variant)) {
                            list(environment, variant, listing);
                        }
                    }
                }
            }
        }
        listing.trials()
                .sort(Comparator.comparing((TrialFile file) -> file.id().environment())
                        .thenComparing(file -> file.id().variant())
                        .thenComparing(file -> file.id().number())
                        .thenComparing(file -> file.attempt() == 0 ? Integer.MAX_VALUE : file.attempt()));
        return listing;
    }

    private static void list(Path environment, Path variant, Listing into) throws IOException {
        for (Path file : children(variant)) {
            String name = name(file);
            Matcher matcher = NAME.matcher(name);
            if (matcher.matches()) {
                TrialId id = new TrialId(name(environment), name(variant), Integer.parseInt(matcher.group(1)));
                @Nullable String attempt = matcher.group(2);
                into.trials().add(new TrialFile(file, id, attempt == null ? 0 : Integer.parseInt(attempt)));
            } else if (AtomicFile.isLeftover(name)) {
                into.temporary().add(file);
            } else if (name.matches(".*\\.json\\.bak(-[0-9]+)?")) {
                into.setAside().add(file);
            }
        }
    }

    /** Whether there is a folder; one that cannot be looked at is not taken for none, as its trials would be forgotten. */
    private static boolean isDirectory(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).isDirectory();
        } catch (NoSuchFileException absent) {
            return false;
        }
    }

    /** Whether something is there, a link that leads nowhere too; what cannot be looked at is not taken for absent. */
    static boolean isThere(Path path) throws IOException {
        try {
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (NoSuchFileException absent) {
            return false;
        }
    }

    public static List<Path> children(Path folder) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(paths::add);
        } catch (java.nio.file.DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        paths.sort(Comparator.naturalOrder());
        return paths;
    }

    public static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /**
     * Reads the trial.
     *
     * @throws DamagedFileException if the content is not this trial
     */
    StoredTrial read() throws IOException {
        StoredTrial stored = TrialReader.read(path);
        if (!stored.trial().id().equals(id)) {
            throw new DamagedFileException(
                    "the file is of trial " + stored.trial().id() + ", its place is that of " + id);
        }
        return stored;
    }
}
