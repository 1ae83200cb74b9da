package io.krater.result.store;

import java.io.IOException;

/** A file was written by a later version of the library: it is whole, but cannot be read here. */
final class NewerSchemaException extends IOException {
    private static final long serialVersionUID = 1L;

    NewerSchemaException(String found, String known) {
        super("written by a newer version of this library (format " + found + ", this version reads " + known
                + "): update the library");
    }
}
