package io.krater.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a cgroup holds: its child cgroups. */
final class Subdirectories {
    private Subdirectories() {}

    /** The directories in a directory; none where it is gone. */
    static List<Path> of(Path directory) {
        List<Path> children = new ArrayList<>();
        try (Stream<Path> entries = Files.list(directory)) {
            entries.filter(Files::isDirectory).sorted().forEach(children::add);
        } catch (IOException | java.io.UncheckedIOException gone) {
            return children; // removed meanwhile: then it has no children
        }
        return children;
    }
}
