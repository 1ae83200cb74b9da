package io.krater.result.rund;

import io.krater.metric.FoundMetrics;
import io.krater.metric.HoldMetrics;
import io.krater.metric.StartMetrics;
import io.krater.plan.TrialId;
import io.krater.result.SuiteResult;
import io.krater.result.model.ResultData;
import io.krater.result.model.ResultException;
import io.krater.result.model.StoredTrial;
import io.krater.result.model.SuiteDescription;
import io.krater.result.model.SuiteDescription.DescribedEnvironment;
import io.krater.result.model.SuiteDescription.DescribedWorkload;
import io.krater.result.rund.RawFolder.Numbered;
import io.krater.suite.Parameter;
import io.krater.suite.Resources;
import io.krater.suite.Variant;
import io.krater.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads RunD's raw folders as a result: an environment for each runtime, a trial for each round.
 *
 * <pre>
 * time_&lt;runtime&gt;_&lt;MMDDhhmm&gt;/con_&lt;level&gt;/{client&lt;number&gt;,cpu}.txt
 * density_&lt;runtime&gt;_&lt;..&gt;/density_&lt;density&gt;/con_&lt;level&gt;/...
 * mem_&lt;runtime&gt;_&lt;..&gt;/result_&lt;size&gt;MB_&lt;density&gt;.txt
 * </pre>
 *
 * Lines that are damaged are told of in {@link SuiteResult#warnings} with file and line, and cost their round only. Times
 * include what it took to start the client program for each call.
 */
public final class RundFiles {
    private static final Pattern CON = Pattern.compile("con_([0-9]+)");
    private static final Pattern DENSITY = Pattern.compile("density_([0-9]+)");
    private static final Pattern RESULT = Pattern.compile("result_([0-9]+)MB_([0-9]+)\\.txt");

    private final Problems problems;
    private final Map<String, Variant> variants = new LinkedHashMap<>();
    private final List<Callable<List<Trial>>> reading = new ArrayList<>();

    private RundFiles(Path root) {
        problems = new Problems(root);
    }

    /**
     * Reads a raw folder, or all that are at most four folders below.
     *
     * @throws ResultException if there is none, or nothing in it can be read
     */
    public static SuiteResult read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ResultException(
                    "no folder " + folder + ": name the one that holds time_..., mem_... or density_...");
        }
        try {
            List<RawFolder> raw = RawFolder.below(folder);
            if (raw.isEmpty()) {
                throw new ResultException("no raw data of RunD's at " + folder
                        + ": there is no folder time_<runtime>_<MMDDhhmm> with con_<level>, mem_... with"
                        + " result_<size>MB_<density>.txt, or density_... with density_<density>");
            }
            return new RundFiles(folder).result(folder, raw);
        } catch (IOException failed) {
            throw new ResultException("cannot read " + folder + ": " + failed, failed);
        }
    }

    private SuiteResult result(Path root, List<RawFolder> raw) throws IOException {
        Map<RawFolder, String> names = names(raw);
        for (RawFolder folder : raw) {
            String environment = names.getOrDefault(folder, folder.runtime());
            switch (folder.kind()) {
                case TIME -> levels(folder.path(), environment, OptionalLong.empty());
                case DENSITY -> {
                    for (Numbered density : RawFolder.numbered(folder.path(), DENSITY)) {
                        levels(density.path(), environment, OptionalLong.of(density.number()));
                    }
                }
                case MEM -> memory(folder.path(), environment);
            }
        }
        List<Trial> trials = reading.parallelStream().flatMap(RundFiles::called).toList();
        List<Variant> order = variants.values().stream().sorted(byParameters()).toList();
        SuiteDescription description = new SuiteDescription(
                label(root),
                names.values().stream()
                        .distinct()
                        .map(name -> new DescribedEnvironment(name, Optional.empty(), Map.of(), Map.of()))
                        .toList(),
                new DescribedWorkload(
                        "rund",
                        order,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.of(
                                order.stream()
                                                .anyMatch(variant -> variant.number(StartMetrics.LEVEL)
                                                        .isPresent())
                                        ? StartMetrics.MAKESPAN.name()
                                        : HoldMetrics.PSS_PER_CONTAINER.name())),
                Resources.unlimited(),
                Optional.empty());
        ResultData data = new ResultData(
                description, OptionalLong.empty(), List.of(), placed(trials, order), List.of(), problems.sorted());
        return new SuiteResult(data.withMetrics(FoundMetrics.of(trials)));
    }

    private static Stream<Trial> called(Callable<List<Trial>> reading) {
        try {
            return reading.call().stream();
        } catch (Exception impossible) { // what can be amiss with a file is noted by who reads it
            throw new IllegalStateException(impossible);
        }
    }

    /** Two folders of one runtime and kind are two environments, told apart by when they were made. */
    private static Map<RawFolder, String> names(List<RawFolder> raw) {
        Map<String, Integer> count = new TreeMap<>();
        raw.forEach(folder -> count.merge(folder.kind() + folder.runtime(), 1, Integer::sum));
        Map<RawFolder, String> names = new LinkedHashMap<>();
        for (RawFolder folder : raw) {
            boolean several = count.getOrDefault(folder.kind() + folder.runtime(), 0) > 1;
            names.put(folder, label(several ? folder.runtime() + "-" + folder.stamp() : folder.runtime()));
        }
        return names;
    }

    private void levels(Path folder, String environment, OptionalLong density) throws IOException {
        for (Numbered con : RawFolder.numbered(folder, CON)) {
            Map<String, Parameter> parameters = new LinkedHashMap<>();
            density.ifPresent(number -> parameters.put(HoldMetrics.DENSITY, Parameter.number((double) number)));
            parameters.put(StartMetrics.LEVEL, Parameter.number(con.number()));
            String prefix = density.isPresent() ? String.format(Locale.ROOT, "density_%04d_", density.getAsLong()) : "";
            Variant variant = variant(prefix + String.format(Locale.ROOT, "con_%03d", con.number()), parameters);
            LevelFolder level = new LevelFolder(con.path(), con.number(), problems);
            reading.add(() -> level.trials(environment, variant));
        }
    }

    private void memory(Path folder, String environment) throws IOException {
        for (Numbered file : RawFolder.numbered(folder, RESULT)) {
            Matcher name = RESULT.matcher(String.valueOf(file.path().getFileName()));
            if (!name.matches() || name.group(1).length() > 9) {
                continue;
            }
            int mebibytes = Integer.parseInt(name.group(1));
            Map<String, Parameter> parameters = new LinkedHashMap<>();
            parameters.put("memory", Parameter.number(mebibytes, "MiB"));
            parameters.put(HoldMetrics.DENSITY, Parameter.number(file.number()));
            Variant variant =
                    variant(mebibytes + "MB_" + String.format(Locale.ROOT, "density_%04d", file.number()), parameters);
            TrialId id = new TrialId(environment, variant.label(), 1);
            reading.add(() -> List.of(MemoryFile.trial(file.path(), id, variant, file.number(), problems)));
        }
    }

    private Variant variant(String label, Map<String, Parameter> parameters) {
        return variants.computeIfAbsent(
                label,
                fresh -> new Variant(
                        label, parameters, List.of(), Duration.ZERO, Optional.empty(), OptionalLong.empty()));
    }

    private static Comparator<Variant> byParameters() {
        Function<String, Comparator<Variant>> by =
                key -> Comparator.comparingDouble(variant -> variant.number(key).orElse(0));
        return by.apply("memory")
                .thenComparing(by.apply(HoldMetrics.DENSITY))
                .thenComparing(by.apply(StartMetrics.LEVEL));
    }

    private static List<StoredTrial> placed(List<Trial> trials, List<Variant> order) {
        Map<Variant, Integer> places = new LinkedHashMap<>();
        order.forEach(variant -> places.put(variant, places.size()));
        List<StoredTrial> placed = new ArrayList<>(trials.size());
        for (Trial trial : trials) {
            int block = (trial.id().number() - 1) * order.size() + places.getOrDefault(trial.variant(), 0);
            placed.add(new StoredTrial("rund", trial.at(placed.size(), block)));
        }
        return placed;
    }

    /** What a name may hold. */
    private static String label(Path path) {
        return label(String.valueOf(path.toAbsolutePath().normalize().getFileName()));
    }

    private static String label(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9_-]", "-").replaceAll("^[_-]+|[_-]+$", "");
        return plain.isEmpty() ? "rund" : plain.substring(0, Math.min(63, plain.length()));
    }
}
