package io.krater.trial;

import io.krater.suite.Gate;
import io.krater.suite.Suite;
import io.krater.suite.Variant;
import java.time.Duration;

/** How long a trial may stay in each stage; what a workload says of itself is doubled before it counts as overdue. */
record Deadlines(Duration toOpen, Duration toClose, Duration toExit) {
    private static final Duration SLACK = Duration.ofSeconds(30);
    /** For a workload that does not say how long it takes. */
    private static final Duration UNKNOWN = Duration.ofHours(1);

    static Deadlines of(Suite suite, Gate gate, Variant variant) {
        Duration open = suite.startTimeout().plus(variant.warmup().multipliedBy(2));
        Duration close =
                variant.gateTime().map(time -> time.multipliedBy(2).plus(SLACK)).orElse(UNKNOWN);
        if (gate.start().isEmpty()) {
            // the gate opens with the program itself: all of it is one wait
            return new Deadlines(open.plus(close), open.plus(close), gate.end().isEmpty() ? open.plus(close) : SLACK);
        }
        return new Deadlines(open, close, gate.end().isEmpty() ? close : SLACK.multipliedBy(2));
    }

    Duration of(Stage stage) {
        return switch (stage) {
            case START, GATE_OPEN -> toOpen;
            case GATE_CLOSE -> toClose;
            case EXIT -> toExit;
            case DONE -> Duration.ZERO;
        };
    }

    Duration total() {
        return toOpen.plus(toClose).plus(toExit);
    }
}
