package io.krater;

import io.krater.launch.Check;
import java.util.List;

/** A suite cannot run where it was to run; the message is the table of what was found and what mends it. */
public final class PreflightException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised: for the caller in the same process
    private final List<Check> checks;

    PreflightException(List<Check> checks) {
        super("the suite cannot run here:" + System.lineSeparator() + CheckTable.of(checks));
        this.checks = List.copyOf(checks);
    }

    /** All that was checked. */
    public List<Check> checks() {
        return checks;
    }
}
