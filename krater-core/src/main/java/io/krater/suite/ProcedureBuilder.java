package io.krater.suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Collects what is done around the trials, and what all environments have in common. Not thread-safe. */
abstract class ProcedureBuilder<B extends ProcedureBuilder<B>> {
    private final List<Service> services = new ArrayList<>();
    private final List<Hook> beforeSuite = new ArrayList<>();
    private final List<Hook> beforeTrial = new ArrayList<>();
    private final List<Hook> afterTrial = new ArrayList<>();
    private int warmupTrials;
    private Optional<Duration> timeout = Optional.empty();
    private Optional<Duration> budget = Optional.empty();
    private Optional<String> baseline = Optional.empty();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Map<String, String> attributes = new LinkedHashMap<>();

    abstract B self();

    /** A program that runs from before the first trial until after the last. */
    public B service(Service service) {
        services.add(Objects.requireNonNull(service, "service must not be null"));
        return self();
    }

    /** Done once before the first trial of each start, when the services are ready; a failure ends the run. */
    public B beforeSuite(Hook hook) {
        beforeSuite.add(Objects.requireNonNull(hook, "beforeSuite must not be null"));
        return self();
    }

    /** Done before each trial, in the order given; the trial fails where it does. */
    public B beforeTrial(Hook hook) {
        beforeTrial.add(Objects.requireNonNull(hook, "beforeTrial must not be null"));
        return self();
    }

    /** Done after each trial, in the order given, whatever came of it; the trial fails where it does. */
    public B afterTrial(Hook hook) {
        afterTrial.add(Objects.requireNonNull(hook, "afterTrial must not be null"));
        return self();
    }

    /**
     * Trials of each cell before those that count, 0 to 10,000; none until told otherwise. They are kept in the results and take
     * part in no figure.
     */
    public B warmupTrials(int number) {
        warmupTrials = number;
        return self();
    }

    /**
     * Longest time of a trial from its request to its end, 1 ms to 365 days, after which it is ended and has failed;
     * until told otherwise it follows from {@code startTimeout} and the expected time of its variant.
     */
    public B timeout(Duration time) {
        timeout = Optional.of(Objects.requireNonNull(time, "timeout must not be null"));
        return self();
    }

    /**
     * Time from a run's start after which no further block of trials begins: what is complete is kept, and running again goes
     * on, with a budget of its own.
     */
    public B budget(Duration time) {
        budget = Optional.of(Objects.requireNonNull(time, "budget must not be null"));
        return self();
    }

    /** The environment that the others are compared with; the first one until told otherwise. */
    public B baseline(String environment) {
        baseline = Optional.of(Objects.requireNonNull(environment, "baseline must not be null"));
        return self();
    }

    /** Sets an environment variable of the workload's process in all environments that do not set it themselves. */
    public B variable(String key, String value) {
        variables.put(
                Objects.requireNonNull(key, "variable name must not be null"),
                Objects.requireNonNull(value, "value of variable " + key + " must not be null"));
        return self();
    }

    /** Exit codes of a trial that counts, for all commands that do not say so themselves; see {@link Environment.CommandBuilder#exitCodes}. */
    public B exitCodes(Integer... accepted) {
        Names.present("exitCodes", accepted);
        return common(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(new TreeSet<>(List.of(accepted))));
    }

    /** Standard input of all commands that have none of their own; see {@link Environment.CommandBuilder#input}. */
    public B input(String file) {
        Objects.requireNonNull(file, "input must not be null");
        return common(Optional.of(file), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Sends standard output of all commands to {@code /dev/null} but of those that keep it themselves. */
    public B discardOutput() {
        return common(Optional.empty(), Optional.of(true), Optional.empty(), Optional.empty());
    }

    /** Working directory of all commands that have none of their own. */
    public B directory(String folder) {
        Objects.requireNonNull(folder, "directory must not be null");
        return common(Optional.empty(), Optional.empty(), Optional.of(folder), Optional.empty());
    }

    private B common(
            Optional<String> input,
            Optional<Boolean> discarded,
            Optional<String> directory,
            Optional<Set<Integer>> exitCodes) {
        attributes.putAll(ProcessOptions.attributes(input, discarded, directory, exitCodes));
        return self();
    }

    void take(Procedure procedure) {
        services.addAll(procedure.services());
        beforeSuite.addAll(procedure.beforeSuite());
        beforeTrial.addAll(procedure.beforeTrial());
        afterTrial.addAll(procedure.afterTrial());
        warmupTrials = procedure.warmupTrials();
        timeout = procedure.timeout();
        budget = procedure.budget();
        baseline = procedure.baseline();
    }

    Procedure procedure() {
        return new Procedure(services, beforeSuite, beforeTrial, afterTrial, warmupTrials, timeout, budget, baseline);
    }

    /** An environment with what is common to all; what it says itself stands. */
    Environment withCommon(Environment environment) {
        boolean command = environment.target() instanceof Environment.Command;
        if (variables.isEmpty() && (attributes.isEmpty() || !command)) {
            return environment;
        }
        Map<String, String> all = new LinkedHashMap<>(variables);
        all.putAll(environment.variables());
        Map<String, String> how = new LinkedHashMap<>(command ? attributes : Map.of());
        how.putAll(environment.attributes());
        return new Environment(environment.name(), environment.target(), all, how);
    }
}
