package io.krater;

import io.krater.experiment.lifecycle.CommandAction;
import io.krater.experiment.lifecycle.StepFailedException;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.plan.PlannedTrial;
import io.krater.suite.Hook;
import io.krater.suite.Procedure;
import io.krater.suite.Service;
import io.krater.trial.TrialClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Does what a suite says is done around its trials. {@link #interrupt} may come from any thread, all else from one.
 */
final class ProcedureRun implements AutoCloseable {
    private final Procedure procedure;
    private final Path logs;
    private final String run;
    private final TrialClock clock;
    private final List<RunningService> services = new ArrayList<>();
    private final Object guard = new Object();
    private @Nullable Thread busy;
    private boolean interrupted;

    /**
     * What is done around the trials of a run.
     *
     * @param logs folder for what the services say
     * @param run name of the run, for the names of the logs
     */
    ProcedureRun(Procedure procedure, Path logs, String run, TrialClock clock) {
        this.clock = clock;
        this.procedure = procedure;
        this.logs = logs;
        this.run = run;
    }

    /** A step that can be interrupted. */
    private interface Step {
        Optional<FailureReason> take() throws InterruptedException;
    }

    /**
     * Starts the services and does what comes before the first trial.
     *
     * @return whether it was done; not where it was interrupted
     * @throws ProcedureException if one of them fails
     */
    boolean begin() throws InterruptedException {
        for (Service service : procedure.services()) {
            refuse(interruptibly(() -> {
                RunningService running =
                        new RunningService(service, logs.resolve(service.name() + "-" + run + ".log"), clock);
                Optional<FailureReason> failure = running.start();
                if (failure.isEmpty()) {
                    services.add(running);
                }
                return failure;
            }));
        }
        refuse(interruptibly(() -> all("beforeSuite", procedure.beforeSuite(), Hook.Moment.ofSuite())));
        synchronized (guard) {
            return !interrupted;
        }
    }

    private static void refuse(Optional<FailureReason> failure) {
        if (failure.isPresent() && failure.get().kind() != Kind.INTERRUPTED) {
            throw new ProcedureException(failure.get());
        }
    }

    /** Does what comes before a trial; why it must not run, where something is wrong. */
    Optional<FailureReason> before(PlannedTrial trial) throws InterruptedException {
        return interruptibly(() -> {
            Optional<FailureReason> gone = ended();
            return gone.isPresent() ? gone : all("beforeTrial", procedure.beforeTrial(), moment(trial));
        });
    }

    /** Does what comes after a trial; why it does not count, where something is wrong. */
    Optional<FailureReason> after(PlannedTrial trial) throws InterruptedException {
        return interruptibly(() -> {
            Optional<FailureReason> failed = all("afterTrial", procedure.afterTrial(), moment(trial));
            return failed.isPresent() ? failed : ended();
        });
    }

    private Optional<FailureReason> ended() {
        return services.stream().flatMap(service -> service.ended().stream()).findFirst();
    }

    private static Hook.Moment moment(PlannedTrial trial) {
        return new Hook.Moment(
                Optional.of(trial.environment()),
                Optional.of(trial.variant()),
                trial.id().number());
    }

    private static Optional<FailureReason> all(String when, List<Hook> hooks, Hook.Moment moment)
            throws InterruptedException {
        for (Hook hook : hooks) {
            Optional<FailureReason> failure = hook instanceof Hook.Command command
                    ? run(when, command, moment)
                    : call(when, (Hook.Call) hook, moment);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private static Optional<FailureReason> run(String when, Hook.Command hook, Hook.Moment moment)
            throws InterruptedException {
        CommandAction action =
                CommandAction.of(hook.wordsAt(moment).toArray(String[]::new)).deadline(hook.within());
        if (moment.environment().isPresent()) {
            action = action.environment(
                            "KRATER_ENVIRONMENT", moment.environment().get().name())
                    .environment("KRATER_TRIAL", Integer.toString(moment.trial()));
        }
        if (moment.variant().isPresent()) {
            action = action.environment("KRATER_VARIANT", moment.variant().get().label());
        }
        try {
            action.perform();
            return Optional.empty();
        } catch (StepFailedException failed) {
            return Optional.of(failed(when, hook.text(), String.valueOf(failed.getMessage()))
                    .with("how", failed.kind().name().toLowerCase(Locale.ROOT))
                    .withLastLines(failed.lastLines()));
        }
    }

    private static Optional<FailureReason> call(String when, Hook.Call hook, Hook.Moment moment)
            throws InterruptedException {
        try {
            hook.action().run(moment);
            return Optional.empty();
        } catch (InterruptedException interruption) {
            throw interruption;
        } catch (Exception thrown) {
            return Optional.of(failed(when, hook.text(), "\"" + hook.name() + "\" threw " + thrown)
                    .with("exception", thrown.getClass().getName()));
        }
    }

    private static FailureReason failed(String when, String hook, String how) {
        return FailureReason.of(Kind.HOOK_FAILED, when + " hook failed: " + how)
                .with("when", when)
                .with("hook", hook);
    }

    private Optional<FailureReason> interruptibly(Step step) throws InterruptedException {
        synchronized (guard) {
            if (interrupted) {
                return Optional.of(stopped());
            }
            busy = Thread.currentThread();
        }
        try {
            return step.take();
        } catch (InterruptedException interruption) {
            synchronized (guard) {
                if (interrupted) {
                    return Optional.of(stopped());
                }
            }
            throw interruption;
        } finally {
            synchronized (guard) {
                busy = null;
                if (interrupted) {
                    // it was meant for the step, not for the clearing up that follows
                    Thread.interrupted();
                }
            }
        }
    }

    private static FailureReason stopped() {
        return FailureReason.of(Kind.INTERRUPTED, "the run was interrupted around this trial");
    }

    /** Ends the hook that is running, and keeps others from being begun. */
    void interrupt() {
        synchronized (guard) {
            interrupted = true;
            if (busy != null) {
                busy.interrupt();
            }
        }
    }

    /** Ends the services, the last one first. */
    @Override
    public void close() {
        for (int i = services.size() - 1; i >= 0; i--) {
            services.get(i).close();
        }
        services.clear();
    }
}
