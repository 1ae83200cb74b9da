package io.krater.trial;

import io.krater.suite.Environment;
import io.krater.suite.Gate;
import io.krater.suite.Suite;
import io.krater.suite.Variant;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a trial may stay in each stage; what a workload says of itself is doubled before it counts as overdue.
 *
 * @param inAll from the request to the end, where the suite bounds that
 */
record Deadlines(Duration toOpen, Duration toClose, Duration toExit, Optional<Duration> inAll) {
    private static final Duration SLACK = Duration.ofSeconds(30);
    /** For a workload that does not say how long it takes. */
    private static final Duration UNKNOWN = Duration.ofHours(1);

    static Deadlines of(Suite suite, Environment environment, Variant variant) {
        Gate gate = suite.workload().gate();
        Optional<Duration> inAll = suite.procedure().timeoutOf(environment);
        Duration open = suite.startTimeout().plus(variant.warmup().multipliedBy(2));
        Duration close =
                variant.gateTime().map(time -> time.multipliedBy(2).plus(SLACK)).orElse(inAll.orElse(UNKNOWN));
        if (gate.start().isEmpty()) {
            // the gate opens with the program itself: all of it is one wait
            Duration life = open.plus(close);
            return new Deadlines(life, life, gate.end().isEmpty() ? life : SLACK, inAll);
        }
        return new Deadlines(open, close, gate.end().isEmpty() ? close : SLACK.multipliedBy(2), inAll);
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
        Duration stages = toOpen.plus(toClose).plus(toExit);
        return inAll.map(most -> most.plus(SLACK))
                .filter(most -> most.compareTo(stages) < 0)
                .orElse(stages);
    }
}
