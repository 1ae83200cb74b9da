package io.krater.timeline;

/**
 * A step over all timelines that took it.
 *
 * @param name the marks that it lies between
 * @param lengths how long it took, in nanoseconds
 * @param start median time from a timeline's first mark to the beginning of the step, in nanoseconds
 * @param share its length summed over the timelines, of what all timelines took from first mark to last: 0 to 1 for
 *     consecutive marks, whose shares add up to 1 where no name comes twice
 * @param missing timelines that lack one of the two marks: incomplete ones
 * @param otherwise timelines that have both marks, but not one next after the other in this order
 */
public record Step(StepName name, Lengths lengths, double start, double share, int missing, int otherwise) {
    /** How many timelines took it. */
    public int n() {
        return lengths.n();
    }
}
