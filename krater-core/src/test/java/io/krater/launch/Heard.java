package io.krater.launch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A listener that keeps what it hears, and lets a test wait for it. Thread-safe. */
public class Heard implements ExecutionListener {
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());
    private final List<LogLine> lines = Collections.synchronizedList(new ArrayList<>());
    private final Map<Phase, Stamp> phases = Collections.synchronizedMap(new EnumMap<>(Phase.class));
    private final CountDownLatch firstLine = new CountDownLatch(1);
    private final CountDownLatch exited = new CountDownLatch(1);
    private final Object changed = new Object();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean overlapped;
    private volatile Optional<Exit> exit = Optional.empty();
    private volatile Optional<FailureReason> refusal = Optional.empty();

    @Override
    public void mark(String name, Stamp at) {
        alone(() -> {
            Optional<Phase> known = Phase.named(name);
            known.ifPresent(phase -> phases.putIfAbsent(phase, at));
            order.add(known.map(Phase::name).orElse("mark " + name));
        });
    }

    @Override
    public void refused(FailureReason reason, Stamp at) {
        alone(() -> {
            refusal = Optional.of(reason);
            order.add("refused");
        });
        exited.countDown();
    }

    /** Why the request was refused, if it was. */
    public Optional<FailureReason> refusal() {
        return refusal;
    }

    @Override
    public void line(LogLine line) {
        alone(() -> {
            lines.add(line);
            order.add("line " + line.text());
        });
        firstLine.countDown();
    }

    @Override
    public void exited(Exit how) {
        alone(() -> {
            exit = Optional.of(how);
            order.add("exited");
        });
        exited.countDown();
    }

    private void alone(Runnable what) {
        if (inside.incrementAndGet() != 1) {
            overlapped = true;
        }
        what.run();
        inside.decrementAndGet();
        synchronized (changed) {
            changed.notifyAll();
        }
    }

    /** Whether two calls were ever under way at once. */
    public boolean overlapped() {
        return overlapped;
    }

    /** What was heard, in order: names of phases, {@code line ...}, {@code exited}. */
    public List<String> order() {
        synchronized (order) {
            return List.copyOf(order);
        }
    }

    /** The lines. */
    public List<LogLine> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** The lines' texts. */
    public List<String> texts() {
        return lines().stream().map(LogLine::text).toList();
    }

    /** The phases with their first stamps. */
    public Map<Phase, Stamp> phases() {
        synchronized (phases) {
            Map<Phase, Stamp> copy = new EnumMap<>(Phase.class);
            copy.putAll(phases);
            return copy;
        }
    }

    /** The first stamp of a phase. */
    public Stamp at(Phase phase) {
        return Optional.ofNullable(phases.get(phase)).orElseThrow(() -> new AssertionError("not heard: " + phase));
    }

    /** The exit, if it was heard. */
    public Optional<Exit> exit() {
        return exit;
    }

    /** Waits for the exit. */
    public Exit awaitExit(Duration patience) throws InterruptedException {
        awaitOver(patience);
        return exit.orElseThrow(() -> new AssertionError("it was refused: " + refusal.orElseThrow()));
    }

    /** Waits until the request is refused; why. */
    public FailureReason awaitRefusal(Duration patience) throws InterruptedException {
        awaitOver(patience);
        return refusal.orElseThrow(() -> new AssertionError("it was not refused; heard " + tail()));
    }

    /** Waits for a refusal or the exit; why it failed, if it did. */
    public Optional<FailureReason> awaitOver(Duration patience) throws InterruptedException {
        if (!exited.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("no end within " + patience + "; heard " + tail());
        }
        return refusal.or(() -> exit.flatMap(Exit::failure));
    }

    /** Waits for the first line. */
    public void awaitLine(Duration patience) throws InterruptedException {
        if (!firstLine.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("no line within " + patience + "; heard " + tail());
        }
    }

    /** Waits until something holds, which is looked at whenever something was heard. */
    public void await(BooleanSupplier condition, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (changed) {
            while (!condition.getAsBoolean()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("not within " + patience + "; heard " + tail());
                }
                changed.wait(left);
            }
        }
    }

    private List<String> tail() {
        List<String> all = order();
        return all.subList(Math.max(0, all.size() - 20), all.size());
    }
}
