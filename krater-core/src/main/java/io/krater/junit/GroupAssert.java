package io.krater.junit;

import io.krater.result.compare.Factor;
import io.krater.result.model.SuiteDescription;
import io.krater.suite.Variant;
import java.util.List;

/**
 * Assertions on one of the groups that are compared along a factor: a variant, in every environment or in the one that was
 * chosen, or an environment over all variants together.
 */
public final class GroupAssert {
    private final Footing footing;
    private final Factor factor;
    private final String group;
    private final List<String> slices;

    private GroupAssert(Footing footing, Factor factor, String group, List<String> slices) {
        this.footing = footing;
        this.factor = factor;
        this.group = group;
        this.slices = slices;
        require(factor.one(), group, groups());
    }

    static GroupAssert variant(Footing footing, String variant) {
        return new GroupAssert(footing, Factor.VARIANT, variant, environments(footing));
    }

    static GroupAssert overVariants(Footing footing, String environment) {
        return new GroupAssert(footing, Factor.ENVIRONMENT_OVER_VARIANTS, environment, List.of(Factor.ALL_VARIANTS));
    }

    /**
     * The same in one environment only.
     *
     * @throws IllegalArgumentException if the suite has no such environment
     * @throws IllegalStateException if it is about all variants together
     */
    public GroupAssert in(String environment) {
        if (factor != Factor.VARIANT) {
            throw new IllegalStateException(group + " over all variants is in no one of them, was to be in \""
                    + environment + "\"; leave overAllVariants() out");
        }
        require("environment", environment, slices);
        return new GroupAssert(footing, factor, group, List.of(environment));
    }

    /**
     * Assertions on the ratio of this variant's mean to another's, or of this environment's.
     *
     * @throws IllegalArgumentException if the suite has none of this name, or it is this one
     */
    public RatioAssert comparedTo(String baseline) {
        require(factor.one(), baseline, groups());
        return new RatioAssert(footing, factor, group, baseline, slices);
    }

    private List<String> groups() {
        return factor == Factor.VARIANT ? variants(footing) : environments(footing);
    }

    static List<String> variants(Footing footing) {
        return footing.result().suite().workload().variants().stream()
                .map(Variant::label)
                .toList();
    }

    static List<String> environments(Footing footing) {
        return footing.result().suite().environments().stream()
                .map(SuiteDescription.DescribedEnvironment::name)
                .toList();
    }

    static void require(String what, String name, List<String> known) {
        if (!known.contains(name)) {
            throw new IllegalArgumentException(what + " must be one of " + known + ", was \"" + name + "\"");
        }
    }
}
