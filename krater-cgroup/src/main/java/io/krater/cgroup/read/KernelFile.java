package io.krater.cgroup.read;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whole reads and single writes of the small text files under /proc and /sys. Stateless. Not by channels, which an
 * interrupt would close: what is being measured must be ended and removed also by a thread that was interrupted.
 */
public final class KernelFile {
    private KernelFile() {}

    /**
     * The file's text. Bytes that are not UTF-8 (a process may name itself anything) become replacement characters
     * instead of an error.
     *
     * @throws NoSuchFileException if it is not there
     * @throws AccessDeniedException if this user may not read it
     * @throws IOException with the kernel's reason, if it cannot be read
     */
    public static String read(Path file) throws IOException {
        try (FileInputStream in = new FileInputStream(file.toString())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (FileNotFoundException e) {
            throw whyNotOpened(file, e);
        }
    }

    private static IOException whyNotOpened(Path file, FileNotFoundException e) {
        if (Files.notExists(file)) {
            return new NoSuchFileException(file.toString());
        }
        // a file that is shut is there; what leads round in circles, say, is not told to be
        return !Files.exists(file) || Files.isReadable(file) ? e : new AccessDeniedException(file.toString());
    }

    /** How the C library names those errors, in any locale that Java programs start in. */
    private static final List<String> PASSING = List.of(
            "Too many open files",
            "Cannot allocate memory",
            "Resource temporarily unavailable",
            "Cannot fork",
            "error=24,",
            "error=23,",
            "error=12,",
            "error=11,");

    /**
     * The file's text without surrounding white space, or empty if it is not there: for what is decided by its absence.
     *
     * @throws AccessDeniedException if this user may not read it
     * @throws IOException with the kernel's reason, if it is there and cannot be read
     */
    public static Optional<String> ifThere(Path file) throws IOException {
        try {
            return Optional.of(read(file).strip());
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /** The file's text without surrounding white space, or empty if it is not there or refuses to be read. */
    public static Optional<String> text(Path file) {
        try {
            return Optional.of(read(file).strip());
        } catch (IOException e) {
            // for a fact that may be absent, why it is absent makes no difference
            return Optional.empty();
        }
    }

    /** As {@link #text}, but empty too where the file is blank. */
    public static Optional<String> fact(Path file) {
        return text(file).filter(text -> !text.isEmpty());
    }

    /** The file's number, or empty if it is not there, refuses to be read, or holds no number. */
    public static Optional<Long> number(Path file) {
        return text(file).flatMap(KernelFile::parseNumber);
    }

    /** A decimal number, or empty if the text is none or exceeds a {@code long}. */
    public static Optional<Long> parseNumber(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The words of the file, or none if it is not there or refuses to be read. */
    public static Set<String> words(Path file) {
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
     * @throws NoSuchFileException if it is not there
     * @throws AccessDeniedException if this user may not write it
     * @throws IOException with the kernel's reason, if it refuses
     */
    public static void write(Path file, String value) throws IOException {
        if (Files.notExists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        // appending neither creates nor truncates, which real kernel files do not mind either way
        try (FileOutputStream out = new FileOutputStream(file.toString(), true)) {
            out.write(value.getBytes(StandardCharsets.UTF_8));
        } catch (FileNotFoundException e) {
            throw Files.isWritable(file) ? e : new AccessDeniedException(file.toString());
        }
    }

    /**
     * Whether an error says nothing of the file, as this process or the machine was short of something: descriptors
     * (EMFILE, ENFILE), memory (ENOMEM), processes (EAGAIN).
     */
    public static boolean isPassing(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (isPassing(String.valueOf(cause.getMessage()))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the text of an error names one of those. */
    public static boolean isPassing(String message) {
        return PASSING.stream().anyMatch(message::contains);
    }

    /** What an error says, for a sentence: the kernel's reason without the path where that is known from context. */
    public static String reason(IOException e) {
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
