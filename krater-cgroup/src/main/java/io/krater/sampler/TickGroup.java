package io.krater.sampler;

import io.krater.sample.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The recordings that are sampled at one pace and period. Only they are looked at when their time has come, not every
 * recording at every tick. Members come and go under the sampler's lock; all else is the sampling thread's.
 */
final class TickGroup {
    private static final Recording[] NONE = {};

    private final Column.Pace pace;
    private final long origin;
    private final long period;
    private final Grid grid;
    /** Replaced as a whole. */
    private volatile Recording[] members = NONE;

    private final AtomicLong costOfEach = new AtomicLong();

    TickGroup(Column.Pace pace, long origin, long period, long now) {
        this.pace = pace;
        this.origin = origin;
        this.period = period;
        this.grid = new Grid(origin, period, now);
    }

    boolean isFor(Column.Pace otherPace, long otherPeriod) {
        return pace == otherPace && period == otherPeriod;
    }

    /** The same deadlines, for one member's own account of them. */
    Grid gridFrom(long now) {
        return new Grid(origin, period, now);
    }

    void add(Recording recording) {
        List<Recording> all = new ArrayList<>(Arrays.asList(members));
        all.add(recording);
        members = all.toArray(NONE);
    }

    void remove(Recording recording) {
        List<Recording> all = new ArrayList<>(Arrays.asList(members));
        all.remove(recording);
        members = all.toArray(NONE);
    }

    boolean isEmpty() {
        return members.length == 0;
    }

    Recording[] members() {
        return members;
    }

    /** Time to the next deadline. */
    long remaining(long now) {
        return grid.remaining(now);
    }

    /** Samples all members if their time has come; tells whether it had. */
    boolean runIfDue(long now) {
        if (grid.remaining(now) > 0) {
            return false;
        }
        grid.met(now);
        Recording[] all = members;
        for (int i = 0; i < all.length; i++) {
            all[i].tick(pace);
        }
        return true;
    }

    /** Shares out what a run has cost. */
    void addCost(long nanos) {
        int count = members.length;
        if (count > 0) {
            costOfEach.addAndGet(nanos / count);
        }
    }

    /** What all runs so far have cost each member, in nanoseconds; a member notes where it began. */
    long costOfEach() {
        return costOfEach.get();
    }
}
