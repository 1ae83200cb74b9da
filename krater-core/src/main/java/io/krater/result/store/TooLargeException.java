package io.krater.result.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file's content does not fit into the memory that Java may use. */
public final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Says how large the file is and how much memory there is. */
    public TooLargeException(Path file, Throwable cause) {
        super(
                "its " + size(file) + " do not fit into the "
                        + Runtime.getRuntime().maxMemory() / 1_000_000
                        + " MB that Java may use; give it more with -Xmx, or move the file away",
                cause);
    }

    private static String size(Path file) {
        try {
            return Files.size(file) / 1_000_000 + " MB";
        } catch (IOException gone) {
            return "content";
        }
    }
}
