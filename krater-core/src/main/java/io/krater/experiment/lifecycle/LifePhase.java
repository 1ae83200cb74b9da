package io.krater.experiment.lifecycle;

/**
 * A named stretch of a life.
 *
 * @param name the name in tables and figures
 * @param from the type of the event with which it begins
 * @param to the type of the event with which it ends
 */
public record LifePhase(String name, String from, String to) {
    /** Refuses a phase that begins with its own end. */
    public LifePhase {
        if (name.isBlank() || from.isBlank() || to.isBlank() || from.equals(to)) {
            throw new IllegalArgumentException("a phase needs a name and two different events, was \"" + name
                    + "\" from \"" + from + "\" to \"" + to + "\"");
        }
    }
}
