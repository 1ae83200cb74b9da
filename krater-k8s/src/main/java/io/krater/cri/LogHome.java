package io.krater.cri;

import io.krater.k8s.pod.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory with a launcher's containers' logs, and so the register of its sandboxes: each has its directory before it is
 * asked for, and until it is removed. It names its owner, so that a later process finds what a dead one left.
 *
 * @param directory the launcher's own directory
 */
record LogHome(Path directory) {
    private static final String OWNER = "owner";

    /** A launcher's own, made now. */
    static LogHome make(Path all, String launcher, Owner owner) throws IOException {
        Path directory = Files.createDirectories(all.resolve(launcher));
        Files.writeString(directory.resolve(OWNER), owner.toString());
        return new LogHome(directory);
    }

    /** Those of processes that are gone. */
    static List<LogHome> dead(Path all, Owner here) throws IOException {
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        List<LogHome> dead = new ArrayList<>();
        try (Stream<Path> homes = Files.list(all)) {
            for (Path home : homes.toList()) {
                Path owner = home.resolve(OWNER);
                if (Files.isRegularFile(owner)
                        && Owner.parse(Files.readString(owner).strip())
                                .filter(it -> CriLabels.isDead(it, here))
                                .isPresent()) {
                    dead.add(new LogHome(home));
                }
            }
        }
        return dead;
    }

    /** The directory of a sandbox, which CRI calls its {@code log_directory}. */
    Path of(String namespace, String name, String uid) {
        return directory.resolve(namespace + "_" + name + "_" + uid);
    }

    /** UIDs of the sandboxes that are registered here. */
    List<String> uids() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .map(name -> name.substring(name.lastIndexOf('_') + 1))
                    .toList();
        }
    }

    void remove() throws IOException {
        delete(directory);
    }

    /** Removes a directory with all that is in it; one that is gone is removed already. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> below = Files.walk(directory)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
