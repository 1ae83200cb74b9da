package io.krater.junit;

import java.util.List;
import org.opentest4j.TestAbortedException;

/** Aborts a test of whose claims the trials tell nothing. */
final class CannotTellException extends TestAbortedException {
    private static final long serialVersionUID = 1;

    private final transient List<String> claims;

    CannotTellException(List<String> claims) {
        super("cannot tell: " + String.join(System.lineSeparator(), claims));
        this.claims = List.copyOf(claims);
    }

    /** What was claimed and measured, a line each. */
    List<String> claims() {
        return claims;
    }
}
