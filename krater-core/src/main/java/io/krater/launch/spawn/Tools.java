package io.krater.launch.spawn;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Small programs of the system that the launcher uses where they are there. */
public final class Tools {
    private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin");

    private Tools() {}

    /** Path of a tool; looked for in the system's own folders, so that a PATH can put nothing in its place. */
    public static Optional<String> find(String name) {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
