package io.krater.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Removes directories however deep they lie. A program can nest cgroups until their names are longer than any call takes
 * (PATH_MAX), so each is reached from the one above it, and one directory is open at a time.
 */
final class DeepTree {
    private static final Path UP = Path.of("..");

    private DeepTree() {}

    /**
     * Removes all directories below one; files are left, as those of a cgroup go with it. Does nothing if it is gone.
     *
     * @throws IOException if one of them cannot be removed
     */
    @SuppressWarnings("StreamResourceLeak") // one stands for the other as it goes down: the last is closed
    static void removeBelow(Path top) throws IOException {
        Deque<Path> names = new ArrayDeque<>();
        DirectoryStream<Path> at;
        try {
            at = Files.newDirectoryStream(top);
        } catch (NoSuchFileException gone) {
            return;
        }
        try {
            while (true) {
                if (!(at instanceof SecureDirectoryStream<Path> open)) {
                    throw new IOException("this Java cannot open a directory by the one above it, in " + top);
                }
                Path child = directoryIn(open);
                if (child != null) {
                    at = open.newDirectoryStream(child, LinkOption.NOFOLLOW_LINKS);
                    names.push(child);
                } else if (names.isEmpty()) {
                    return;
                } else {
                    SecureDirectoryStream<Path> parent = open.newDirectoryStream(UP, LinkOption.NOFOLLOW_LINKS);
                    at = parent;
                    parent.deleteDirectory(names.pop());
                }
                open.close();
            }
        } catch (NoSuchFileException removedMeanwhile) {
            removeBelow(top);
        } finally {
            at.close();
        }
    }

    private static @Nullable Path directoryIn(SecureDirectoryStream<Path> directory) throws IOException {
        try {
            for (Path entry : directory) {
                Path name = entry.getFileName();
                if (name != null
                        && directory
                                .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                                .readAttributes()
                                .isDirectory()) {
                    return name;
                }
            }
            return null;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
