package io.krater.experiment.lifecycle;

import io.krater.monitor.HostMonitor;
import io.krater.monitor.HostRecord;
import io.krater.monitor.HostSource;
import io.krater.sample.SteadyClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lives one life: what a killed one left is torn down, then the steps are done in order with the hosts measured throughout,
 * then the platform is torn down, whatever happened. Not thread-safe.
 */
public final class LifeRun {
    private final LifePlatform platform;
    private final List<HostSource> hosts;
    private final Duration interval;
    private final SteadyClock clock;
    private final Listener listener;

    /** Hears of the steps as they come. */
    public interface Listener {
        /** A step begins. */
        default void begins(int step, int of, LifeStep what) {}

        /** Something that is not as it should be and ends nothing. */
        default void warns(String text) {}
    }

    /**
     * What a life came to.
     *
     * @param life its events and metrics, as far as it came
     * @param hosts what was measured of the hosts, with gaps
     * @param failure the step that ended it; empty where all were done
     * @param problems what went wrong besides, such as a teardown that failed
     */
    public record Ended(Life life, HostRecord hosts, Optional<Failure> failure, List<String> problems) {}

    /** A step that was not done. */
    public record Failure(String step, StepFailedException.Kind kind, String message, List<String> lastLines) {}

    /** To be lived on a platform with these hosts measured. */
    public LifeRun(
            LifePlatform platform, List<HostSource> hosts, Duration interval, SteadyClock clock, Listener listener) {
        this.platform = platform;
        this.hosts = List.copyOf(hosts);
        this.interval = interval;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Lives it.
     *
     * @param id the life's id
     * @throws InterruptedException if it was stopped; the platform has been torn down
     */
    public Ended live(String id) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        tearDown("before the life", problems);
        problems.clear(); // there may have been nothing to tear down
        List<LifeEvent> events = new ArrayList<>();
        Optional<Failure> failure;
        HostRecord record;
        boolean interrupted = false;
        try (HostMonitor monitor = HostMonitor.start(hosts, interval, clock)) {
            try {
                failure = steps(events);
            } catch (InterruptedException stopped) {
                interrupted = true;
                failure = Optional.empty();
            }
            record = monitor.stop();
        } finally {
            // an interrupt must not stop what removes the platform
            interrupted |= Thread.interrupted();
            tearDown("after the life", problems);
        }
        if (interrupted) {
            throw new InterruptedException("stopped; platform " + platform.name() + " was torn down");
        }
        List<LifeHost> named = record.roles().entrySet().stream()
                .map(host -> LifeHost.of(host.getKey(), host.getValue()))
                .toList();
        return new Ended(
                new Life(id, platform.name(), named, events, record.metrics()), record, failure, List.copyOf(problems));
    }

    private Optional<Failure> steps(List<LifeEvent> events) throws InterruptedException {
        List<LifeStep> steps = platform.steps();
        for (int i = 0; i < steps.size(); i++) {
            LifeStep step = steps.get(i);
            listener.begins(i, steps.size(), step);
            step.started().ifPresent(mark -> events.add(event(mark)));
            if (step.action().isPresent()) {
                try {
                    step.action().get().perform();
                } catch (StepFailedException failed) {
                    return Optional.of(new Failure(
                            step.started().orElse(step.describe()),
                            failed.kind(),
                            String.valueOf(failed.getMessage()),
                            failed.lastLines()));
                }
            }
            step.finished().ifPresent(mark -> events.add(event(mark)));
        }
        return Optional.empty();
    }

    private LifeEvent event(String mark) {
        return new LifeEvent(mark, clock.now() / 1e9, "");
    }

    private void tearDown(String when, List<String> problems) {
        for (StepAction action : platform.teardown()) {
            try {
                action.perform();
            } catch (StepFailedException failed) {
                String problem = "teardown " + when + ": " + failed.getMessage();
                problems.add(problem);
                listener.warns(problem);
            } catch (InterruptedException hurry) {
                problems.add("teardown " + when + " was interrupted: " + action.describe());
                Thread.currentThread().interrupt();
            }
        }
    }
}
