package io.krater.host;

import io.krater.cgroup.read.Decimal;

/** A counter that starts again from zero at a known range, made to go on. Allocates nothing; not thread-safe. */
final class EnergyCounter {
    private final long range;
    private long last = Decimal.NONE;
    private long sum;

    /** @param range where the counter starts again */
    EnergyCounter(long range) {
        this.range = range;
    }

    /**
     * Takes a reading. Between two readings the counter may start again once: at 300 W a package's does so every 15
     * minutes or less often.
     *
     * @return the sum so far, or {@link Decimal#NONE} if the reading is none or out of the range
     */
    long take(long reading) {
        if (reading < 0 || reading > range) {
            return Decimal.NONE;
        }
        if (last == Decimal.NONE) {
            sum = reading;
        } else {
            sum += reading >= last ? reading - last : range - last + reading;
        }
        last = reading;
        return sum;
    }
}
