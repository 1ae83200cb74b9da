package io.krater.cgroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A directory with the files of a recorded cgroup, which can be moved on to a later moment under open descriptors. */
public final class RecordedTree {
    static final List<String> KERNELS = List.of("linux-5.10", "linux-6.1", "linux-6.12", "linux-7.2");
    static final List<String> MOMENTS =
            List.of("1-created", "2-throttled", "3-throttled-1s-later", "4-exited", "5-oom-killed", "6-unlimited");

    private final Path directory;

    private RecordedTree(Path directory) {
        this.directory = directory;
    }

    /** Copies what was recorded, such as {@code linux-7.2/2-throttled/pod}, into an empty directory. */
    public static RecordedTree copy(String recorded, Path into) {
        RecordedTree tree = new RecordedTree(into);
        tree.moveTo(recorded);
        return tree;
    }

    /** Where the recordings are. */
    public static Path recordings() {
        try {
            return Path.of(Objects.requireNonNull(RecordedTree.class.getResource("/cgroup-trees"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every recorded file of a name, of all kernels and moments. */
    public static List<Path> all(String name) {
        try (Stream<Path> files = Files.walk(recordings())) {
            return files.filter(file -> file.endsWith(name)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return directory;
    }

    /** Gives each file the content that it had at another moment. */
    void moveTo(String recorded) {
        try (Stream<Path> files = Files.list(recordings().resolve(recorded))) {
            for (Path file : files.toList()) {
                write(Objects.requireNonNull(file.getFileName()).toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file in place. */
    public RecordedTree write(String name, String content) {
        try {
            Files.writeString(directory.resolve(name), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RecordedTree delete(String name) {
        try {
            Files.delete(directory.resolve(name));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
