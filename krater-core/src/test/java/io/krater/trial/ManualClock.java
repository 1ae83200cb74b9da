package io.krater.trial;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes only while somebody waits; what is scheduled happens then, in order, on the waiting thread. */
public final class ManualClock implements TrialClock {
    private static final long EPOCH = 1_700_000_000_000_000_000L;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private long now;
    private long step;
    private long count;

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized long epochNanos() {
        return EPOCH + now + step;
    }

    /** Sets the wall clock, as an administrator or NTP would. */
    public synchronized void stepWallClock(long nanos) {
        step += nanos;
    }

    /** Has something happen this much later. */
    public synchronized void in(long nanos, Runnable what) {
        events.add(new Event(now + nanos, count++, what));
    }

    @Override
    public synchronized void await(Object monitor, long nanos) {
        Event next = events.peek();
        if (next == null || next.at() > now + nanos) {
            now += nanos;
            return;
        }
        events.remove();
        now = Math.max(now, next.at());
        next.what().run();
    }

    private record Event(long at, long number, Runnable what) {}
}
