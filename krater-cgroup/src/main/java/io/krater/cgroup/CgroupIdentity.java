package io.krater.cgroup;

import io.krater.sample.CgroupReadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Tells a cgroup from another that is later made at the same path. The kernel's message for a removed cgroup
 * (ENODEV) comes in the user's language, so that the directory itself is asked.
 */
final class CgroupIdentity {
    private final Path directory;
    private final Object key;

    private CgroupIdentity(Path directory, Object key) {
        this.directory = directory;
        this.key = key;
    }

    /** What is at the path now. */
    static CgroupIdentity of(Path directory) {
        try {
            Object key = keyOf(directory);
            if (key == null) {
                throw new CgroupReadException(directory, "no such cgroup");
            }
            return new CgroupIdentity(directory, key);
        } catch (IOException e) {
            throw new CgroupReadException(directory, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether that cgroup is no longer at the path; in doubt (the path cannot be looked at) it is. */
    boolean isGone() {
        try {
            return !key.equals(keyOf(directory));
        } catch (IOException e) {
            return true;
        }
    }

    private static @Nullable Object keyOf(Path directory) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(directory, BasicFileAttributes.class);
            if (!attributes.isDirectory()) {
                throw new NotDirectoryException(directory.toString());
            }
            return attributes.fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
