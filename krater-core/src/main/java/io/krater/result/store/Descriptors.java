package io.krater.result.store;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths that name open files of this process, such as {@code /dev/stdout}: they are links, often to a regular file. */
final class Descriptors {
    private static final Pattern OPEN_FILES =
            Pattern.compile("/proc/" + ProcessHandle.current().pid() + "/(?:task/\\d+/)?fd");

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final int MOST_LINKS = 40;

    private Descriptors() {}

    /** The number of the open file that a path names; empty where it names none. */
    static OptionalInt named(Path file) throws IOException {
        Path at = file.toAbsolutePath();
        for (int i = 0; i < MOST_LINKS; i++) {
            Path parent = at.getParent();
            if (parent == null || !Files.isDirectory(parent)) {
                return OptionalInt.empty();
            }
            Path folder = parent.toRealPath();
            Matcher number = NUMBER.matcher(String.valueOf(at.getFileName()));
            if (OPEN_FILES.matcher(folder.toString()).matches() && number.matches()) {
                return OptionalInt.of(Integer.parseInt(number.group()));
            }
            if (!Files.isSymbolicLink(at)) {
                return OptionalInt.empty();
            }
            at = folder.resolve(Files.readSymbolicLink(at));
        }
        return OptionalInt.empty();
    }

    /** One of the standard streams, after what was printed to it; closing it leaves the stream open. */
    static OutputStream standard(PrintStream printed, FileDescriptor descriptor) {
        printed.flush();
        return new OutputStream() {
            private final FileOutputStream out = new FileOutputStream(descriptor);

            @Override
            public void write(int value) throws IOException {
                out.write(value);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }
        };
    }
}
