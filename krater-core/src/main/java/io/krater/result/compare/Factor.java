package io.krater.result.compare;

/** Along what trials are compared. */
public enum Factor {
    /** Environments against one another, in each variant by itself. */
    ENVIRONMENT("environment", "environments"),
    /**
     * Variants against one another, in each environment by itself: how it scales. Trials of the same round make pairs, where
     * the order was randomised.
     */
    VARIANT("variant", "variants"),
    /**
     * Environments against one another over all variants together, for metrics that do not depend on the variant, such as a
     * cold start; pairs are of the same block, and so of the same variant.
     */
    ENVIRONMENT_OVER_VARIANTS("environment", "environments");

    /** The name of the only slice of {@link #ENVIRONMENT_OVER_VARIANTS}. */
    public static final String ALL_VARIANTS = "all variants";

    private final String one;
    private final String many;

    Factor(String one, String many) {
        this.one = one;
        this.many = many;
    }

    /** Returns what is compared, in the singular. */
    public String one() {
        return one;
    }

    /** Returns what is compared, in the plural. */
    public String many() {
        return many;
    }
}
