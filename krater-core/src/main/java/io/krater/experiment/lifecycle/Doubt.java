package io.krater.experiment.lifecycle;

/**
 * A reason to look at a life before it counts. Nothing is set aside for it: that is up to a person, see {@link ExcludedLife}.
 *
 * @param life the life's id
 * @param platform its platform
 * @param kind what is odd
 * @param reason the sentence for a list of exclusions
 */
public record Doubt(String life, String platform, Kind kind, String reason) {
    /** What is odd about a life. */
    public enum Kind {
        /** An event that the phases name did not come. */
        MISSING_EVENT,
        /** An event came more than once; the first counts. */
        REPEATED_EVENT,
        /** Events came in another order than the phases. */
        EVENT_ORDER,
        /** There are fewer hosts of a role than in the platform's other lives. */
        MISSING_HOST,
        /** A host that takes part was not measured. */
        NO_SAMPLES,
        /** A host that was measured takes no part. */
        UNKNOWN_HOST,
        /** A host was not measured for a while. */
        GAP,
        /** A host's clock ran faster or slower than the others', or showed another time. */
        CLOCK
    }
}
