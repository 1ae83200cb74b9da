package io.krater.result.store;

import java.io.IOException;

/** A folder that is being written to is no longer the one that was locked. */
final class FolderLostException extends IOException {
    private static final long serialVersionUID = 1L;

    FolderLostException(String how) {
        super(how);
    }
}
