package io.krater.launch.file;

import io.krater.launch.Capture;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What tells a file, or a folder with all that is in it, from another. */
final class FileFacts {
    private FileFacts() {}

    /** Puts a file's real path where it is another, its size and its SHA-256. */
    static void put(Map<String, String> facts, String name, Path path) {
        try {
            Path real = path.toRealPath();
            if (!real.equals(path.toAbsolutePath())) {
                facts.put(name + ".real_path", real.toString());
            }
            facts.put(name + ".bytes", Long.toString(Files.size(real)));
            MessageDigest digest = digest();
            read(real, digest);
            facts.put(name + Capture.SHA256, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            facts.put(name + Capture.SHA256, "not readable: " + e.getMessage());
        }
    }

    /** Puts one SHA-256 over the names and contents of all files in a folder. */
    static void putFolder(Map<String, String> facts, String name, Path folder) {
        MessageDigest digest = digest();
        try (Stream<Path> inside = Files.walk(folder)) {
            List<Path> files = inside.filter(Files::isRegularFile).sorted().toList();
            for (Path file : files) {
                digest.update((folder.relativize(file) + "\0").getBytes(StandardCharsets.UTF_8));
                read(file, digest);
            }
            facts.put(name + Capture.SHA256, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException | UncheckedIOException e) {
            facts.put(name + Capture.SHA256, "not readable: " + e.getMessage());
        }
    }

    private static void read(Path file, MessageDigest digest) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
