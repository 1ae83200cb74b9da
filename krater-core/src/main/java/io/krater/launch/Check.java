package io.krater.launch;

/**
 * One finding of a preflight.
 *
 * @param subject what was looked at
 * @param state how it is
 * @param found what was found
 * @param meaning what that means for the measurement; empty where all is well
 * @param remedy what mends it, a command where there is one; empty where all is well
 */
public record Check(String subject, State state, String found, String meaning, String remedy) {
    /** How a checked thing is. */
    public enum State {
        /** As it should be. */
        OK,
        /** The suite runs, but its numbers say less. */
        WARNING,
        /** The suite cannot run. */
        ERROR
    }

    /** All is well. */
    public static Check ok(String subject, String found) {
        return new Check(subject, State.OK, found, "", "");
    }

    /** The numbers will say less. */
    public static Check warning(String subject, String found, String meaning, String remedy) {
        return new Check(subject, State.WARNING, found, meaning, remedy);
    }

    /** The suite cannot run. */
    public static Check error(String subject, String found, String meaning, String remedy) {
        return new Check(subject, State.ERROR, found, meaning, remedy);
    }
}
