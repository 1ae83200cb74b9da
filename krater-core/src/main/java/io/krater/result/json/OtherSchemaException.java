package io.krater.result.json;

import java.io.IOException;

/** A file was written by another version of the library: it is whole, but cannot be read here. */
public final class OtherSchemaException extends IOException {
    private static final long serialVersionUID = 1L;

    OtherSchemaException(String found, String known, boolean newer) {
        super(
                newer
                        ? "written by a newer version of this library (format " + found + ", this version reads "
                                + known + "): update the library"
                        : "written by an older version of this library (format " + found + ", this version reads "
                                + known + "): read it with that version, or measure again into another folder");
    }

    private OtherSchemaException(String message, OtherSchemaException cause) {
        super(message, cause);
    }

    /** The same of a file whose checksum is not that of its content. */
    OtherSchemaException orChanged() {
        return new OtherSchemaException(
                getMessage() + "; or it was changed after it was written, for its checksum is another", this);
    }
}
