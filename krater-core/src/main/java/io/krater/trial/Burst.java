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
import io.krater.plan.PlannedTrial;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.suite.Suite;
import io.krater.suite.WorkloadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Many instances of a trial at once: prepared side by side, sent without waiting for answers, waited for until each has
 * reached a mark, and removed side by side. No request waits for another unless {@link #inFlight} says so.
 *
 * <p>An instance that cannot be prepared, is refused or never gets there is one that failed, with its reason; the others go
 * on. Not thread-safe but for {@link #interrupt}.
 */
public final class Burst implements AutoCloseable {
    private final Suite design;
    private final Launcher launcher;
    private final String run;
    private final TrialClock clock;
    private final List<Starting> all = new ArrayList<>();
    private int inFlight = Integer.MAX_VALUE;
    private volatile boolean interrupted;
    private @Nullable ExecutorService pool;

    /** One instance on its way. */
    private final class Starting {
        final String name;
        final TrialRecorder recorder = new TrialRecorder(design.workload().gate(), clock);
        volatile @Nullable Execution execution;
        volatile @Nullable FailureReason problem;
        volatile boolean ready;

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
     * Keeps at most so many requests without an answer at a time; no bound until told otherwise.
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
    public Burst prepare(PlannedTrial trial, int count) throws InterruptedException {
        if (count < 1) {
            throw new IllegalArgumentException("a burst needs at least one instance, was " + count);
        }
        List<Starting> fresh = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            fresh.add(new Starting(Integer.toString(all.size() + i + 1)));
        }
        all.addAll(fresh);
        each(fresh, Math.min(count, 4 * Runtime.getRuntime().availableProcessors()), one -> prepare(trial, one));
        return this;
    }

    private void prepare(PlannedTrial trial, Starting one) {
        Deadlines deadlines = Deadlines.of(design, design.workload().gate(), trial.variant());
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

    /** Sends all requests that were prepared, each from a thread of its own as far as {@link #inFlight} lets it. */
    public Burst send() throws InterruptedException {
        List<Starting> prepared = all.stream()
                .filter(one -> one.execution != null && !one.recorder.isOver())
                .toList();
        each(prepared, Math.min(inFlight, Math.max(1, prepared.size())), this::send);
        return this;
    }

    /** Sends the prepared requests one at a time, so far apart, whether the one before was answered or not. */
    public Burst sendEvery(long nanos) throws InterruptedException {
        ExecutorService threads = pool();
        Object waiting = new Object();
        long start = clock.nanoTime();
        List<Future<Boolean>> sent = new ArrayList<>();
        for (int i = 0; i < all.size() && !interrupted; i++) {
            Starting one = all.get(i);
            synchronized (waiting) {
                for (long left = start + i * nanos - clock.nanoTime();
                        left > 0;
                        left = start + i * nanos - clock.nanoTime()) {
                    clock.await(waiting, left);
                }
            }
            sent.add(threads.submit(() -> {
                send(one);
                return true;
            }));
        }
        join(sent);
        return this;
    }

    private void send(Starting one) {
        Execution execution = one.execution;
        if (execution != null && !interrupted) {
            try {
                execution.start();
            } catch (LaunchException refused) {
                one.recorder.refused(refused.reason(), Stamp.client(clock.epochNanos()));
            }
        }
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
                one.ready = one.recorder.awaitMark(mark, until);
                count += one.ready ? 1 : 0;
            }
        }
        return count;
    }

    /** Waits until each instance has ended, or the time is over. */
    public void awaitEnd(Duration most) throws InterruptedException {
        long until = clock.nanoTime() + most.toNanos();
        for (Starting one : all) {
            if (one.execution != null) {
                one.recorder.awaitExit(Math.max(0, until - clock.nanoTime()));
            }
        }
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
        Map<String, String> facts = execution.facts();
        Map<Scope, SampleSet> samples = new LinkedHashMap<>();
        execution.samples().forEach(set -> samples.put(set.scope(), set));
        return new Instance(
                one.name,
                Optional.ofNullable(facts.get("node")),
                outcome(one, mark),
                marks,
                Optional.empty(),
                WorkloadResult.none(),
                recorder.log(),
                samples,
                execution.clockOffset(),
                facts);
    }

    private Outcome outcome(Starting one, String mark) {
        if (one.recorder.marks().at(mark).isPresent()) {
            return Outcome.completed();
        }
        List<String> lastLines = one.recorder.log().last(20);
        if (interrupted) {
            return failed(FailureReason.of(Kind.INTERRUPTED, "the run was interrupted before it was ready"), lastLines);
        }
        Optional<FailureReason> known =
                one.recorder.refusal().or(() -> one.recorder.exit().flatMap(Exit::failure));
        if (known.isPresent()) {
            return failed(known.get(), lastLines);
        }
        String how = one.recorder.isOver() ? "it ended before it was ready" : "it did not become ready in time";
        return failed(
                FailureReason.of(Kind.PLATFORM_ERROR, how + ": " + mark + " was not observed")
                        .with("mark", mark),
                lastLines);
    }

    private static Outcome failed(FailureReason reason, List<String> lastLines) {
        return new Outcome.Failed(reason.lastLines().isEmpty() ? reason.withLastLines(lastLines) : reason);
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

    /** Ends the waiting, because the user wants to. */
    public void interrupt() {
        interrupted = true;
        all.forEach(one -> one.recorder.interrupt());
    }

    /** Ends and removes all instances, side by side. */
    @Override
    public void close() {
        List<Starting> there = all.stream().filter(one -> one.execution != null).toList();
        try {
            each(there, Math.max(1, there.size()), one -> {
                Execution execution = one.execution;
                if (execution != null) {
                    execution.close();
                }
            });
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        } finally {
            ExecutorService running = pool;
            if (running != null) {
                running.shutdown();
            }
        }
    }

    /** Does something with each, so many at a time; an unexpected exception of one is thrown when all are done. */
    private void each(List<Starting> some, int atOnce, Consumer<Starting> what) throws InterruptedException {
        if (some.isEmpty()) {
            return;
        }
        ExecutorService threads = pool();
        List<Future<Boolean>> lanes = new ArrayList<>();
        int width = Math.min(atOnce, some.size());
        for (int lane = 0; lane < width; lane++) {
            int first = lane;
            lanes.add(threads.submit(() -> {
                for (int i = first; i < some.size(); i += width) {
                    what.accept(some.get(i));
                }
                return true;
            }));
        }
        join(lanes);
    }

    private static void join(List<Future<Boolean>> lanes) throws InterruptedException {
        RuntimeException failure = null;
        for (Future<Boolean> lane : lanes) {
            try {
                lane.get();
            } catch (ExecutionException thrown) {
                failure = new IllegalStateException("the launcher failed", thrown.getCause());
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private ExecutorService pool() {
        ExecutorService running = pool;
        if (running == null) {
            running = Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "krater-burst");
                thread.setDaemon(true);
                return thread;
            });
            pool = running;
        }
        return running;
    }
}
