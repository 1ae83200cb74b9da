package io.krater.suite;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is done around the trials of a suite, and what bounds them.
 *
 * @param services run from before the first trial until after the last
 * @param beforeSuite done once before the first trial of each start, when the services are ready
 * @param beforeTrial done before each trial
 * @param afterTrial done after each trial, whatever came of it
 * @param warmupTrials trials of each cell that go before those that count: kept, but in no figure
 * @param timeout longest time of a trial from its request to its end; empty for what follows from its expected time
 * @param budget time after which no further block of trials begins; empty for no bound
 * @param baseline environment that the others are compared with; the first one where absent
 */
public record Procedure(
        List<Service> services,
        List<Hook> beforeSuite,
        List<Hook> beforeTrial,
        List<Hook> afterTrial,
        int warmupTrials,
        Optional<Duration> timeout,
        Optional<Duration> budget,
        Optional<String> baseline) {
    /** Nothing but the trials. */
    public static final Procedure NONE = new Procedure(
            List.of(), List.of(), List.of(), List.of(), 0, Optional.empty(), Optional.empty(), Optional.empty());

    /** Why a warm-up trial takes no part in any figure. */
    public static final String WARMUP = "warm-up trial";

    private static final int MOST_WARMUPS = 10_000;

    /**
     * Copies the lists and checks the bounds.
     *
     * @throws IllegalArgumentException naming the value and the bound that it broke
     */
    public Procedure {
        services = List.copyOf(services);
        beforeSuite = List.copyOf(beforeSuite);
        beforeTrial = List.copyOf(beforeTrial);
        afterTrial = List.copyOf(afterTrial);
        Names.distinct("service names", services.stream().map(Service::name).toList());
        if (warmupTrials < 0 || warmupTrials > MOST_WARMUPS) {
            throw new IllegalArgumentException("warmupTrials must be in 0.." + MOST_WARMUPS + ", was " + warmupTrials);
        }
        timeout.ifPresent(time -> Quantities.requireTimeout("timeout", time));
        budget.ifPresent(time -> {
            if (time.isZero() || time.isNegative()) {
                throw new IllegalArgumentException("budget must be positive, was " + Quantities.format(time));
            }
        });
    }

    /** Whether the trial of this number is a warm-up. */
    public boolean isWarmup(int trial) {
        return trial <= warmupTrials;
    }

    /** How long a trial in this environment may take at most: what the environment says, else what the suite says. */
    public Optional<Duration> timeoutOf(Environment environment) {
        return environment.timeout().or(() -> timeout);
    }
}
