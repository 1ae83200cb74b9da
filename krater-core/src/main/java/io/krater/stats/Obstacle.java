package io.krater.stats;

/** The kinds of reasons why a quantity is {@linkplain Computed.NotComputable not computable}. */
public enum Obstacle {
    /** The sample, or the number of pairs, is smaller than the procedure needs. */
    TOO_FEW_VALUES,
    /** The sample is larger than the procedure's approximation was made for. */
    TOO_MANY_VALUES,
    /** All values are equal, so nothing says how far they would scatter. */
    NO_SPREAD,
    /** A quotient by a mean of zero was asked for. */
    ZERO_MEAN,
    /** A ratio was asked for of values that are not all zero or positive. */
    NEGATIVE_VALUES,
    /** A comparison needs at least two groups. */
    ONE_GROUP,
    /** More groups than can be compared with one another. */
    TOO_MANY_GROUPS,
    /** The trials carry no blocks, or blocks that do not make pairs. */
    NO_PAIRS,
    /** Sameness was asked for without a margin. */
    NO_MARGIN,
    /** A test decides, so no interval does. */
    NO_INTERVAL,
    /** No number within the stated bound satisfies the request. */
    OUT_OF_REACH
}
