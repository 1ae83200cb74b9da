package io.krater.cgroup.read;

import io.krater.sample.Column;
import io.krater.sample.Reading;
import java.util.Set;

/**
 * Takes the figures from one kernel file. Implementations remember where things stood at the last reading, so each open
 * file has its own. They allocate nothing and throw nothing, whatever the bytes.
 */
public interface FileParser {
    /** Puts what is well-formed; the rest stays absent. */
    void parse(byte[] bytes, int length, Reading into);

    /** The figures that this parser looks for. */
    Set<Column> columns();
}
