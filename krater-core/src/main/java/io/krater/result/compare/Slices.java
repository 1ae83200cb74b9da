package io.krater.result.compare;

import io.krater.metric.Metric;
import io.krater.result.model.Cell;
import io.krater.result.model.ResultData;
import io.krater.result.model.SuiteDescription.DescribedEnvironment;
import io.krater.result.model.SuiteDescription.Schedule;
import io.krater.result.model.TrialValue;
import io.krater.stats.Sample;
import io.krater.suite.Order;
import io.krater.suite.Variant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** A result cut along a factor: for each slice its groups, and each group's values with the blocks that make pairs. */
final class Slices {
    private final ResultData result;
    private final Metric metric;
    private final Factor factor;

    Slices(ResultData result, Metric metric, Factor factor) {
        this.result = result;
        this.metric = metric;
        this.factor = factor;
    }

    /** The groups that each slice has, in the suite's order. */
    List<String> groups() {
        return factor == Factor.VARIANT ? variants() : environments();
    }

    List<String> names() {
        return switch (factor) {
            case ENVIRONMENT -> variants();
            case VARIANT -> environments();
            case ENVIRONMENT_OVER_VARIANTS -> List.of(Factor.ALL_VARIANTS);
        };
    }

    /** The sample of each group of a slice. */
    Map<String, Sample> samples(String slice) {
        Map<String, List<TrialValue>> values = new LinkedHashMap<>();
        for (String group : groups()) {
            values.put(group, new ArrayList<>());
            for (Cell cell : cells(slice, group)) {
                values.get(group)
                        .addAll(result.values(
                                metric, cell.environment(), cell.variant().label()));
            }
            values.get(group).sort(Comparator.comparingInt(TrialValue::position));
        }
        Map<Integer, Integer> cut = cutBlocks(values);
        Map<String, Sample> samples = new LinkedHashMap<>();
        values.forEach((group, own) -> samples.put(group, sample(own, cut)));
        return samples;
    }

    private List<Cell> cells(String slice, String group) {
        List<Cell> cells = new ArrayList<>();
        switch (factor) {
            case ENVIRONMENT -> result.cell(group, slice).ifPresent(cells::add);
            case VARIANT -> result.cell(slice, group).ifPresent(cells::add);
            case ENVIRONMENT_OVER_VARIANTS ->
                variants().forEach(variant -> result.cell(group, variant).ifPresent(cells::add));
        }
        return cells;
    }

    private Sample sample(List<TrialValue> values, Map<Integer, Integer> cut) {
        Sample sample = Sample.of(values.stream().mapToDouble(TrialValue::value).toArray());
        if (!isInBlocks()) {
            return sample;
        }
        // a trial of a block that a restart cut in two gets a number of its own: it makes no pair
        return sample.inBlocks(values.stream()
                .mapToInt(value -> cut.containsKey(block(value)) ? -1 - value.position() : block(value))
                .toArray());
    }

    private int block(TrialValue value) {
        return factor == Factor.VARIANT ? value.id().number() : value.block();
    }

    /** Whether what ran in one block ran near in time, in an order left to chance. */
    private boolean isInBlocks() {
        return result.suite()
                .schedule()
                .map(Schedule::order)
                .filter(order -> order == Order.RANDOMISED_BLOCKS)
                .isPresent();
    }

    /** The blocks whose trials ran in several starts of the suite, with how many starts. */
    private Map<Integer, Integer> cutBlocks(Map<String, List<TrialValue>> values) {
        if (result.parts().size() < 2) {
            return Map.of();
        }
        Map<Integer, Map<String, Integer>> runs = new HashMap<>();
        ToIntFunction<TrialValue> block = this::block;
        values.values()
                .forEach(own ->
                        own.forEach(value -> runs.computeIfAbsent(block.applyAsInt(value), fresh -> new TreeMap<>())
                                .merge(result.runOf(value.id()).orElse(""), 1, Integer::sum)));
        Map<Integer, Integer> cut = new HashMap<>();
        runs.forEach((number, starts) -> {
            if (starts.size() > 1) {
                cut.put(number, starts.size());
            }
        });
        return cut;
    }

    private List<String> variants() {
        return result.suite().workload().variants().stream().map(Variant::label).toList();
    }

    private List<String> environments() {
        return result.suite().environments().stream()
                .map(DescribedEnvironment::name)
                .toList();
    }
}
