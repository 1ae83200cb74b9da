package io.krater.result.compare;

import io.krater.stats.compare.Comparison;

/**
 * The groups of one slice of a result set against one another: the environments in a variant, the variants in an
 * environment, or the environments over all variants.
 *
 * @param name what the slice holds fixed: a variant's label, an environment's name, or {@code all variants}
 * @param comparison the groups' trials set against one another
 */
public record SliceComparison(String name, Comparison comparison) {}
