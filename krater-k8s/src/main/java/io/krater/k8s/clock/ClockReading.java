package io.krater.k8s.clock;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Measures how far a clock that shows whole seconds is ahead of this machine's: asks again and again until it begins a new second,
 * which it then did between two answers. Takes at most a second or so.
 */
public final class ClockReading {
    private static final long PAUSE_MILLIS = 4;
    /** More than a second's worth of questions: then it does not run. */
    private static final int MOST = 400;

    private ClockReading() {}

    /**
     * The clock that dates the answers at a path.
     *
     * @return empty where no answer comes, or none has a date
     */
    public static Optional<OffsetBounds> of(KubernetesClient client, String path) {
        return of(() -> DateHeader.read(client, path), ClockReading::pause);
    }

    /** The same of any readings, with a pause between. */
    static Optional<OffsetBounds> of(Supplier<Optional<DateHeader.Reading>> readings, Runnable pause) {
        Optional<OffsetBounds> bounds = Optional.empty();
        long first = Long.MIN_VALUE;
        for (int i = 0; i < MOST && !Thread.currentThread().isInterrupted(); i++) {
            Optional<DateHeader.Reading> reading = readings.get();
            if (reading.isEmpty()) {
                return bounds;
            }
            DateHeader.Reading found = reading.get();
            bounds = Optional.of(
                    bounds.orElse(OffsetBounds.unknown()).reading(found.sent(), found.received(), found.second()));
            if (first != Long.MIN_VALUE && found.second() != first) {
                return bounds;
            }
            first = found.second();
            pause.run();
        }
        return bounds;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
