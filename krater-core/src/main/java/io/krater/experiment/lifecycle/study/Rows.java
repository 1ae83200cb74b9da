package io.krater.experiment.lifecycle.study;

import java.io.Closeable;
import java.io.IOException;
import java.util.Set;

/** The rows of a table, one after the other, whatever it is written in. Not thread-safe. */
interface Rows extends Closeable {
    /** The names of the columns: those of the header, or of the first document. */
    Set<String> columns();

    /** The position of a column, for the methods below; -1 where the table has none of the name. */
    int column(String name);

    /** Goes to the next row; false at the end. */
    boolean next() throws IOException;

    /** A value's text; empty where there is none. */
    String text(int column) throws IOException;

    /** A number that stands for a value's text, the same for the same text; 0 for none. */
    int symbol(int column, Symbols symbols) throws IOException;

    /**
     * A value as a number; NaN where there is none.
     *
     * @throws StudyFormatException if it is no number
     */
    double number(int column) throws IOException;

    /** File and line. */
    String place();

    /** What to throw for the row that was read last. */
    default StudyFormatException bad(String problem) {
        return new StudyFormatException(place(), problem);
    }
}
