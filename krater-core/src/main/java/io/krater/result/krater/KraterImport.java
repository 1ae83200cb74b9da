package io.krater.result.krater;

import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.plan.TrialId;
import io.krater.result.model.ResultData;
import io.krater.result.model.StoredTrial;
import io.krater.result.model.SuiteDescription;
import io.krater.result.model.SuiteDescription.DescribedEnvironment;
import io.krater.result.model.SuiteDescription.DescribedWorkload;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.Parameter;
import io.krater.suite.Resources;
import io.krater.suite.Variant;
import io.krater.trial.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a result of KRATER's files. What they do not say is absent. */
public final class KraterImport {
    private static final Pattern KEY = Pattern.compile("([1-9][0-9]{0,6})_(.+)");

    private final String name;
    private final List<KraterFile> files;
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Variant> variants = new LinkedHashMap<>();
    private final DistinctNames labels = new DistinctNames();
    private final DistinctNames names = new DistinctNames();
    private final List<DescribedEnvironment> environments = new ArrayList<>();
    private final List<Trial> latest = new ArrayList<>();
    private final List<Trial> earlier = new ArrayList<>();

    public KraterImport(String name, List<KraterFile> files) {
        this.name = name;
        this.files = files;
    }

    public ResultData result() {
        for (KraterFile file : files) {
            file.entries().keySet().forEach(key -> variants.computeIfAbsent(key, this::variant));
        }
        for (KraterFile file : files) {
            warnings.addAll(file.warnings());
            if (!file.entries().isEmpty()) {
                take(file);
            }
        }
        SuiteDescription description = new SuiteDescription(
                name,
                environments,
                new DescribedWorkload(
                        "matrix-multiplication",
                        List.copyOf(variants.values()),
                        Optional.of("BENCH_START"),
                        Optional.of("BENCH_END"),
                        false,
                        Optional.empty()),
                Resources.unlimited(),
                Optional.empty());
        List<StoredTrial> trials = inOrder();
        return new ResultData(description, OptionalLong.empty(), List.of(), trials, earlier, warnings);
    }

    private void take(KraterFile file) {
        DescribedEnvironment environment = distinct(file.environment());
        environments.add(environment);
        file.entries().forEach((key, entries) -> {
            Variant variant = Objects.requireNonNull(variants.get(key));
            Map<Integer, Trial> byNumber = new LinkedHashMap<>();
            for (int i = 0; i < entries.size(); i++) {
                KraterEntry entry = entries.get(i);
                TrialId id = new TrialId(environment.name(), variant.label(), number(entry.trial, i));
                keepBest(byNumber, id.number(), KraterTrial.of(entry, id, variant));
            }
            latest.addAll(byNumber.values());
        });
    }

    /** Files whose names differ only in what a name of an environment cannot hold. */
    private DescribedEnvironment distinct(DescribedEnvironment environment) {
        String distinct = names.of(environment.name());
        return distinct.equals(environment.name())
                ? environment
                : new DescribedEnvironment(
                        distinct, environment.target(), environment.variables(), environment.attributes());
    }

    /** KRATER counts from 0; where an entry has no number, its place in the file stands for it. */
    private static int number(@Nullable Long trial, int place) {
        return (trial != null && trial >= 0 && trial < Integer.MAX_VALUE ? trial.intValue() : place) + 1;
    }

    /** KRATER appends a trial again when an earlier attempt was not valid; a completed one is not replaced by a failed one. */
    private void keepBest(Map<Integer, Trial> byNumber, int number, Trial trial) {
        @Nullable Trial before = byNumber.get(number);
        if (before == null) {
            byNumber.put(number, trial);
        } else if (before.outcome().isCompleted()) {
            if (trial.outcome().isCompleted()) {
                warnings.add("trial " + trial.id() + " is there twice; the first is used");
            } else {
                earlier.add(trial);
            }
        } else {
            earlier.add(before);
            byNumber.put(number, trial);
        }
    }

    /** The order in which they ran, as far as their times tell. */
    private List<StoredTrial> inOrder() {
        List<Trial> sorted = new ArrayList<>(latest);
        if (sorted.stream().allMatch(trial -> trial.phases().containsKey(Phase.REQUESTED))) {
            sorted.sort(Comparator.comparingLong(KraterImport::requested));
        }
        Map<String, Integer> order = new HashMap<>();
        variants.values().forEach(variant -> order.put(variant.label(), order.size()));
        List<StoredTrial> stored = new ArrayList<>();
        for (Trial trial : sorted) {
            int block = (trial.id().number() - 1) * order.size()
                    + Objects.requireNonNull(order.get(trial.variant().label()));
            stored.add(new StoredTrial("krater", trial.at(stored.size(), block)));
        }
        return stored;
    }

    private static long requested(Trial trial) {
        @Nullable Stamp stamp = trial.phases().get(Phase.REQUESTED);
        return stamp == null ? Long.MIN_VALUE : stamp.epochNanos();
    }

    private Variant variant(String key) {
        Matcher matcher = KEY.matcher(key);
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        OptionalLong data = OptionalLong.empty();
        Duration warmup = Duration.ZERO;
        if (matcher.matches()) {
            long size = Long.parseLong(matcher.group(1));
            parameters.put("size", Parameter.number((double) size));
            data = OptionalLong.of(3 * size * size * Double.BYTES);
            if (matcher.group(2).matches("n?w")) {
                boolean warm = matcher.group(2).equals("w");
                parameters.put("warmup", Parameter.text(Boolean.toString(warm)));
                warmup = warm ? MatrixMultiplication.STANDARD_WARMUP : Duration.ZERO;
            }
        }
        // keys may differ only in what a label cannot hold
        return new Variant(labels.of(key), parameters, List.of(), warmup, Optional.empty(), data);
    }
}
