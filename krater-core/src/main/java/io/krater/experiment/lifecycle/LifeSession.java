package io.krater.experiment.lifecycle;

import io.krater.experiment.Bench;
import io.krater.experiment.Session;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Marks;
import io.krater.launch.Stamp;
import io.krater.plan.PlannedTrial;
import io.krater.trial.Instance;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lives one life a trial: all platforms are torn down, the steps are done in order, all is torn down, whatever happened. */
final class LifeSession implements Session {
    private final LifePlatform platform;
    private final List<LifePlatform> all;
    private final Bench bench;
    private final LifeProgress progress;
    private final Object lock = new Object();
    private @Nullable Thread living;
    private boolean stopped;

    LifeSession(LifePlatform platform, List<LifePlatform> all, Bench bench, LifeProgress progress) {
        this.platform = platform;
        this.all = all;
        this.bench = bench;
        this.progress = progress;
    }

    @Override
    public Trial run(PlannedTrial planned) throws InterruptedException {
        Map<String, String> facts = new LinkedHashMap<>();
        Map<String, Stamp> marks = new LinkedHashMap<>();
        Optional<FailureReason> failure;
        boolean interrupted = false;
        boolean byUser;
        begin();
        try {
            // what is not there cannot be torn down: problems are those of the life that was before
            tearDown(new LinkedHashMap<>(), false);
            failure = steps(planned, marks);
        } catch (InterruptedException stop) {
            interrupted = true;
            failure =
                    Optional.of(FailureReason.of(Kind.INTERRUPTED, "the life was stopped; its platform was torn down"));
        } finally {
            // from here on nobody stops what removes the platform
            byUser = end();
            interrupted |= Thread.interrupted();
            tearDown(facts, true);
        }
        if (interrupted && !byUser) {
            throw new InterruptedException("stopped; platform " + platform.name() + " was torn down");
        }
        Outcome outcome = failure.<Outcome>map(Outcome.Failed::new).orElseGet(Outcome::completed);
        return Trial.of(
                planned,
                bench.design().resources(),
                outcome,
                List.of(Instance.of(Trial.ONLY, outcome, Marks.of(marks))),
                new Trial.Whole(Marks.none(), Map.of(), Map.of(), facts),
                0);
    }

    private void begin() {
        synchronized (lock) {
            if (!stopped) {
                living = Thread.currentThread();
            }
        }
    }

    /** Whether the user stopped the life. */
    private boolean end() {
        synchronized (lock) {
            living = null;
            return stopped;
        }
    }

    @Override
    public void interrupt() {
        synchronized (lock) {
            stopped = true;
            Thread runner = living;
            if (runner != null) {
                runner.interrupt();
            }
        }
    }

    private boolean isStopped() {
        synchronized (lock) {
            return stopped;
        }
    }

    private Optional<FailureReason> steps(PlannedTrial planned, Map<String, Stamp> marks) throws InterruptedException {
        List<LifeStep> steps = platform.steps();
        for (int i = 0; i < steps.size(); i++) {
            if (isStopped()) {
                throw new InterruptedException();
            }
            LifeStep step = steps.get(i);
            progress.begins(planned.id().toString(), platform, i);
            long began = bench.clock().nanoTime();
            step.started().ifPresent(mark -> mark(marks, mark));
            if (step.action().isPresent()) {
                try {
                    step.action().get().perform();
                } catch (StepFailedException failed) {
                    return Optional.of(reason(step, failed));
                } catch (RuntimeException broken) {
                    // somebody's own step: what it began is torn down as after any other
                    return Optional.of(FailureReason.of(
                                    Kind.STEP_FAILED, name(step) + " (" + step.describe() + ") broke: " + broken)
                            .with("step", name(step)));
                }
            }
            step.finished().ifPresent(mark -> mark(marks, mark));
            progress.took(platform, i, bench.clock().nanoTime() - began);
        }
        return Optional.empty();
    }

    private static String name(LifeStep step) {
        return step.started().orElse(step.describe());
    }

    private static FailureReason reason(LifeStep step, StepFailedException failed) {
        return FailureReason.of(Kind.STEP_FAILED, name(step) + ": " + failed.getMessage())
                .with("step", name(step))
                .with("step_failure", failed.kind().name())
                .withLastLines(failed.lastLines());
    }

    /** Of a mark that comes twice the first counts. */
    private void mark(Map<String, Stamp> marks, String name) {
        marks.putIfAbsent(name, new Stamp(bench.clock().epochNanos(), Stamp.Clock.CLIENT));
    }

    /** Tears everything down; once where platforms share an action. */
    private void tearDown(Map<String, String> facts, boolean tell) throws InterruptedException {
        Set<String> done = new LinkedHashSet<>();
        List<LifePlatform> mineFirst = new ArrayList<>(List.of(platform));
        all.stream().filter(other -> !other.equals(platform)).forEach(mineFirst::add);
        for (LifePlatform each : mineFirst) {
            for (StepAction action : each.teardown()) {
                if (done.add(action.describe())) {
                    try {
                        action.perform();
                    } catch (StepFailedException | RuntimeException failed) {
                        if (tell) {
                            String problem = "teardown of " + each.name() + ": " + failed.getMessage();
                            facts.put("teardown_problem_" + (facts.size() + 1), problem);
                            progress.warns(problem);
                        }
                    }
                }
            }
        }
    }
}
