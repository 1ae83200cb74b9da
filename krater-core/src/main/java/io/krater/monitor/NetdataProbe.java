package io.krater.monitor;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads an agent live: each time what came since the newest value that is known, so that what lags behind or was kept over a
 * restart is not lost. Not thread-safe.
 */
final class NetdataProbe implements HostProbe {
    private static final long NANOS = 1_000_000_000;
    /** Netdata's values are there this long after their moment. */
    private static final long SETTLE_SECONDS = 3;
    /** What is not there after this long never comes. */
    private static final long LONGEST_LAG_SECONDS = 600;
    /** A poll costs a request a chart, so that it is made for several samples at once. */
    private static final int SAMPLES_A_POLL = 10;

    private final NetdataQuery query;
    private final long step;
    /** Newest stamp in seconds, by quantity. */
    private final Map<HostQuantity, Long> newest = new HashMap<>();

    private long asked = -1;
    private long polled = -1;

    NetdataProbe(NetdataQuery query, Duration interval) {
        this.query = query;
        this.step = Netdata.wholeSeconds(interval);
    }

    @Override
    public void read(long now, Sink sink) throws HostSourceException {
        long until = Math.floorDiv(now / NANOS - SETTLE_SECONDS, step) * step;
        if (asked < 0) {
            asked = until;
            polled = now / NANOS;
            return;
        }
        boolean due = now / NANOS - polled >= SAMPLES_A_POLL * step;
        if (due) {
            poll(until, sink);
            polled = now / NANOS;
        }
    }

    @Override
    public void readLast(long now, Sink sink) throws HostSourceException {
        poll(Math.floorDiv(now / NANOS - SETTLE_SECONDS, step) * step, sink);
    }

    private void poll(long until, Sink sink) throws HostSourceException {
        if (until <= asked) {
            return;
        }
        query.read(asked, until, step, (quantity, at, value) -> {
            if (at / NANOS > newest.getOrDefault(quantity, asked)) {
                newest.put(quantity, at / NANOS);
                sink.sample(quantity, at, value);
            }
        });
        // what has no value yet is asked for again, for a while
        long oldest = newest.values().stream().mapToLong(at -> at).min().orElse(asked);
        asked = Math.max(oldest, until - LONGEST_LAG_SECONDS);
    }

    @Override
    public Duration delay() {
        return Duration.ofSeconds(SETTLE_SECONDS + 1);
    }

    @Override
    public void close() {}
}
