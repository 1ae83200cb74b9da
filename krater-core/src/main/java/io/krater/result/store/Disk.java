package io.krater.result.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The changes that a results folder makes to the file system, apart so that tests can break or stop each of them. */
public interface Disk {
    /** Creates a file; one of this name that a kill left is removed first, and a link is never followed. */
    Sink create(Path file) throws IOException;

    /** Opens what is there, a pipe, a device, or what a link leads to, to write to it. */
    Sink open(Path file) throws IOException;

    /** Writes all these bytes. */
    void write(FileChannel channel, ByteBuffer bytes) throws IOException;

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
