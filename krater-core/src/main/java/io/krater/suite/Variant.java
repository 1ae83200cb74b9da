package io.krater.suite;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One way to run the workload: a size, with or without warm-up. A cell of the result is an environment times a variant.
 *
 * @param label key in results, such as {@code 256_w}; 1 to 63 letters, digits, {@code _} or {@code -}
 * @param parameters what the label stands for, such as size = 256, for tables
 * @param arguments what the program is given
 * @param warmup expected time from the program's start to the gate's opening
 * @param gateTime expected length of the gate; empty where it is not known beforehand
 * @param dataBytes memory that the workload's own data need, in bytes; empty where not known
 */
public record Variant(
        String label,
        Map<String, Parameter> parameters,
        List<String> arguments,
        Duration warmup,
        Optional<Duration> gateTime,
        OptionalLong dataBytes) {

    /**
     * Checks the names and copies the collections.
     *
     * @throws IllegalArgumentException if the label breaks the rule or a parameter's name is blank
     */
    public Variant {
        Names.check("variant label", label);
        parameters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        for (String name : parameters.keySet()) {
            if (name.isBlank()) {
                throw new IllegalArgumentException(
                        "a parameter of variant " + label + " needs a name, was \"" + name + "\"");
            }
        }
        arguments = List.copyOf(arguments);
    }

    /** A variant of which nothing is known but its label and arguments. */
    public static Variant of(String label, String... arguments) {
        return new Variant(label, Map.of(), List.of(arguments), Duration.ZERO, Optional.empty(), OptionalLong.empty());
    }

    /** The same with another parameter, or with another value of one that it has. */
    public Variant with(String name, Parameter value) {
        Map<String, Parameter> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new Variant(label, more, arguments, warmup, gateTime, dataBytes);
    }

    /** The number that a parameter is; empty where there is none of this name, or it is text. */
    public OptionalDouble number(String parameter) {
        Parameter value = parameters.get(parameter);
        return value == null ? OptionalDouble.empty() : value.asNumber();
    }

    /** The expected time from the program's start to the gate's end; a minute where nothing is known. */
    public Duration expected() {
        return warmup.plus(gateTime.orElse(Duration.ofMinutes(1)));
    }
}
