package io.krater.sampler;

import java.util.concurrent.locks.LockSupport;

/** Lets the sampler's thread wait for its next deadline. */
interface Pacer {
    /** "Nothing is due": waits until woken. */
    long NEVER = Long.MAX_VALUE;

    /**
     * Waits for about so long; may come back early, when woken or for no reason, and late, when the machine is busy.
     *
     * @param nanos time to the deadline, or {@link #NEVER}
     */
    void await(long nanos);

    /** Parks the thread. */
    static Pacer parking() {
        return nanos -> {
            if (nanos == NEVER) {
                LockSupport.park(Pacer.class);
            } else if (nanos > EARLY) {
                LockSupport.parkNanos(Pacer.class, nanos - EARLY);
            } else {
                Thread.onSpinWait();
            }
        };
    }

    /**
     * A parked thread is woken late by up to the kernel's timer slack (50 us), so that it is asked for that much early,
     * and spins for what is then left.
     */
    long EARLY = 50_000;
}
