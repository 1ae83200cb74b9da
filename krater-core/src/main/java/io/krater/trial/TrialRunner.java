package io.krater.trial;

import io.krater.launch.Execution;
import io.krater.launch.FailureReason;
import io.krater.launch.LaunchException;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Launcher;
import io.krater.launch.Marks;
import io.krater.launch.Sampling;
import io.krater.plan.PlannedTrial;
import io.krater.sample.SteadyClock;
import io.krater.suite.Suite;
import io.krater.suite.WorkloadResult;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs one trial at a time: prepares, starts, follows, bounds the wait, collects, removes. A trial that fails is a
 * value, not an exception. {@link #interrupt} may come from any thread, all else from one.
 */
public final class TrialRunner {
    private static final Duration KILL_GRACE = Duration.ofSeconds(15);
    private static final Logger LOG = System.getLogger(TrialRunner.class.getName());

    private final Suite suite;
    private final Launcher launcher;
    private final String run;
    private final TrialClock clock;
    private volatile @Nullable TrialRecorder current;
    private volatile boolean interrupted;

    /**
     * A runner for the trials of a suite.
     *
     * @param run name of the run, for labels
     */
    public TrialRunner(Suite suite, Launcher launcher, String run, TrialClock clock) {
        this.suite = suite;
        this.launcher = launcher;
        this.run = run;
        this.clock = clock;
    }

    /**
     * Runs a trial to its end.
     *
     * @throws InterruptedException if the thread is interrupted; the execution is then removed
     */
    public Trial run(PlannedTrial planned) throws InterruptedException {
        stopIfInterrupted();
        TrialRecorder recorder = new TrialRecorder(suite.workload().gate(), clock);
        Deadlines deadlines = Deadlines.of(suite, planned.environment(), planned.variant());
        current = recorder;
        if (interrupted) {
            recorder.interrupt();
        }
        SteadyClock steady = SteadyClock.anchoredTo(clock);
        Told told;
        try {
            told = prepared(planned, deadlines, recorder);
        } finally {
            current = null;
        }
        // not before the execution is closed, since its removal is a moment of the trial as well
        Instance only = told.observed.instance(
                Trial.ONLY, told.outcome, recorder.marks(), told.gate, told.said, recorder.log());
        return new Trial(
                planned.id(),
                planned.position(),
                planned.block(),
                planned.variant(),
                suite.resources(),
                told.outcome,
                List.of(only),
                new Trial.Whole(Marks.none(), told.observed.ofHosts(), Map.of(), Map.of()),
                steady.offsetNanos());
    }

    /** What came of it. */
    private record Told(Outcome outcome, Optional<GateTimes> gate, WorkloadResult said, Observed observed) {
        static Told failed(FailureReason reason, LogExcerpt log) {
            Outcome outcome = new Outcome.Failed(reason.withLastLines(log.last(Judgement.LAST_LINES)));
            return new Told(outcome, Optional.empty(), WorkloadResult.none(), Observed.nothing());
        }
    }

    private Told prepared(PlannedTrial planned, Deadlines deadlines, TrialRecorder recorder)
            throws InterruptedException {
        Execution execution;
        try {
            execution = launcher.prepare(request(planned, deadlines), recorder);
        } catch (LaunchException refused) {
            stopIfInterrupted();
            return Told.failed(refused.reason(), recorder.log());
        } catch (RuntimeException fault) {
            return Told.failed(Judgement.fault("preparing it", fault), recorder.log());
        }
        Told told;
        try {
            recorder.follow(execution);
            told = followed(planned, deadlines, recorder, execution);
        } catch (RuntimeException fault) {
            told = Told.failed(Judgement.fault("running it", fault), recorder.log());
        } catch (InterruptedException | Error e) {
            execution.close();
            throw e;
        }
        try {
            execution.close();
        } catch (RuntimeException fault) {
            // what was measured is not worth less for it
            LOG.log(Level.WARNING, "the launcher failed while " + planned.id() + " was removed", fault);
            return new Told(told.outcome, told.gate, told.said, told.observed.with("not_removed", fault.toString()));
        }
        return told;
    }

    private Told followed(PlannedTrial planned, Deadlines deadlines, TrialRecorder recorder, Execution execution)
            throws InterruptedException {
        execution.start();
        Stage overdue = recorder.awaitEnd(deadlines);
        long waited = recorder.inStageNanos();
        Optional<Duration> timedOut = recorder.spent(deadlines);
        if (!recorder.isOver()) {
            execution.kill();
            recorder.awaitExit(KILL_GRACE.toNanos());
        }
        Observed observed = Observed.of(execution);
        Optional<GateTimes> gate = recorder.gateTimes(observed.offset());
        LogReading said = LogReading.of(suite.workload(), planned.variant(), recorder.log());
        Outcome outcome = Judgement.of(
                suite,
                recorder,
                gate,
                said,
                overdue,
                waited,
                List.copyOf(observed.samples().values()),
                timedOut);
        Optional<String> clocks = recorder.gateClocks();
        return new Told(
                outcome,
                gate,
                said.result(),
                clocks.isPresent() ? observed.with("gate_clocks", clocks.get()) : observed);
    }

    /** A launcher that is refused by every file it opens in an interrupted thread says nothing of the environment. */
    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted between two trials");
        }
    }

    /** Ends the trial that is running, and those to come, at once. */
    public void interrupt() {
        interrupted = true;
        TrialRecorder recorder = current;
        if (recorder != null) {
            recorder.interrupt();
        }
    }

    private LaunchRequest request(PlannedTrial planned, Deadlines deadlines) {
        return new LaunchRequest(
                run,
                planned,
                suite.resources(),
                new Sampling(suite.sampleEvery(), suite.slowSampleEvery()),
                suite.workload().gate().held(),
                suite.cores(),
                deadlines.total());
    }
}
