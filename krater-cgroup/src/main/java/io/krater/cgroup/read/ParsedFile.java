package io.krater.cgroup.read;

import io.krater.sample.Reading;

/** An open file and what is taken from it. One object rather than two: a sample of a thousand cgroups fetches less. */
public final class ParsedFile extends OpenFile {
    private final FileParser parser;

    /** Takes the file over. */
    public ParsedFile(OpenFile file, FileParser parser) {
        super(file);
        this.parser = parser;
    }

    /** Reads the file and puts its figures; tells whether it could be read. */
    public boolean read(ReadBuffer buffer, Reading into) {
        int length = fill(buffer, false);
        if (length == FAILED) {
            return false;
        }
        parser.parse(buffer.bytes(), length, into);
        return true;
    }
}
