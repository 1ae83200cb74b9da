package io.krater.trial;

import io.krater.launch.Execution;
import io.krater.launch.Exit;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.LaunchException;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Launcher;
import io.krater.launch.Marks;
import io.krater.launch.Phase;
import io.krater.launch.Sampling;
import io.krater.launch.Stamp;
import io.krater.launch.Together;
import io.krater.plan.PlannedTrial;
import io.krater.suite.Suite;
import io.krater.suite.WorkloadResult;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Many instances of a trial at once: prepared side by side, sent in one call to the launcher without waiting for answers,
 * waited for until each has reached a mark, and removed side by side. No request waits for another unless {@link #inFlight}
 * says so.
 *
 * <p>An instance that cannot be prepared, is refused, never gets there or on which the launcher itself breaks is one that
 * failed, with its reason; the others go on. Not thread-safe but for {@link #interrupt}.
 */
public final class Burst implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Burst.class.getName());

    private static final int MOST_NAMED = 20;

    private final Suite design;
    private final Launcher launcher;
    private final String run;
    private final TrialClock clock;
    private final List<Starting> all = new CopyOnWriteArrayList<>();
    private final Object sending = new Object();
    // guarded by sending
    private int unanswered;
    private int generation;
    private int inFlight = Integer.MAX_VALUE;
    private volatile boolean interrupted;

    /** One instance on its way. */
    private final class Starting {
        final String name;
        final TrialRecorder recorder = new TrialRecorder(design.workload().gate(), clock);
        volatile @Nullable Execution execution;
        volatile @Nullable FailureReason problem;
        boolean sent;

        Starting(String name) {
            this.name = name;
        }
    }

    /**
     * A burst of instances of trials of this design.
     *
     * @param run name of the run, for labels
     */
    public Burst(Suite design, Launcher launcher, String run, TrialClock clock) {
        this.design = design;
        this.launcher = launcher;
        this.run = run;
        this.clock = clock;
    }

    /**
     * Keeps at most so many requests without an answer at a time; no bound until told otherwise. An answer is whatever the
     * launcher tells after the request: that it was accepted or refused, a sign of life, the end. One that does not come
     * within the design's start timeout is not waited for any longer.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Burst inFlight(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("requests in flight must be at least 1, was " + most);
        }
        inFlight = most;
        return this;
    }

    /** Prepares so many instances of a trial, named {@code 1} to {@code count} after those that there are. */
    public Burst prepare(PlannedTrial trial, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a burst needs at least one instance, was " + count);
        }
        List<Starting> fresh = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            fresh.add(new Starting(Integer.toString(all.size() + i + 1)));
        }
        all.addAll(fresh);
        if (interrupted) {
            fresh.forEach(one -> one.recorder.interrupt());
        }
        int most = 4 * Runtime.getRuntime().availableProcessors();
        Together.sideBySide(fresh, most, one -> prepare(trial, one))
                .forEach((one, fault) -> one.problem = Judgement.fault("preparing it", fault));
        return this;
    }

    private void prepare(PlannedTrial trial, Starting one) {
        if (interrupted) {
            return;
        }
        Deadlines deadlines = Deadlines.of(design, trial.environment(), trial.variant());
        LaunchRequest request = new LaunchRequest(
                run, trial, one.name, design.resources(), Sampling.none(), false, design.cores(), deadlines.total());
        try {
            Execution execution = launcher.prepare(request, one.recorder);
            one.recorder.follow(execution);
            one.execution = execution;
        } catch (LaunchException refused) {
            one.problem = refused.reason();
        }
    }

    /** Sends all requests that were prepared, at once as far as {@link #inFlight} lets it. */
    public Burst send() throws InterruptedException {
        List<Starting> prepared = prepared();
        if (inFlight < prepared.size()) {
            return sendEvery(0);
        }
        IdentityHashMap<Execution, Starting> byExecution = new IdentityHashMap<>();
        List<Execution> executions = new ArrayList<>();
        for (Starting one : prepared) {
            Execution execution = one.execution;
            if (execution != null) {
                byExecution.put(execution, one);
                executions.add(execution);
            }
        }
        if (!interrupted) {
            prepared.forEach(one -> one.sent = true);
            launcher.startAll(executions).forEach((execution, fault) -> {
                Starting one = byExecution.get(execution);
                if (one != null) {
                    broken(one, fault);
                }
            });
        }
        return this;
    }

    /**
     * Sends the prepared requests one at a time, so far apart, whether the one before was answered or not; later, where {@link
     * #inFlight} are without an answer.
     */
    public Burst sendEvery(long nanos) throws InterruptedException {
        long due = clock.nanoTime();
        for (Starting one : prepared()) {
            Execution execution = one.execution;
            if (execution == null || !awaitTurn(due)) {
                continue;
            }
            due += nanos;
            one.sent = true;
            int of = count();
            one.recorder.whenAnswered(() -> answered(of));
            try {
                execution.start();
            } catch (RuntimeException fault) {
                broken(one, fault);
            }
        }
        return this;
    }

    private List<Starting> prepared() {
        return all.stream()
                .filter(one -> one.execution != null && !one.sent && !one.recorder.isOver())
                .toList();
    }

    /** Waits until a request is due and may be sent; false where none is to be sent any more. */
    private boolean awaitTurn(long due) throws InterruptedException {
        synchronized (sending) {
            for (long left = due - clock.nanoTime(); left > 0 && !interrupted; left = due - clock.nanoTime()) {
                clock.await(sending, left);
            }
            long patience = clock.nanoTime() + design.startTimeout().toNanos();
            while (unanswered >= inFlight && !interrupted) {
                long left = patience - clock.nanoTime();
                if (left <= 0) {
                    unanswered = 0; // whoever has not answered by now is not waited for
                    generation++;
                    break;
                }
                clock.await(sending, left);
            }
            return !interrupted;
        }
    }

    private int count() {
        synchronized (sending) {
            unanswered++;
            return generation;
        }
    }

    private void answered(int of) {
        synchronized (sending) {
            unanswered -= of == generation ? 1 : 0;
            sending.notifyAll();
        }
    }

    /** The launcher threw instead of telling. */
    private void broken(Starting one, RuntimeException fault) {
        one.recorder.refused(Judgement.fault("starting it", fault), Stamp.client(clock.epochNanos()));
    }

    /**
     * Waits until each instance has reached a mark, has ended, or the time is over.
     *
     * @return how many have reached it
     */
    public int awaitReady(String mark, Duration most) throws InterruptedException {
        long until = clock.nanoTime() + most.toNanos();
        int count = 0;
        for (Starting one : all) {
            if (one.execution != null) {
                count += one.recorder.awaitMark(mark, until) ? 1 : 0;
            }
        }
        return count;
    }

    /** Waits until each instance has ended, or the time is over. */
    public void awaitEnd(Duration most) throws InterruptedException {
        awaitReady(Phase.ENDED.label(), most);
    }

    /** Names of those that have ended by now, or were refused. */
    public List<String> ended() {
        return all.stream()
                .filter(one -> one.recorder.isOver())
                .map(one -> one.name)
                .toList();
    }

    /** Number of instances. */
    public int size() {
        return all.size();
    }

    /** The instances as they are now; one that never reached the mark says so. */
    public List<Instance> instances(String mark) {
        List<Instance> instances = new ArrayList<>();
        Marks like = Marks.none();
        for (Starting one : all) {
            Instance instance = instance(one, mark, like);
            like = instance.marks();
            instances.add(instance);
        }
        return instances;
    }

    private Instance instance(Starting one, String mark, Marks like) {
        TrialRecorder recorder = one.recorder;
        Execution execution = one.execution;
        Marks marks = Marks.like(like, recorder.marks().stamps());
        if (execution == null) {
            FailureReason reason = one.problem == null
                    ? FailureReason.of(Kind.INTERRUPTED, "it was not prepared before the run was interrupted")
                    : one.problem;
            return Instance.of(one.name, new Outcome.Failed(reason), marks);
        }
        return Observed.of(execution)
                .instance(one.name, outcome(one, mark), marks, Optional.empty(), WorkloadResult.none(), recorder.log());
    }

    private Outcome outcome(Starting one, String mark) {
        if (one.recorder.marks().at(mark).isPresent()) {
            return Outcome.completed();
        }
        List<String> lastLines = one.recorder.log().last(Judgement.LAST_LINES);
        if (interrupted) {
            return Judgement.failed(
                    FailureReason.of(Kind.INTERRUPTED, "the run was interrupted before it was ready"), lastLines);
        }
        Optional<FailureReason> known =
                one.recorder.refusal().or(() -> one.recorder.exit().flatMap(Exit::failure));
        if (known.isPresent()) {
            return Judgement.failed(known.get(), lastLines);
        }
        String how = one.recorder.isOver() ? "it ended before it was ready" : "it did not become ready in time";
        return Judgement.failed(
                FailureReason.of(Kind.PLATFORM_ERROR, how + ": " + mark + " was not observed")
                        .with("mark", mark),
                lastLines);
    }

    /**
     * The outcome of a trial for which all instances have to be ready: completed where all are, else failed for the reason of
     * the first that is not, with the names of those.
     */
    public static Outcome allReady(List<Instance> instances) {
        List<Instance> failed = instances.stream()
                .filter(instance -> !instance.outcome().isCompleted())
                .toList();
        if (failed.isEmpty()) {
            return Outcome.completed();
        }
        List<String> names =
                failed.stream().limit(MOST_NAMED).map(Instance::name).toList();
        FailureReason reason = failed.get(0).outcome() instanceof Outcome.Failed why
                ? why.reason()
                : FailureReason.of(Kind.PLATFORM_ERROR, "it did not become ready");
        return new Outcome.Failed(new FailureReason(
                        reason.kind(),
                        failed.size() + " of " + instances.size() + " instances were not ready ("
                                + String.join(", ", names) + (failed.size() > names.size() ? ", ..." : "")
                                + "); the first: " + reason.message(),
                        reason.facts(),
                        reason.lastLines(),
                        reason.events())
                .with("not_ready", Integer.toString(failed.size())));
    }

    /** When the first and the last request were sent, on the client's clock; empty where none was. */
    public Optional<long[]> requested() {
        long[] stamps = all.stream()
                .flatMap(one -> one.recorder.marks().at(Phase.REQUESTED).stream())
                .mapToLong(Stamp::epochNanos)
                .sorted()
                .toArray();
        return stamps.length == 0 ? Optional.empty() : Optional.of(new long[] {stamps[0], stamps[stamps.length - 1]});
    }

    /** Ends the waiting, because the user wants to; what is not prepared or sent yet will not be. */
    public void interrupt() {
        interrupted = true;
        all.forEach(one -> one.recorder.interrupt());
        synchronized (sending) {
            sending.notifyAll();
        }
    }

    /** Ends and removes all instances, side by side. */
    @Override
    public void close() {
        List<Execution> there = new ArrayList<>();
        for (Starting one : all) {
            Execution execution = one.execution;
            if (execution != null) {
                there.add(execution);
            }
        }
        launcher.closeAll(there)
                .forEach((execution, fault) -> LOG.log(
                        Level.WARNING,
                        "the launcher failed while an instance was removed; the next start removes what is left of it",
                        fault));
    }
}
