package io.krater.cgroup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whole reads and single writes of the small text files under /proc and /sys. Stateless. */
final class KernelFile {
    private KernelFile() {}

    /**
     * The file's text. Bytes that are not UTF-8 (a process may name itself anything) become replacement characters
     * instead of an error.
     */
    static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** The file's text without surrounding white space, or empty if it is not there or refuses to be read. */
    static Optional<String> text(Path file) {
        try {
            return Optional.of(read(file).strip());
        } catch (IOException e) {
            // for a fact that may be absent, why it is absent makes no difference
            return Optional.empty();
        }
    }

    /** As {@link #text}, but empty too where the file is blank. */
    static Optional<String> fact(Path file) {
        return text(file).filter(text -> !text.isEmpty());
    }

    /** The file's number, or empty if it is not there, refuses to be read, or holds no number. */
    static Optional<Long> number(Path file) {
        return text(file).flatMap(KernelFile::parseNumber);
    }

    /** A decimal number, or empty if the text is none or exceeds a {@code long}. */
    static Optional<Long> parseNumber(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The words of the file, or none if it is not there or refuses to be read. */
    static Set<String> words(Path file) {
        return text(file).map(KernelFile::words).orElse(Set.of());
    }

    private static Set<String> words(String text) {
        List<String> words = List.of(text.split("\\s+", -1));
        return new java.util.TreeSet<>(
                words.stream().filter(word -> !word.isEmpty()).toList());
    }

    /**
     * Writes the value with one system call, as kernel files want it. Never creates a file.
     *
     * @throws IOException with the kernel's reason
     */
    static void write(Path file, String value) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8));
            int length = bytes.remaining();
            int written = channel.write(bytes);
            if (written != length) {
                throw new IOException(file + " took " + written + " of " + length + " bytes");
            }
        }
    }

    /** What an error says, for a sentence: the kernel's reason without the path where that is known from context. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
