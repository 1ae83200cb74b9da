package io.krater.launch.process;

import io.krater.launch.Execution;
import io.krater.launch.Together;
import io.krater.sample.SteadyClock;
import io.krater.sampler.Sampler;
import io.krater.sampler.SamplerWarmUp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** What all executions of a launcher share. Thread-safe. */
final class LauncherContext implements AutoCloseable {
    /** They wait for the kernel most of the time, and look through the machine's processes together. */
    private static final int AT_ONCE = 512;

    private static final int WATCHED = 16;

    private final SteadyClock clock = SteadyClock.system();
    private final Sampler sampler = Sampler.create(clock);
    private final ThermalThrottling throttling = ThermalThrottling.ofThisMachine();
    private final ScheduledThreadPoolExecutor timers;
    private final Set<ProcessExecution> alive = ConcurrentHashMap.newKeySet();

    private final Duration stragglers;

    LauncherContext(Duration stragglers) {
        this.stragglers = stragglers;
        SamplerWarmUp.once();
        timers = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "krater-process-timers");
            thread.setDaemon(true);
            return thread;
        });
        timers.setRemoveOnCancelPolicy(true);
    }

    /** How long children that outlive a program may go on writing before they are killed, as a container's would be. */
    Duration stragglers() {
        return stragglers;
    }

    /** One clock for phases, lines and samples, so that they can be subtracted. */
    SteadyClock clock() {
        return clock;
    }

    Sampler sampler() {
        return sampler;
    }

    ThermalThrottling throttling() {
        return throttling;
    }

    ScheduledThreadPoolExecutor timers() {
        return timers;
    }

    /** An execution is there, and has to be removed one day. */
    void made(ProcessExecution execution) {
        alive.add(execution);
    }

    /** Whether so few are there that each can be looked at while it is measured. */
    boolean areFew() {
        return alive.size() <= WATCHED;
    }

    /** An execution was removed. */
    void gone(ProcessExecution execution) {
        alive.remove(execution);
    }

    /** Kills all of ours before it waits for the first to go. */
    Map<Execution, RuntimeException> closeAll(List<Execution> executions, List<ProcessExecution> ours) {
        // what fails to be killed is closed all the same, and tells then
        Together.sideBySide(ours, AT_ONCE, ProcessExecution::kill);
        return Together.sideBySide(executions, AT_ONCE, Execution::close);
    }

    /** Ends and removes all executions. */
    @Override
    public void close() {
        List<ProcessExecution> all = List.copyOf(alive);
        closeAll(List.copyOf(all), all)
                .forEach((execution, fault) -> System.getLogger(LauncherContext.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "something remains of an execution; the next start removes it",
                                fault));
        sampler.close();
        timers.shutdownNow();
    }
}
