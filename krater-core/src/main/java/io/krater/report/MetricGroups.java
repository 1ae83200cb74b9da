package io.krater.report;

import io.krater.metric.Metric;
import io.krater.result.SuiteResult;
import io.krater.stats.Sample;
import io.krater.stats.Summary;
import io.krater.suite.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * One metric in one variant: an environment a group, those without a value left out.
 *
 * @param metric the metric
 * @param variant the variant
 * @param groups the groups in the suite's order
 * @param omitted environments that have values but no place in a figure
 */
record MetricGroups(Metric metric, Variant variant, List<Group> groups, int omitted) {
    /** More rows than this do not fit a page. */
    static final int MOST = 40;

    /**
     * One environment's values.
     *
     * @param environment its name
     * @param sample its trials
     */
    record Group(String environment, Sample sample) {
        Summary summary() {
            return Summary.of(sample);
        }
    }

    static MetricGroups of(SuiteResult result, Metric metric, Variant variant) {
        List<Group> groups = new ArrayList<>();
        result.suite().environments().forEach(environment -> {
            Sample sample = result.sample(metric, environment.name(), variant.label());
            if (sample.size() > 0) {
                groups.add(new Group(environment.name(), sample));
            }
        });
        int kept = Math.min(MOST, groups.size());
        return new MetricGroups(metric, variant, List.copyOf(groups.subList(0, kept)), groups.size() - kept);
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    List<String> names() {
        return groups.stream().map(Group::environment).toList();
    }

    DoubleStream values() {
        return groups.stream()
                .flatMapToDouble(group -> DoubleStream.of(group.sample().values()));
    }

    DisplayUnit shown() {
        return DisplayUnit.of(metric.unit(), values());
    }

    /** Whether the values span more than a linear axis can show. */
    boolean needsLogarithm() {
        double low = values().min().orElse(0);
        return low > 0 && values().max().orElse(0) / low > 20;
    }

    /** {@code n = 25} where all groups have as many trials, else {@code n = 23 to 25}; with what was left out. */
    String counts() {
        int low = groups.stream().mapToInt(group -> group.sample().size()).min().orElse(0);
        int high =
                groups.stream().mapToInt(group -> group.sample().size()).max().orElse(0);
        return (low == high ? "n = " + low : "n = " + low + " to " + high) + " trials each"
                + (omitted > 0
                        ? "; " + omitted + " more environments are not drawn, their figures are in the tables"
                        : "");
    }
}
