package io.krater.monitor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects what one host's source gives, and what it fails to give. Knows no thread and no clock. Reading belongs to one
 * thread; what was read so far may be taken by another, also while a source does not come back.
 */
final class HostRecorder {
    private final HostSource source;
    private final Duration interval;
    private final long begin;
    private final HostListener listener;
    private final Map<HostQuantity, HostSeriesBuilder> samples = new LinkedHashMap<>();
    private final List<HostProblem> problems = new ArrayList<>();
    private @Nullable HostProbe probe;

    HostRecorder(HostSource source, Duration interval, long begin) {
        this(source, interval, begin, HostListener.NONE);
    }

    HostRecorder(HostSource source, Duration interval, long begin, HostListener listener) {
        this.source = source;
        this.interval = interval;
        this.begin = begin;
        this.listener = listener;
    }

    /** Reads once; a failure is noted, and the source is opened anew where it had not been. */
    void read(long now) {
        read(now, false);
    }

    /** Reads what is left. */
    void readLast(long now) {
        read(now, true);
    }

    private void read(long now, boolean last) {
        try {
            HostProbe open = probe;
            if (open == null) {
                open = source.open(interval);
                probe = open;
            }
            if (last) {
                open.readLast(now, this::take);
            } else {
                open.read(now, this::take);
            }
        } catch (HostSourceException failed) {
            failed(now, String.valueOf(failed.getMessage()));
        } catch (RuntimeException broken) {
            // somebody's own source: what it measures besides must go on
            failed(now, "host " + source.host() + ": its source broke: " + broken);
        }
        listener.read(source.host());
    }

    private void failed(long now, String problem) {
        synchronized (this) {
            problems.add(new HostProblem(source.host(), now, problem));
        }
        listener.failed(source.host(), now, problem);
    }

    private void take(HostQuantity quantity, long epochNanos, double value) {
        if (epochNanos >= begin) {
            synchronized (this) {
                samples.computeIfAbsent(quantity, none -> HostSeries.of(source.host(), quantity))
                        .add(epochNanos, value);
            }
            listener.sampled(source.host(), quantity, epochNanos, value);
        }
    }

    Duration delay() {
        HostProbe open = probe;
        return open == null ? Duration.ZERO : open.delay();
    }

    void close() {
        HostProbe open = probe;
        if (open != null) {
            open.close();
        }
    }

    synchronized List<HostSeries> series() {
        return samples.values().stream().map(HostSeriesBuilder::build).toList();
    }

    synchronized List<HostProblem> problems() {
        return List.copyOf(problems);
    }

    /** Where samples are missing until the end. */
    List<HostGap> gaps(List<HostSeries> series, long end) {
        return HostGap.between(source.host(), series, interval, begin, end, problems());
    }
}
