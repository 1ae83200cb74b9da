package io.krater.experiment.density;

import io.krater.experiment.StartupExperiment;
import io.krater.metric.HoldMetrics;
import io.krater.suite.Variant;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a variant's parameters ask for. */
final class DensityVariant {
    static final String DENSITY = HoldMetrics.DENSITY;

    /** In MiB. */
    static final String MEMORY = "memory";

    /** Only the variant that grows until it is refused has it. */
    static final String UNTIL = "until";

    static final String REFUSAL = "refusal";

    private DensityVariant() {}

    static int density(Variant variant) {
        return (int) variant.number(DENSITY).orElseThrow();
    }

    static OptionalInt level(Variant variant) {
        OptionalDouble level = variant.number(StartupExperiment.LEVEL);
        return level.isPresent() ? OptionalInt.of((int) level.getAsDouble()) : OptionalInt.empty();
    }

    /** The limit of memory, in bytes. */
    static OptionalLong memory(Variant variant) {
        OptionalDouble mebibytes = variant.number(MEMORY);
        return mebibytes.isPresent() ? OptionalLong.of((long) mebibytes.getAsDouble() << 20) : OptionalLong.empty();
    }

    static boolean isToRefusal(Variant variant) {
        return variant.parameters().containsKey(UNTIL);
    }
}
