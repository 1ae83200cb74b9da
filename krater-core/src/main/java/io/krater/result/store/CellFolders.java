package io.krater.result.store;

import io.krater.launch.file.FileKey;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The folders below a results folder that trials were stored in: they have to stay what they were. */
final class CellFolders {
    private final Disk disk;
    private final Path root;
    private final Map<Path, FileKey> entered = new LinkedHashMap<>();

    CellFolders(Disk disk, Path root) {
        this.disk = disk;
        this.root = root;
    }

    /**
     * Makes a folder that is to be stored in, with those between it and the root.
     *
     * @throws FolderLostException if one of them was there before and is gone, or is another
     */
    void enter(Path folder) throws IOException {
        check();
        AtomicFile.createDirectories(disk, folder);
        Path at = root;
        for (Path name : root.relativize(folder)) {
            at = at.resolve(name);
            if (Files.isSymbolicLink(at) && AtomicFile.isForeign(at)) {
                throw new FileSystemException(
                        at.toString(), null, at + " is a link that belongs to another user: remove it");
            }
            if (!entered.containsKey(at)) {
                entered.put(at, FileKey.of(at));
            }
        }
    }

    void check() throws IOException {
        for (Map.Entry<Path, FileKey> folder : entered.entrySet()) {
            if (!folder.getValue().isAt(folder.getKey())) {
                throw new FolderLostException(folder.getKey() + " was deleted or replaced");
            }
        }
    }
}
