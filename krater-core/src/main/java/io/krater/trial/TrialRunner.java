package io.krater.trial;

import io.krater.launch.ClockOffset;
import io.krater.launch.Execution;
import io.krater.launch.LaunchException;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Launcher;
import io.krater.launch.Sampling;
import io.krater.plan.PlannedTrial;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.sample.SteadyClock;
import io.krater.suite.Suite;
import io.krater.suite.WorkloadResult;
import java.time.Duration;
import java.util.LinkedHashMap;
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
        Deadlines deadlines = Deadlines.of(suite, suite.workload().gate(), planned.variant());
        current = recorder;
        if (interrupted) {
            recorder.interrupt();
        }
        SteadyClock steady = SteadyClock.anchoredTo(clock);
        Observed observed;
        try (Execution execution = launcher.prepare(request(planned, deadlines), recorder)) {
            recorder.follow(execution);
            execution.start();
            Stage overdue = recorder.awaitEnd(deadlines);
            long waited = recorder.inStageNanos();
            if (!recorder.isOver()) {
                execution.kill();
                recorder.awaitExit(KILL_GRACE.toNanos());
            }
            List<SampleSet> samples = execution.samples();
            ClockOffset offset = execution.clockOffset();
            Optional<GateTimes> gate = recorder.gateTimes(offset);
            LogReading said = LogReading.of(suite.workload(), planned.variant(), recorder.log());
            Outcome outcome = Judgement.of(suite, recorder, gate, said, overdue, waited, samples);
            Map<String, String> facts = new LinkedHashMap<>(execution.facts());
            recorder.gateClocks().ifPresent(clocks -> facts.put("gate_clocks", clocks));
            observed = new Observed(outcome, gate, said.result(), samples, offset, facts);
        } catch (LaunchException refused) {
            stopIfInterrupted();
            observed = Observed.nothing(new Outcome.Failed(
                    refused.reason().withLastLines(recorder.log().last(20))));
        } finally {
            current = null;
        }
        // not before the execution is closed, since its removal is a moment of the trial as well
        return trial(planned, recorder, observed, steady.offsetNanos());
    }

    private record Observed(
            Outcome outcome,
            Optional<GateTimes> gate,
            WorkloadResult said,
            List<SampleSet> samples,
            ClockOffset offset,
            Map<String, String> facts) {
        static Observed nothing(Outcome outcome) {
            return new Observed(
                    outcome, Optional.empty(), WorkloadResult.none(), List.of(), ClockOffset.none(), Map.of());
        }
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

    private Trial trial(PlannedTrial planned, TrialRecorder recorder, Observed observed, long step) {
        Map<Scope, SampleSet> byScope = new LinkedHashMap<>();
        observed.samples().forEach(set -> byScope.put(set.scope(), set));
        return Trial.ofOne(
                planned.id(),
                planned.position(),
                planned.block(),
                planned.variant(),
                suite.resources(),
                observed.outcome(),
                recorder.marks(),
                observed.gate(),
                observed.said(),
                recorder.log(),
                byScope,
                observed.offset(),
                step,
                observed.facts());
    }
}
