package io.krater.result.json;

import io.krater.launch.Capture;
import io.krater.result.model.Part;
import io.krater.result.model.SuiteDescription;
import io.krater.result.model.SuiteDescription.DescribedEnvironment;
import io.krater.result.model.SuiteDescription.DescribedProcedure;
import io.krater.result.model.SuiteDescription.DescribedWorkload;
import io.krater.result.model.SuiteDescription.Schedule;
import io.krater.suite.Environment;
import io.krater.suite.Names;
import io.krater.suite.Order;
import io.krater.suite.PrecisionRule;
import io.krater.suite.Resources;
import io.krater.suite.StopRule;
import io.krater.suite.Variant;
import io.krater.suite.VerdictRule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code suite.json} as {@link SuiteFile} writes it. Keys that it does not know are skipped. */
public final class SuiteFileReader {
    private final JsonIn in;
    private @Nullable String suite;
    private @Nullable Long seed;
    private final List<DescribedEnvironment> environments = new ArrayList<>();
    private @Nullable DescribedWorkload workload;
    private @Nullable Resources limits;
    private Optional<Schedule> schedule = Optional.empty();
    private final List<Part> parts = new ArrayList<>();

    private SuiteFileReader(JsonIn in) {
        this.in = in;
    }

    /**
     * Reads a file.
     *
     * @throws DamagedFileException or Jackson's own exception if the content is not a suite
     * @throws OtherSchemaException if another version of the library wrote it
     */
    public static SuiteFile read(Path file) throws IOException {
        return Sealed.read(file, SuiteFileReader::read);
    }

    private static SuiteFile read(JsonIn in) throws IOException {
        SuiteFileReader reader = new SuiteFileReader(in);
        Sealed.root(in, SuiteFile.SCHEMA, reader::field);
        return reader.file();
    }

    private SuiteFile file() throws IOException {
        SuiteDescription description = new SuiteDescription(
                Names.check("suite name", JsonIn.required(suite, "name")),
                environments,
                JsonIn.required(workload, "workload"),
                JsonIn.required(limits, "limits"),
                schedule);
        return new SuiteFile(description, JsonIn.required(seed, "seed"), parts);
    }

    private void field(String name) throws IOException {
        switch (name) {
            case "name" -> suite = in.string();
            case "seed" -> seed = in.integer();
            case "environments" -> in.array(() -> environments.add(environment()));
            case "workload" -> workload = workload();
            case "limits" -> limits = Described.limits(in);
            case "schedule" -> schedule = Optional.of(schedule());
            case "parts" -> in.array(() -> parts.add(part()));
            default -> in.skip();
        }
    }

    private DescribedEnvironment environment() throws IOException {
        Map<String, String> text = new LinkedHashMap<>();
        Map<String, List<String>> words = new LinkedHashMap<>();
        Map<String, Map<String, String>> maps = new LinkedHashMap<>();
        in.object(name -> {
            switch (name) {
                case "name", "image", "runtime_class" -> text.put(name, in.string());
                case "entrypoint", "command" -> words.put(name, in.strings());
                case "variables", "attributes" -> maps.put(name, in.stringMap());
                default -> in.skip();
            }
        });
        Optional<Environment.Target> target = Optional.empty();
        String image = text.get("image");
        List<String> command = words.get("command");
        if (image != null) {
            target = Optional.of(new Environment.Image(
                    image,
                    Optional.ofNullable(text.get("runtime_class")),
                    words.getOrDefault("entrypoint", List.of())));
        } else if (command != null) {
            target = Optional.of(new Environment.Command(command));
        }
        return new DescribedEnvironment(
                JsonIn.required(text.get("name"), "environments/name"),
                target,
                maps.getOrDefault("variables", Map.of()),
                maps.getOrDefault("attributes", Map.of()));
    }

    private DescribedWorkload workload() throws IOException {
        Map<String, String> text = new LinkedHashMap<>();
        boolean[] held = new boolean[1];
        List<Variant> variants = new ArrayList<>();
        in.object(name -> {
            switch (name) {
                case "name", "gate_start", "gate_end", "primary_metric" -> text.put(name, in.string());
                case "held" -> held[0] = in.flag();
                case "variants" -> in.array(() -> variants.add(Described.variant(in)));
                default -> in.skip();
            }
        });
        return new DescribedWorkload(
                JsonIn.required(text.get("name"), "workload/name"),
                variants,
                Optional.ofNullable(text.get("gate_start")),
                Optional.ofNullable(text.get("gate_end")),
                held[0],
                Optional.ofNullable(text.get("primary_metric")));
    }

    private Schedule schedule() throws IOException {
        Map<String, Long> numbers = new LinkedHashMap<>();
        Order[] order = new Order[1];
        Set<Integer> cores = new TreeSet<>();
        StopRule[] rule = new StopRule[1];
        DescribedProcedure[] procedure = {DescribedProcedure.NONE};
        in.object(name -> {
            switch (name) {
                case "stop_rule" -> rule[0] = stopRule();
                case "trials", "sample_every_ns", "slow_sample_every_ns", "start_timeout_ns", "pause_ns" ->
                    numbers.put(name, in.integer());
                case "order" -> order[0] = in.constant(Order.class);
                case "cores" -> in.array(() -> cores.add(in.smallInteger()));
                case "procedure" -> procedure[0] = procedure();
                default -> in.skip();
            }
        });
        return new Schedule(
                Math.toIntExact(number(numbers, "trials")),
                Optional.ofNullable(rule[0]),
                JsonIn.required(order[0], "schedule/order"),
                Duration.ofNanos(number(numbers, "sample_every_ns")),
                Duration.ofNanos(number(numbers, "slow_sample_every_ns")),
                Duration.ofNanos(number(numbers, "start_timeout_ns")),
                Duration.ofNanos(number(numbers, "pause_ns")),
                cores,
                procedure[0]);
    }

    private DescribedProcedure procedure() throws IOException {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        Map<String, Duration> times = new LinkedHashMap<>();
        int[] warmups = new int[1];
        String[] baseline = new String[1];
        in.object(name -> {
            switch (name) {
                case "services", "before_suite", "before_trial", "after_trial" -> texts.put(name, in.strings());
                case "warmup_trials" -> warmups[0] = in.smallInteger();
                case "timeout_ns", "budget_ns" -> times.put(name, Duration.ofNanos(in.integer()));
                case "baseline" -> baseline[0] = in.string();
                default -> in.skip();
            }
        });
        return new DescribedProcedure(
                texts.getOrDefault("services", List.of()),
                texts.getOrDefault("before_suite", List.of()),
                texts.getOrDefault("before_trial", List.of()),
                texts.getOrDefault("after_trial", List.of()),
                warmups[0],
                Optional.ofNullable(times.get("timeout_ns")),
                Optional.ofNullable(times.get("budget_ns")),
                Optional.ofNullable(baseline[0]));
    }

    private StopRule stopRule() throws IOException {
        int[] fewest = new int[1];
        Map<String, Double> numbers = new LinkedHashMap<>();
        Map<String, String> text = new LinkedHashMap<>();
        boolean[] despiteDoubts = {true}; // of a suite from before there was another way
        in.object(name -> {
            switch (name) {
                case "fewest_trials" -> fewest[0] = in.smallInteger();
                case "relative_half_width", "margin" -> numbers.put(name, in.decimal());
                case "despite_doubts" -> despiteDoubts[0] = in.flag();
                case "until", "metric" -> text.put(name, in.string());
                default -> in.skip();
            }
        });
        String metric = JsonIn.required(text.get("metric"), "stop_rule/metric");
        if (text.getOrDefault("until", "precision").equals("verdict")) {
            Double margin = numbers.get("margin");
            return new VerdictRule(
                    fewest[0], margin == null ? OptionalDouble.empty() : OptionalDouble.of(margin), metric);
        }
        double width = JsonIn.required(numbers.get("relative_half_width"), "stop_rule/relative_half_width");
        return new PrecisionRule(fewest[0], width, metric, despiteDoubts[0]);
    }

    private static long number(Map<String, Long> numbers, String key) throws IOException {
        return JsonIn.required(numbers.get(key), "schedule/" + key);
    }

    private Part part() throws IOException {
        Map<String, String> text = new LinkedHashMap<>();
        Map<String, Map<String, String>> maps = new LinkedHashMap<>();
        Map<String, Map<String, String>> facts = new LinkedHashMap<>();
        in.object(name -> {
            switch (name) {
                case "run", "started", "launcher" -> text.put(name, in.string());
                case "software", "host" -> maps.put(name, in.stringMap());
                case "environments" -> in.object(environment -> facts.put(environment, in.stringMap()));
                default -> in.skip();
            }
        });
        return new Part(
                JsonIn.required(text.get("run"), "parts/run"),
                Instant.parse(JsonIn.required(text.get("started"), "parts/started")),
                JsonIn.required(text.get("launcher"), "parts/launcher"),
                new Capture(maps.getOrDefault("host", Map.of()), facts),
                maps.getOrDefault("software", Map.of()));
    }
}
