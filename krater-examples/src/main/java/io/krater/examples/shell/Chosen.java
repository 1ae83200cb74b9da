package io.krater.examples.shell;

import io.krater.metric.Metric;
import io.krater.result.SuiteResult;
import java.util.List;

/** The metric and the baseline that a person names, or what the result suggests. */
final class Chosen {
    private Chosen() {}

    /**
     * A metric of a result.
     *
     * @param name its name; the chief one where empty
     */
    static Metric metric(SuiteResult result, String name) {
        if (name.isEmpty()) {
            return result.chiefMetrics().get(0);
        }
        return result.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--metric must be one of " + names(result) + ", was \"" + name + "\""));
    }

    private static List<String> names(SuiteResult result) {
        return result.metrics().stream()
                .filter(metric -> result.trials().stream()
                        .anyMatch(trial -> metric.of(trial).isPresent()))
                .map(Metric::name)
                .toList();
    }

    /** An environment of a result; the one that the suite marks, else the first, where the name is empty. */
    static String baseline(SuiteResult result, String name) {
        return name.isEmpty()
                ? result.suite()
                        .baseline()
                        .orElseGet(() -> result.suite().environments().get(0).name())
                : name;
    }
}
