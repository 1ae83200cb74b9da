package io.krater.experiment.lifecycle;

/**
 * A life that was set aside by hand.
 *
 * @param id the life's id
 * @param platform its platform
 * @param reason why; kept with the results
 */
public record ExcludedLife(String id, String platform, String reason) {
    /** Refuses an exclusion without a reason. */
    public ExcludedLife {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("the exclusion of life " + id + " needs a reason");
        }
    }
}
