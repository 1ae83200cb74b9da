package io.krater.launch.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * What tells a file or folder from another that is put in its place: device and inode.
 *
 * @param key as the file system gives it; null where it has none
 * @param inode the inode; 0 where there is none
 */
public record FileKey(@Nullable Object key, long inode) {

    /** The key of what stands there; a link is told by itself and not by what it leads to. */
    public static FileKey of(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        if (key == null || !path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return new FileKey(key, 0);
        }
        return new FileKey(key, ((Number) Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS)).longValue());
    }

    /** Whether this still stands there. */
    public boolean isAt(Path path) throws IOException {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS) && of(path).equals(this);
    }
}
