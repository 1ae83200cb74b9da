package io.krater.result.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** The changes that a results folder makes to the file system, apart so that tests can break or stop each of them. */
public interface Disk {
    /** Creates a file, or empties it if it is there. */
    Sink create(Path file) throws IOException;

    /** Renames within a file system; a file of the new name is replaced in the same instant. */
    void move(Path from, Path to) throws IOException;

    /** Makes the names in a directory durable. */
    void syncDirectory(Path directory) throws IOException;

    /** Creates a directory; one that is there already is fine. */
    void createDirectory(Path directory) throws IOException;

    /** Deletes a file; one that is not there is fine. */
    void delete(Path file) throws IOException;

    /** A file being written. */
    abstract class Sink extends OutputStream {
        /** Makes what was written durable. */
        abstract void sync() throws IOException;
    }

    /** The machine's file system. */
    static Disk system() {
        return SystemDisk.INSTANCE;
    }
}
