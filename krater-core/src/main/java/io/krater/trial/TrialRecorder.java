package io.krater.trial;

import io.krater.launch.Execution;
import io.krater.launch.ExecutionListener;
import io.krater.launch.Exit;
import io.krater.launch.LogLine;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.suite.Gate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows one execution: takes its events from the launcher's threads and says which stage it is in. */
final class TrialRecorder implements ExecutionListener {
    private final Gate gate;
    private final TrialClock clock;
    private final Map<Phase, Stamp> phases = new EnumMap<>(Phase.class);
    private final LogBuffer log = new LogBuffer();
    private @Nullable Execution execution;
    private @Nullable Exit exit;
    private @Nullable Stamp opened;
    private @Nullable Stamp closed;
    private boolean alive;
    private boolean interrupted;
    private long stageSince;
    private Stage stage;

    TrialRecorder(Gate gate, TrialClock clock) {
        this.gate = gate;
        this.clock = clock;
        this.stage = Stage.START;
        this.stageSince = clock.nanoTime();
    }

    /** The execution whose sampler is told of the gate's edges; before {@link Execution#start}. */
    synchronized void follow(Execution started) {
        execution = started;
        stageSince = clock.nanoTime();
    }

    @Override
    public synchronized void phase(Phase phase, Stamp at) {
        phases.putIfAbsent(phase, at);
        if (phase == Phase.CONTAINER_STARTED || phase == Phase.RUNNING || phase == Phase.FIRST_OUTPUT) {
            alive = true;
        }
        if (phase == Phase.REQUESTED && gate.start().isEmpty()) {
            opened = at;
        }
        // a container's own start is the better opening of a whole life than the request for it
        if (phase == Phase.CONTAINER_STARTED && gate.start().isEmpty()) {
            opened = at;
        }
        advance();
    }

    @Override
    public void line(LogLine line) {
        Optional<Phase> edge;
        synchronized (this) {
            log.add(line.text());
            phases.putIfAbsent(Phase.FIRST_OUTPUT, line.at());
            alive = true;
            edge = edge(line);
            advance();
        }
        Execution current = execution();
        if (edge.isPresent() && current != null) {
            current.mark(edge.get());
        }
    }

    private Optional<Phase> edge(LogLine line) {
        if (opened == null && gate.opens(line.text())) {
            opened = line.at();
            phases.put(Phase.BENCH_START, line.at());
            return Optional.of(Phase.BENCH_START);
        }
        if (opened != null && closed == null && gate.closes(line.text())) {
            closed = line.at();
            phases.put(Phase.BENCH_END, line.at());
            return Optional.of(Phase.BENCH_END);
        }
        return Optional.empty();
    }

    @Override
    public synchronized void exited(Exit how) {
        if (exit != null) {
            return;
        }
        exit = how;
        phases.putIfAbsent(Phase.ENDED, how.at());
        if (opened != null && closed == null && gate.end().isEmpty()) {
            closed = how.at();
        }
        advance();
    }

    private void advance() {
        Stage now = current();
        if (now != stage) {
            stage = now;
            stageSince = clock.nanoTime();
        }
        notifyAll();
    }

    private Stage current() {
        if (exit != null) {
            return Stage.DONE;
        }
        if (opened == null || (gate.start().isEmpty() && !alive && gate.end().isPresent())) {
            return alive ? Stage.GATE_OPEN : Stage.START;
        }
        if (gate.end().isEmpty()) {
            return Stage.EXIT;
        }
        return closed == null ? Stage.GATE_CLOSE : Stage.EXIT;
    }

    /**
     * Waits for the execution's end.
     *
     * @return the stage whose deadline passed, or {@link Stage#DONE}
     */
    synchronized Stage awaitEnd(Deadlines deadlines) throws InterruptedException {
        long startedWaiting = stageSince;
        while (stage != Stage.DONE && !interrupted) {
            // sign of life and opening share one deadline: a slow start must not be granted twice
            long since = stage == Stage.GATE_OPEN ? startedWaiting : stageSince;
            long left = deadlines.of(stage).toNanos() - (clock.nanoTime() - since);
            if (left <= 0) {
                return stage;
            }
            clock.await(this, left);
        }
        return Stage.DONE;
    }

    /** Waits for the end of an execution that was told to end; false if it does not come in time. */
    synchronized boolean awaitExit(long nanos) throws InterruptedException {
        long deadline = clock.nanoTime() + nanos;
        while (exit == null) {
            long left = deadline - clock.nanoTime();
            if (left <= 0) {
                return false;
            }
            clock.await(this, left);
        }
        return true;
    }

    /** Ends the waiting, because the user wants to. */
    synchronized void interrupt() {
        interrupted = true;
        notifyAll();
    }

    synchronized boolean interrupted() {
        return interrupted;
    }

    synchronized Optional<GateTimes> gateTimes() {
        if (opened == null || closed == null || closed.epochNanos() <= opened.epochNanos()) {
            return Optional.empty();
        }
        return Optional.of(new GateTimes(opened.epochNanos(), closed.epochNanos()));
    }

    synchronized boolean gateOpened() {
        return opened != null;
    }

    synchronized boolean gateClosed() {
        return closed != null;
    }

    synchronized Map<Phase, Stamp> phases() {
        return new EnumMap<>(phases);
    }

    synchronized LogExcerpt log() {
        return log.excerpt();
    }

    synchronized Optional<Exit> exit() {
        return Optional.ofNullable(exit);
    }

    synchronized long inStageNanos() {
        return clock.nanoTime() - stageSince;
    }

    private synchronized @Nullable Execution execution() {
        return execution;
    }
}
