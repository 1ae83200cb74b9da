package io.krater;

import io.krater.experiment.Bench;
import io.krater.experiment.Experiment;
import io.krater.experiment.Session;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.LaunchException;
import io.krater.launch.Marks;
import io.krater.plan.PlannedTrial;
import io.krater.suite.Procedure;
import io.krater.trial.Exclusion;
import io.krater.trial.Instance;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import io.krater.trial.TrialClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The experiment's sessions, one open at a time: opened for a trial that the open one is not for, closed before the next.
 * What a session throws fails its trial. {@link #interrupt} may come from any thread, all else from one.
 */
final class Sessions implements AutoCloseable {
    private final Experiment experiment;
    private final Bench bench;
    private final ProcedureRun procedure;
    private final Object resting = new Object();
    private volatile @Nullable Session open;
    private final Consumer<String> told;
    private volatile boolean interrupted;
    private int number = -1;
    private String environment = "";

    Sessions(Experiment experiment, Bench bench, ProcedureRun procedure, Consumer<String> told) {
        this.procedure = procedure;
        this.told = told;
        this.experiment = experiment;
        this.bench = bench;
    }

    /** Runs a trial in its session, between what the suite says is done before and after it. */
    Trial run(PlannedTrial planned) throws InterruptedException {
        Optional<FailureReason> hindered = procedure.before(planned);
        Trial trial = hindered.isPresent() ? failed(planned, hindered.get()) : measured(planned);
        Optional<FailureReason> spoilt = procedure.after(planned);
        if (spoilt.isPresent() && trial.outcome().isCompleted()) {
            trial = trial.with(new Outcome.Failed(spoilt.get()));
        }
        boolean warmup = bench.design().procedure().isWarmup(planned.id().number());
        return warmup && trial.exclusion().isEmpty()
                ? trial.excluded(Exclusion.byRule(trial.id(), Procedure.WARMUP))
                : trial;
    }

    private Trial measured(PlannedTrial planned) throws InterruptedException {
        Session session;
        try {
            session = sessionOf(planned);
        } catch (LaunchException refused) {
            return failed(planned, refused.reason());
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError broken) {
            return failed(planned, "the experiment's session could not be opened: " + broken);
        }
        try {
            if (interrupted) {
                session.interrupt();
            }
            long begun = bench.clock().epochNanos();
            Trial trial = Objects.requireNonNull(session.run(planned), "the session gave no trial");
            if (!trial.id().equals(planned.id())) {
                return failed(planned, "the session ran " + trial.id() + " where " + planned.id() + " was planned");
            }
            return new GivenTrial(planned, begun, trial).checked();
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError broken) {
            Trial trial = failed(planned, "the experiment's session broke: " + broken);
            closeOpen();
            return trial;
        }
    }

    private Session sessionOf(PlannedTrial planned) throws LaunchException {
        Session current = open;
        if (current != null && number == planned.session()) {
            return current;
        }
        closeOpen();
        Session fresh = Objects.requireNonNull(
                experiment.open(planned.environment(), bench), "the experiment opened no session");
        open = fresh;
        number = planned.session();
        environment = planned.environment().name();
        return fresh;
    }

    private Trial failed(PlannedTrial planned, String how) {
        return failed(planned, FailureReason.of(Kind.PLATFORM_ERROR, how));
    }

    private Trial failed(PlannedTrial planned, FailureReason reason) {
        Outcome outcome = new Outcome.Failed(reason);
        return Trial.of(
                planned,
                bench.design().resources(),
                outcome,
                List.of(Instance.of(Trial.ONLY, outcome, Marks.none())),
                Trial.Whole.nothing(),
                0);
    }

    /** Rests between two trials; an interrupt ends the rest at once. */
    void rest(Duration pause) throws InterruptedException {
        TrialClock clock = bench.clock();
        long end = clock.nanoTime() + pause.toNanos();
        synchronized (resting) {
            for (long left = pause.toNanos(); left > 0 && !interrupted; left = end - clock.nanoTime()) {
                clock.await(resting, left);
            }
        }
    }

    boolean isInterrupted() {
        return interrupted;
    }

    /** Ends what is running or resting, because the user wants to. */
    void interrupt() {
        interrupted = true;
        procedure.interrupt();
        Session current = open;
        try {
            if (current != null) {
                current.interrupt();
            }
        } finally {
            synchronized (resting) {
                resting.notifyAll();
            }
        }
    }

    /** What a session throws as it closes is told: it takes away no trial, neither of those it ran nor the next. */
    private void closeOpen() {
        Session current = open;
        open = null;
        number = -1;
        try {
            if (current != null) {
                current.close();
            }
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError broken) {
            told.accept("closing the session of environment " + environment + " failed: " + broken
                    + "; what it held may still be there, and the trials that ran are kept");
        }
    }

    @Override
    public void close() {
        closeOpen();
    }
}
