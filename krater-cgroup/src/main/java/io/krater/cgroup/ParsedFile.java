package io.krater.cgroup;

/** An open file and what is taken from it. */
record ParsedFile(OpenFile file, FileParser parser) implements AutoCloseable {
    /** Reads the file and puts its figures; tells whether it could be read. */
    boolean read(ReadBuffer buffer, Reading into) {
        int length = file.fill(buffer, false);
        if (length == OpenFile.FAILED) {
            return false;
        }
        parser.parse(buffer.bytes(), length, into);
        return true;
    }

    @Override
    public void close() {
        file.close();
    }
}
