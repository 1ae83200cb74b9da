package io.krater.trial;

import io.krater.launch.ClockOffset;
import io.krater.launch.Execution;
import io.krater.launch.ExecutionListener;
import io.krater.launch.Exit;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.LogLine;
import io.krater.launch.Marks;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.launch.Stamp.Clock;
import io.krater.suite.Gate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Follows one execution: takes its events from the launcher's threads and says which stage it is in. */
final class TrialRecorder implements ExecutionListener {
    private static final Pattern OWN_MARK = Pattern.compile("MARK ([A-Za-z0-9][A-Za-z0-9._:/-]{0,62})\\s*");
    /** So that no program can set a well-known moment. */
    private static final String OWN_PREFIX = "program.";

    private static final int MOST_OWN_MARKS = 100;
    private static final long MOST_APART_NANOS = 1_500_000_000L;

    private final Gate gate;
    private final TrialClock clock;
    private final Map<String, Stamp> marks = new LinkedHashMap<>();
    private final LogBuffer log = new LogBuffer();
    private @Nullable Execution execution;
    private @Nullable Exit exit;
    private @Nullable FailureReason refusal;
    private @Nullable FailureReason gateProblem;
    private @Nullable Stamp opened;
    private @Nullable Stamp closed;
    private int ownMarks;
    private long latestLine = Long.MIN_VALUE / 2;
    private boolean alive;
    private boolean interrupted;
    private boolean answered;
    private @Nullable Runnable onAnswer;
    private long stageSince;
    private long followedSince;
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
        followedSince = stageSince;
    }

    /** Has something done, once, when the request is answered: by any well-known moment after it, a line, a refusal or the end. */
    synchronized void whenAnswered(Runnable what) {
        onAnswer = what;
        if (answered) {
            answer();
        }
    }

    private void answer() {
        answered = true;
        Runnable waiting = onAnswer;
        onAnswer = null;
        if (waiting != null) {
            waiting.run();
        }
    }

    @Override
    public synchronized void mark(String name, Stamp at) {
        marks.putIfAbsent(name, at);
        if (!name.equals(Phase.REQUESTED.label()) && Phase.named(name).isPresent()) {
            answer();
        }
        if (exit == null) {
            Phase.named(name).ifPresent(phase -> reached(phase, at));
        }
        advance();
    }

    private void reached(Phase phase, Stamp at) {
        if (phase == Phase.CONTAINER_STARTED || phase == Phase.RUNNING || phase == Phase.FIRST_OUTPUT) {
            alive = true;
        }
        // a container's own start is the better opening of a whole life than the request for it
        if ((phase == Phase.REQUESTED || phase == Phase.CONTAINER_STARTED)
                && gate.start().isEmpty()) {
            opened = at;
        }
    }

    @Override
    public void line(LogLine line) {
        Optional<Phase> edge = edge(line); // a researcher's pattern runs without the lock, since it may take its time
        synchronized (this) {
            log.add(line.text());
            marks.putIfAbsent(Phase.FIRST_OUTPUT.label(), line.at());
            markIn(line);
            alive = true;
            answer();
            if (gateProblem == null && opened != null && closed == null && isSetBack(line.at())) {
                gateProblem = setBack(line.at());
            } else {
                edge.ifPresent(found -> crossed(found, line.at()));
            }
            latestLine = Math.max(latestLine, line.at().epochNanos());
            advance();
        }
        Execution current = execution();
        if (edge.isPresent() && current != null) {
            current.mark(edge.get());
        }
    }

    /** Whether a line within the gate is stamped before one that came earlier, by more than a program's two streams may be apart. */
    private boolean isSetBack(Stamp at) {
        return latestLine - at.epochNanos() > MOST_APART_NANOS;
    }

    private FailureReason setBack(Stamp at) {
        String by = String.format(Locale.ROOT, "%.1f s", (latestLine - at.epochNanos()) / 1e9);
        return FailureReason.of(
                        Kind.NO_GATE,
                        "a line within the gate is stamped " + by
                                + " before one that came earlier: the clock that stamps them was"
                                + " set back meanwhile, and how long the gate was is not known; let NTP slew that clock and"
                                + " not step it (chronyc tracking)")
                .with("clock_set_back", by);
    }

    /** A moment that the program itself tells of; see the log contract in workloads/README.md. */
    private void markIn(LogLine line) {
        if (ownMarks < MOST_OWN_MARKS && line.text().startsWith("MARK ")) {
            Matcher told = OWN_MARK.matcher(line.text());
            if (told.matches() && marks.putIfAbsent(OWN_PREFIX + told.group(1), line.at()) == null) {
                ownMarks++;
            }
        }
    }

    /** Which edge a line is. Lines come one at a time, so that nobody else moves the gate meanwhile. */
    private Optional<Phase> edge(LogLine line) {
        boolean isOpen;
        boolean isClosed;
        synchronized (this) {
            isOpen = opened != null;
            isClosed = closed != null || gateProblem != null;
        }
        try {
            if (!isOpen && !isClosed && gate.opens(line.text())) {
                return Optional.of(Phase.BENCH_START);
            }
            return isOpen && !isClosed && gate.closes(line.text()) ? Optional.of(Phase.BENCH_END) : Optional.empty();
        } catch (Gate.TooSlowException slow) {
            synchronized (this) {
                gateProblem = FailureReason.of(Kind.NO_GATE, String.valueOf(slow.getMessage()));
            }
            return Optional.empty();
        }
    }

    private void crossed(Phase edge, Stamp at) {
        marks.put(edge.label(), at);
        if (edge == Phase.BENCH_START) {
            opened = at;
        } else {
            closed = at;
        }
    }

    @Override
    public synchronized void refused(FailureReason reason, Stamp at) {
        if (exit == null && refusal == null) {
            refusal = reason;
            answer();
        }
        advance();
    }

    @Override
    public synchronized void exited(Exit how) {
        if (exit != null || refusal != null) {
            return;
        }
        exit = how;
        answer();
        marks.putIfAbsent(Phase.ENDED.label(), how.at());
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
        if (exit != null || refusal != null) {
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
            long left = Math.min(deadlines.of(stage).toNanos() - (clock.nanoTime() - since), leftInAll(deadlines));
            if (left <= 0) {
                return stage;
            }
            clock.await(this, left);
        }
        return Stage.DONE;
    }

    private synchronized long leftInAll(Deadlines deadlines) {
        return deadlines.inAll().isEmpty()
                ? Long.MAX_VALUE
                : deadlines.inAll().get().toNanos() - (clock.nanoTime() - followedSince);
    }

    /** The longest time of the whole trial, where that has passed. */
    synchronized Optional<Duration> spent(Deadlines deadlines) {
        return leftInAll(deadlines) <= 0 ? deadlines.inAll() : Optional.empty();
    }

    /** Waits for the end of an execution that was told to end; false if it does not come in time. */
    synchronized boolean awaitExit(long nanos) throws InterruptedException {
        long deadline = clock.nanoTime() + nanos;
        while (!isOver()) {
            long left = deadline - clock.nanoTime();
            if (left <= 0) {
                return false;
            }
            clock.await(this, left);
        }
        return true;
    }

    /**
     * Waits for a moment, or for the end.
     *
     * @param untilNanoTime when to give up, on the engine's clock
     * @return whether it was observed
     */
    synchronized boolean awaitMark(String name, long untilNanoTime) throws InterruptedException {
        while (!marks.containsKey(name) && !isOver() && !interrupted) {
            long left = untilNanoTime - clock.nanoTime();
            if (left <= 0) {
                break;
            }
            clock.await(this, left);
        }
        return marks.containsKey(name);
    }

    /** Ends the waiting, because the user wants to. */
    synchronized void interrupt() {
        interrupted = true;
        notifyAll();
    }

    synchronized boolean interrupted() {
        return interrupted;
    }

    /** Whether it ended or was refused: nothing is to be waited for. */
    synchronized boolean isOver() {
        return exit != null || refusal != null;
    }

    /** The gate on the node's clock; an edge that the client saw is shifted by the offset. */
    synchronized Optional<GateTimes> gateTimes(ClockOffset offset) {
        if (opened == null || closed == null) {
            return Optional.empty();
        }
        long start = onNode(opened, offset);
        long end = onNode(closed, offset);
        return end <= start ? Optional.empty() : Optional.of(new GateTimes(start, end));
    }

    private static long onNode(Stamp stamp, ClockOffset offset) {
        return stamp.clock().equals(Clock.CLIENT) ? stamp.epochNanos() + offset.nanos() : stamp.epochNanos();
    }

    /** Whose clocks the gate's edges were read on, where it is not the node's alone. */
    synchronized Optional<String> gateClocks() {
        if (opened == null || closed == null) {
            return Optional.empty();
        }
        boolean node =
                opened.clock().kind() == Clock.Kind.NODE && closed.clock().kind() == Clock.Kind.NODE;
        return node
                ? Optional.empty()
                : Optional.of(opened.clock().label() + ", " + closed.clock().label());
    }

    synchronized boolean gateOpened() {
        return opened != null;
    }

    synchronized boolean gateClosed() {
        return closed != null;
    }

    synchronized Marks marks() {
        return Marks.of(marks);
    }

    synchronized LogExcerpt log() {
        return log.excerpt();
    }

    synchronized Optional<Exit> exit() {
        return Optional.ofNullable(exit);
    }

    /** Why the platform refused the request, or the gate could not be looked for. */
    synchronized Optional<FailureReason> refusal() {
        return Optional.ofNullable(refusal);
    }

    synchronized Optional<FailureReason> gateProblem() {
        return Optional.ofNullable(gateProblem);
    }

    synchronized long inStageNanos() {
        return clock.nanoTime() - stageSince;
    }

    private synchronized @Nullable Execution execution() {
        return execution;
    }
}
