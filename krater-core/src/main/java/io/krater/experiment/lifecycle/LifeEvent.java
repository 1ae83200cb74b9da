package io.krater.experiment.lifecycle;

/**
 * Something that began or finished in a life.
 *
 * @param type what it was, such as {@code START_KNS_PLATFORM}
 * @param epochSeconds when, in seconds since the Unix epoch, by the clock of whoever ran the life
 * @param host the host that it is said of; empty where none is
 */
public record LifeEvent(String type, double epochSeconds, String host) {
    /** Refuses an event without a type or a time. */
    public LifeEvent {
        if (type.isBlank()) {
            throw new IllegalArgumentException("an event needs a type");
        }
        if (!Double.isFinite(epochSeconds)) {
            throw new IllegalArgumentException("event " + type + " needs a time, was " + epochSeconds);
        }
    }
}
