package io.krater.result.store;

import io.krater.launch.file.FileKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The kernel's list of locks, {@code /proc/locks} (proc(5)):
 *
 * <pre>
 * 8: POSIX  ADVISORY  WRITE 7465 fe:00:9986516 0 EOF
 * </pre>
 */
final class LockTable {
    private static final Path LOCKS = Path.of("/proc/locks");

    private LockTable() {}

    /** Whether this process is listed with a lock on the file; false where there is no such list, or it tells files otherwise. */
    static boolean lists(FileKey file) {
        if (file.inode() == 0) {
            return false;
        }
        String pid = String.valueOf(ProcessHandle.current().pid());
        try {
            for (String line : Files.readAllLines(LOCKS)) {
                String[] words = line.trim().split(" +", -1);
                if (words.length > 5
                        && words[1].equals("POSIX")
                        && words[4].equals(pid)
                        && words[5].endsWith(":" + file.inode())) {
                    return true;
                }
            }
            return false;
        } catch (IOException noList) {
            return false;
        }
    }
}
