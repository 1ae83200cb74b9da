package io.krater.suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A workload that is any program: its arguments, its gate, and the figures that its log holds. Immutable and
 * thread-safe where the given functions are.
 */
public final class ProgramWorkload implements Workload {
    private final String name;
    private final List<Variant> variants;
    private final Gate gate;
    private final Optional<String> primaryMetric;
    private final BiFunction<Variant, List<String>, WorkloadResult> reader;

    private ProgramWorkload(Builder builder) {
        this.name = Names.check("workload name", builder.name);
        this.gate = builder.gate;
        this.primaryMetric = builder.primaryMetric;
        this.reader = builder.reader;
        List<Variant> given = new ArrayList<>(builder.variants);
        if (!builder.crossing.isEmpty()) {
            given.addAll(builder.crossing.variants(builder.arguments));
        } else if (!builder.arguments.isEmpty()) {
            throw new IllegalArgumentException(
                    "arguments " + builder.arguments
                            + " are those of crossed parameters, and there is no parameter(name, values); a variant has its own");
        }
        List<Variant> declared = given.isEmpty() ? List.of(Variant.of("run")) : given;
        Names.distinct("variant labels", declared.stream().map(Variant::label).toList());
        this.variants = declared.stream()
                .map(variant ->
                        builder.expected.isPresent() && variant.gateTime().isEmpty()
                                ? new Variant(
                                        variant.label(),
                                        variant.parameters(),
                                        variant.arguments(),
                                        variant.warmup(),
                                        builder.expected,
                                        variant.dataBytes())
                                : variant)
                .toList();
    }

    /** A workload under this name, whose gate is its whole life until told otherwise. */
    public static Builder named(String name) {
        Objects.requireNonNull(name, "named must not be null");
        return new Builder(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Variant> variants() {
        return variants;
    }

    @Override
    public Gate gate() {
        return gate;
    }

    @Override
    public String primaryMetric() {
        return primaryMetric.orElseGet(Workload.super::primaryMetric);
    }

    @Override
    public WorkloadResult read(Variant variant, List<String> log) {
        return reader.apply(variant, log);
    }

    /** Collects what a program workload is. Not thread-safe. */
    public static final class Builder {
        private static final Pattern PLACE = Pattern.compile("\\{([^{}]+)}");

        private final String name;
        private final List<Variant> variants = new ArrayList<>();
        private final Crossing crossing = new Crossing();
        private List<String> arguments = List.of();
        private Gate gate = Gate.wholeLife();
        private Optional<String> primaryMetric = Optional.empty();
        private Optional<Duration> expected = Optional.empty();
        private BiFunction<Variant, List<String>, WorkloadResult> reader = (variant, log) -> WorkloadResult.none();

        private Builder(String name) {
            this.name = name;
        }

        /** Adds a variant: its label and the arguments that the program is given. */
        public Builder variant(String label, String... arguments) {
            Objects.requireNonNull(label, "label of variant must not be null");
            Names.present("variant", arguments);
            variants.add(Variant.of(label, arguments));
            return this;
        }

        /**
         * Adds a variant with what its label stands for.
         *
         * @param label key in results
         * @param parameters by name, in the order of the map
         * @param arguments what the program is given; {@code {NAME}} in one is replaced by the parameter's value, without
         *     its unit
         */
        public Builder variant(String label, Map<String, Parameter> parameters, String... arguments) {
            Objects.requireNonNull(label, "label of variant must not be null");
            Objects.requireNonNull(parameters, "parameters of variant must not be null");
            Names.present("variant", arguments);
            List<String> filled = new ArrayList<>();
            for (String argument : arguments) {
                filled.add(filled(argument, parameters));
            }
            return variant(
                    new Variant(label, parameters, filled, Duration.ZERO, Optional.empty(), OptionalLong.empty()));
        }

        /** In one pass: what stands in a value is not filled again. */
        private static String filled(String argument, Map<String, Parameter> parameters) {
            return PLACE.matcher(argument).replaceAll(found -> {
                Parameter value = parameters.get(found.group(1));
                return Matcher.quoteReplacement(value == null ? found.group() : value.format());
            });
        }

        /** Adds a variant with all that is known of it. */
        public Builder variant(Variant variant) {
            Objects.requireNonNull(variant, "variant must not be null");
            variants.add(variant);
            return this;
        }

        /** Adds a variant for each size, labelled by it; each argument {@code {size}} is replaced by the size. */
        public Builder sizes(List<Integer> sizes, String... arguments) {
            Names.present("sizes", sizes);
            Names.present("sizes", arguments);
            for (int size : sizes) {
                variant(Integer.toString(size), Map.of("size", Parameter.number(size)), arguments);
            }
            return this;
        }

        /**
         * A parameter and its values. With several parameters there is a variant for each combination of their values, labelled by
         * these; {@link #arguments}, and the environments' variables, input and directory, say with {@code {name}} what becomes of
         * them.
         *
         * @throws IllegalArgumentException if there is no value, one is given twice, or the parameter is
         */
        public Builder parameter(String name, Integer... values) {
            Objects.requireNonNull(name, "name of parameter must not be null");
            Names.present("parameter", values);
            return parameter(
                    name,
                    Stream.of(values).map(value -> Parameter.number(value)).toList());
        }

        /** The same for texts, such as names of files. */
        public Builder parameter(String name, String... values) {
            Objects.requireNonNull(name, "name of parameter must not be null");
            Names.present("parameter", values);
            return parameter(name, Stream.of(values).map(Parameter::text).toList());
        }

        /** The same for values of any kind. */
        public Builder parameter(String name, List<Parameter> values) {
            Names.present("parameter", values);
            crossing.add(Objects.requireNonNull(name, "parameter name must not be null"), values);
            return this;
        }

        /** What the program is given in each combination of the parameters: {@code {name}} is replaced by the value, without its unit. */
        public Builder arguments(String... arguments) {
            Names.present("arguments", arguments);
            this.arguments = List.of(arguments);
            return this;
        }

        /** What is measured of the program's life. */
        public Builder gate(Gate gate) {
            Objects.requireNonNull(gate, "gate must not be null");
            this.gate = gate;
            return this;
        }

        /**
         * How long the gate is expected to take: bounds the wait for its end and tells the suite's length.
         *
         * @throws IllegalArgumentException if not above zero
         */
        public Builder expected(Duration time) {
            Objects.requireNonNull(time, "expected must not be null");
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("expected time must be positive, was " + Quantities.format(time));
            }
            this.expected = Optional.of(time);
            return this;
        }

        /** Name of the metric that the workload is about, see {@link Workload#primaryMetric()}; the gate's length until told otherwise. */
        public Builder primaryMetric(String metric) {
            Objects.requireNonNull(metric, "primaryMetric must not be null");
            this.primaryMetric = Optional.of(metric);
            return this;
        }

        /** How the log is read: from the variant and the lines to figures. */
        public Builder log(BiFunction<Variant, List<String>, WorkloadResult> reader) {
            Objects.requireNonNull(reader, "log must not be null");
            this.reader = reader;
            return this;
        }

        /**
         * The workload.
         *
         * @throws IllegalArgumentException if a name breaks the rule or a label is given twice
         */
        public ProgramWorkload build() {
            return new ProgramWorkload(this);
        }
    }
}
