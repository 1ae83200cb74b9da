package io.krater.sample;

import java.nio.file.Path;

/**
 * A cgroup or its files could not be opened or read. The only exception that reading throws: what a file holds, however
 * damaged, never causes one (its figures are absent instead).
 */
public final class CgroupReadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Path path;

    /** Names the file or directory and what went wrong with it. */
    public CgroupReadException(Path path, String problem, Throwable cause) {
        super(path + ": " + problem, cause);
        this.path = path;
    }

    /** Names the file or directory and what is wrong with it. */
    public CgroupReadException(Path path, String problem) {
        super(path + ": " + problem);
        this.path = path;
    }

    /** The file or directory that could not be read. */
    public Path path() {
        return path;
    }
}
