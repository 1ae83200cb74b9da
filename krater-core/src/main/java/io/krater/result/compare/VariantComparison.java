package io.krater.result.compare;

import io.krater.stats.compare.Comparison;
import io.krater.suite.Variant;

/**
 * The environments of a suite compared in one variant of its workload.
 *
 * @param variant the variant
 * @param comparison the environments' trials set against one another, a group each
 */
public record VariantComparison(Variant variant, Comparison comparison) {}
