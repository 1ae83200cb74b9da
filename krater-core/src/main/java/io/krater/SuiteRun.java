package io.krater;

import io.krater.experiment.Bench;
import io.krater.experiment.Experiment;
import io.krater.launch.Capture;
import io.krater.launch.Check;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Launcher;
import io.krater.metric.Metric;
import io.krater.metric.Metrics;
import io.krater.monitor.HostMonitor;
import io.krater.monitor.HostSource;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialId;
import io.krater.plan.TrialPlan;
import io.krater.result.KraterFiles;
import io.krater.result.SuiteResult;
import io.krater.result.model.Part;
import io.krater.result.model.ResultData;
import io.krater.result.model.ResultException;
import io.krater.result.store.ResultFolder;
import io.krater.suite.Names;
import io.krater.suite.Suite;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import io.krater.trial.TrialClock;
import io.krater.trial.TrialListener;
import java.io.PrintStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A run of a suite: tell it where to run ({@link #on}) and where to keep the results ({@link #into}). Not thread-safe.
 *
 * <p>Completed trials of an earlier run into the same folder are kept and the rest run, unless what they ran has changed. Ctrl-C ends the trial that is
 * running, removes what it made and keeps what was completed.
 */
public final class SuiteRun {
    private final Experiment experiment;
    private final Suite suite;
    private final List<TrialListener> listeners = new ArrayList<>();
    private final List<Metric> metrics = new ArrayList<>(Metrics.all());
    private Optional<Launcher> launcher = Optional.empty();
    private Optional<PrintStream> progress = Optional.of(System.err);
    private boolean despiteErrors;
    private boolean anyProgram;
    private Optional<Duration> budget = Optional.empty();
    private boolean afresh;
    private Optional<Path> machineLock = Optional.empty();
    private final List<HostSource> hosts = new ArrayList<>();
    private Duration hostInterval = Duration.ofSeconds(1);
    private TrialClock clock = TrialClock.system();

    SuiteRun(Experiment experiment) {
        this.experiment = experiment;
        this.suite = experiment.design();
        this.budget = suite.procedure().budget();
        List<Metric> own = experiment.metrics();
        metrics.removeAll(own); // a built-in one may be among those that tables begin with
        metrics.addAll(0, own);
        Set<String> names = new HashSet<>();
        for (Metric metric : metrics) {
            if (!names.add(metric.name())) {
                throw new IllegalArgumentException("metric names must be distinct, \"" + metric.name()
                        + "\" of experiment " + suite.name() + " is there twice or that of a built-in metric");
            }
        }
    }

    /** What runs: the suite, or the design of the experiment. */
    public Suite suite() {
        return suite;
    }

    /** The launcher that was given; empty as long as none was. */
    public Optional<Launcher> launcher() {
        return launcher;
    }

    /** The launcher that runs the trials; it stays open. */
    public SuiteRun on(Launcher launcher) {
        Objects.requireNonNull(launcher, "on must not be null");
        this.launcher = Optional.of(launcher);
        return this;
    }

    /**
     * Adds a metric of one's own to the tables.
     *
     * @throws IllegalArgumentException if there is a metric of this name already
     */
    public SuiteRun metric(Metric metric) {
        Objects.requireNonNull(metric, "metric must not be null");
        if (metrics.stream().anyMatch(known -> known.name().equals(metric.name()))) {
            throw new IllegalArgumentException(
                    "metric names must be distinct, \"" + metric.name() + "\" was given twice");
        }
        metrics.add(metric);
        return this;
    }

    /** Adds somebody who hears of the progress. */
    public SuiteRun listener(TrialListener listener) {
        Objects.requireNonNull(listener, "listener must not be null");
        listeners.add(listener);
        return this;
    }

    /** Writes progress there; standard error until told otherwise. */
    public SuiteRun progressTo(PrintStream out) {
        Objects.requireNonNull(out, "progressTo must not be null");
        progress = Optional.of(out);
        return this;
    }

    /** Writes no progress. */
    public SuiteRun quiet() {
        progress = Optional.empty();
        return this;
    }

    /** Runs even where the preflight finds an error. */
    public SuiteRun despitePreflightErrors() {
        despiteErrors = true;
        return this;
    }

    /**
     * Keeps completed trials of an earlier run even where programs, their files or images have changed since. The result
     * warns of the changes.
     */
    public SuiteRun despiteChangedPrograms() {
        anyProgram = true;
        return this;
    }

    /**
     * Begins no further block of trials after this time from the run's start: what is complete is kept, and running again
     * goes on. The block that is running is finished, so that each environment has as many trials. The suite's own budget until
     * told otherwise.
     *
     * @throws IllegalArgumentException if not above zero
     */
    public SuiteRun budget(Duration time) {
        Objects.requireNonNull(time, "budget must not be null");
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("budget must be positive, was " + time);
        }
        budget = Optional.of(time);
        return this;
    }

    /** Keeps no trial of an earlier run: its folder is renamed to {@code <suite>.1}, or the next number that is free. */
    public SuiteRun afresh() {
        afresh = true;
        return this;
    }

    /**
     * Measures hosts throughout the run, once a second, beside its trials: {@code .hosts(ThisHost.here(),
     * Netdata.at("http://h12:19999"))}. Their series are kept in the results folder and drawn in the report with the trials shaded.
     * A host that cannot be read is a warning and a gap, never a failed trial.
     *
     * @throws IllegalArgumentException if two hosts have one name
     */
    public SuiteRun hosts(HostSource... sources) {
        return hosts(hostInterval, sources);
    }

    /**
     * The same at another distance of samples, for all hosts of the run.
     *
     * @throws IllegalArgumentException if two hosts have one name, or the distance is below {@link HostMonitor#SHORTEST}
     */
    public SuiteRun hosts(Duration every, HostSource... sources) {
        Objects.requireNonNull(every, "every of hosts must not be null");
        Names.present("hosts", sources);
        List<HostSource> all = new ArrayList<>(hosts);
        all.addAll(List.of(sources));
        HostMonitor.check(all, every);
        hosts.clear();
        hosts.addAll(all);
        hostInterval = every;
        return this;
    }

    /**
     * Waits until no other run of this machine that asked for the same is going on, in whatever process. The result says
     * how long that took ({@link Part#WAITED_FOR_OTHER_RUNS}).
     */
    public SuiteRun alone() {
        return alone(MachineLock.FILE);
    }

    SuiteRun alone(Path lock) {
        machineLock = Optional.of(lock);
        return this;
    }

    /** What the suite's design can tell at all; empty where it compares nothing. */
    public Optional<Reachable> reachable() {
        return Reachable.of(suite);
    }

    SuiteRun clock(TrialClock clock) {
        this.clock = clock;
        return this;
    }

    /**
     * Runs the suite and keeps the results in the folder {@code <into>/<suite name>}.
     *
     * @return all results of the folder, those of earlier runs of the same suite included
     * @throws PreflightException if the suite cannot run here
     * @throws ProcedureException if a service or a hook before the first trial fails
     * @throws RunInterruptedException if the thread was interrupted; its flag is then set again
     * @throws io.krater.result.model.ResultException if the folder is in use, holds another suite or cannot be written
     * @throws IllegalArgumentException if the suite's rule to stop looks at a metric that this run does not have
     * @throws IllegalStateException if no launcher was given, or a metric of one's own threw on a trial
     */
    public SuiteResult into(Path into) {
        Objects.requireNonNull(into, "into must not be null");
        Launcher where = launcher.orElseThrow(
                () -> new IllegalStateException("a run needs a launcher: Krater.run(suite).on(launcher)"));
        if (machineLock.isEmpty()) {
            return run(where, into, Map.of());
        }
        try (MachineLock lock = MachineLock.await(machineLock.get(), clock, line -> say(List.of(line)))) {
            String waited = String.format(Locale.ROOT, "%.1f s", lock.waitedNanos() / 1e9);
            return run(where, into, Map.of(Part.WAITED_FOR_OTHER_RUNS, waited));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RunInterruptedException("interrupted while it waited for other runs of this machine to end");
        }
    }

    private SuiteResult run(Launcher where, Path into, Map<String, String> circumstances) {
        Optional<StopCheck> check = suite.stopRule().map(rule -> new StopCheck(rule, suite, metrics));
        say(where.cleanup());
        preflight(where);
        Capture captured = where.capture(suite);
        Map<String, String> host = new LinkedHashMap<>(captured.host());
        host.putAll(circumstances);
        Capture capture = new Capture(host, captured.environments());
        if (afresh) {
            ResultFolder.setAside(into, suite.name())
                    .ifPresent(aside -> say(List.of("earlier results were set aside as " + aside)));
        }
        Instant started = Instant.ofEpochSecond(0, clock.epochNanos());
        long seed = suite.seed().orElseGet(() -> ThreadLocalRandom.current().nextLong(Integer.MAX_VALUE));
        Part part = Part.starting(runName(started, seed), started, where.name(), capture);
        try (ResultFolder folder = anyProgram
                ? ResultFolder.openDespiteChangedPrograms(into, suite, seed, part)
                : ResultFolder.open(into, suite, seed, part)) {
            say(folder.notices());
            List<String> problems = runMissing(where, folder, part, check);
            ResultData stored = folder.result();
            List<String> warnings = new ArrayList<>(stored.warnings());
            warnings.addAll(problems);
            SuiteResult result = new SuiteResult(stored.withMetrics(metrics).withWarnings(warnings));
            folder.conclude(result);
            result.writeTables(folder.path());
            KraterFiles.write(result, folder.path().resolve(ResultFolder.EXPORT));
            return result;
        } catch (ResultException failed) {
            if (failed.getCause() instanceof ClosedByInterruptException) {
                throw new RunInterruptedException("interrupted while the results in " + into.resolve(suite.name())
                        + " were read or written; run the same suite into the same folder to go on");
            }
            throw failed;
        }
    }

    private void preflight(Launcher where) {
        List<Check> checks = where.preflight(suite);
        List<Check> notable =
                checks.stream().filter(check -> check.state() != Check.State.OK).toList();
        boolean errors = notable.stream().anyMatch(check -> check.state() == Check.State.ERROR);
        if (errors && !despiteErrors) {
            throw new PreflightException(checks);
        }
        if (!notable.isEmpty()) {
            progress.ifPresent(out -> out.print(CheckTable.of(notable)));
        }
    }

    /** Tells runs apart in labels and in the names of cgroups: when it started, and a part of its seed. */
    private static String runName(Instant started, long seed) {
        return String.format(Locale.ROOT, "%d-%04x", started.getEpochSecond(), seed & 0xffff);
    }

    /** Runs what is missing, and gives what went wrong around the trials. */
    private List<String> runMissing(Launcher where, ResultFolder folder, Part part, Optional<StopCheck> check) {
        List<String> problems = new ArrayList<>();
        TrialPlan plan = TrialPlan.of(suite, folder.seed());
        Set<TrialId> completed = folder.completed();
        List<Trial> kept = new ArrayList<>();
        if (!completed.isEmpty()) {
            ResultData earlier = folder.result();
            earlier.trials().stream()
                    .filter(trial -> trial.outcome().isCompleted())
                    .forEach(kept::add);
            check.ifPresent(stop -> stop.addAll(earlier));
        }
        List<List<PlannedTrial>> rounds = rounds(plan, completed, check);
        List<PlannedTrial> missing = rounds.stream().flatMap(List::stream).toList();
        List<TrialListener> told = new ArrayList<>(listeners);
        if (!missing.isEmpty()) {
            reachable().ifPresent(reach -> say(reach.sentences()));
        }
        progress.ifPresent(out -> {
            Progress shown = new Progress(
                    out,
                    out == System.err && TerminalLine.canRedraw(2, System.getenv()),
                    suite.pause(),
                    clock::nanoTime,
                    folder::fileOf);
            shown.expect(missing, suite.stopRule(), kept);
            told.add(0, shown);
        });
        ProcedureRun procedure =
                new ProcedureRun(suite.procedure(), folder.path().resolve("services"), part.run(), clock);
        Sessions sessions = new Sessions(experiment, new Bench(suite, where, part.run(), clock), procedure, problem -> {
            problems.add(problem);
            say(List.of(problem));
        });
        try (StopSignal stop = StopSignal.install(
                sessions::interrupt, () -> "interrupted: " + resumeHint(folder), experiment.longestCleanup())) {
            told.forEach(listener -> listener.suiteStarted(plan, plan.trials().size() - missing.size()));
            Optional<HostWatch> watch = hosts.isEmpty() || missing.isEmpty()
                    ? Optional.empty()
                    : Optional.of(HostWatch.start(
                            hosts, hostInterval, folder.path(), part.run(), line -> say(List.of(line))));
            try {
                if (!missing.isEmpty() && procedure.begin()) {
                    runRounds(rounds, sessions, folder, told, check, part.run());
                }
            } catch (InterruptedException interrupted) {
                sessions.interrupt();
                Thread.currentThread().interrupt();
                throw new RunInterruptedException("interrupted: " + resumeHint(folder));
            } finally {
                sessions.close();
                procedure.close();
                told.forEach(TrialListener::suiteFinished);
                watch.ifPresent(sessions.isInterrupted() ? HostWatch::endAtOnce : HostWatch::close);
            }
            stop.awaitEndIfStopped();
        }
        return problems;
    }

    /** What is missing, in the plan's order: all at once, or for each number of a trial where the suite may stop after it. */
    private static List<List<PlannedTrial>> rounds(TrialPlan plan, Set<TrialId> completed, Optional<StopCheck> check) {
        Map<Integer, List<PlannedTrial>> rounds = new TreeMap<>();
        for (PlannedTrial trial : plan.trials()) {
            List<PlannedTrial> round =
                    rounds.computeIfAbsent(check.isPresent() ? trial.id().number() : 1, key -> new ArrayList<>());
            if (!completed.contains(trial.id())) {
                round.add(trial);
            }
        }
        return List.copyOf(rounds.values());
    }

    private void runRounds(
            List<List<PlannedTrial>> rounds,
            Sessions sessions,
            ResultFolder folder,
            List<TrialListener> told,
            Optional<StopCheck> check,
            String run)
            throws InterruptedException {
        boolean begun = false;
        long started = clock.nanoTime();
        int block = -1;
        for (int i = 0; i < rounds.size(); i++) {
            int round = i + 1;
            for (PlannedTrial planned : rounds.get(i)) {
                if (begun && planned.block() != block && spent(started)) {
                    say(List.of("stopped at the budget of "
                            + budget.orElseThrow().toMillis() / 1000.0 + " s: " + resumeHint(folder)));
                    return;
                }
                block = planned.block();
                if (begun && !suite.pause().isZero()) {
                    sessions.rest(suite.pause());
                }
                begun = true;
                if (sessions.isInterrupted()) {
                    return;
                }
                told.forEach(listener -> listener.trialStarted(planned));
                Trial trial = sessions.run(planned);
                if (isInterrupted(trial)) {
                    return;
                }
                folder.store(trial);
                check.ifPresent(stop -> stop.add(trial, run));
                told.forEach(listener -> listener.trialFinished(trial));
            }
            if (check.isPresent() && check.get().reachedAfter(round)) {
                int counted = round - suite.procedure().warmupTrials();
                say(List.of("stopped when sure after " + counted + " trials of each cell: "
                        + check.get().state(round)));
                return;
            }
        }
        check.ifPresent(stop -> say(List.of("ended at the most trials, not sure yet: " + stop.state(rounds.size()))));
    }

    private boolean spent(long started) {
        return budget.isPresent() && clock.nanoTime() - started >= budget.get().toNanos();
    }

    private static boolean isInterrupted(Trial trial) {
        return trial.outcome() instanceof Outcome.Failed failed
                && failed.reason().kind() == Kind.INTERRUPTED;
    }

    private String resumeHint(ResultFolder folder) {
        return folder.completed().size() + " of "
                + (suite.stopRule().isPresent() ? "at most " : "") + suite.plannedTrials() * cells()
                + " trials are complete in " + folder.path() + "; run the same suite into the same folder to go on";
    }

    private int cells() {
        return suite.environments().size() * suite.workload().variants().size();
    }

    private void say(List<String> lines) {
        progress.ifPresent(out -> lines.forEach(out::println));
    }
}
