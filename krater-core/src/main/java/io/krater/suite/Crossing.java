package io.krater.suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A variant for each combination of several parameters' values. */
final class Crossing {
    private static final int LONGEST = 40;
    private static final int MOST = 10_000;

    private final Map<String, List<Parameter>> axes = new LinkedHashMap<>();

    boolean isEmpty() {
        return axes.isEmpty();
    }

    void add(String name, List<Parameter> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("parameter " + name + " needs at least one value, had none");
        }
        if (new HashSet<>(values).size() < values.size()) {
            throw new IllegalArgumentException("values of parameter " + name + " must be distinct, were " + values);
        }
        if (axes.put(name, List.copyOf(values)) != null) {
            throw new IllegalArgumentException("parameter " + name + " was given twice");
        }
        long cells = axes.values().stream().mapToLong(List::size).reduce(1, Math::multiplyExact);
        if (cells > MOST) {
            throw new IllegalArgumentException(
                    "parameters make at most " + MOST + " variants, " + axes.keySet() + " make " + cells);
        }
    }

    /** The last parameter's value changes first. */
    List<Variant> variants(List<String> arguments) {
        List<Map<String, Parameter>> rows = new ArrayList<>(List.of(Map.of()));
        axes.forEach((name, values) -> {
            List<Map<String, Parameter>> longer = new ArrayList<>();
            for (Map<String, Parameter> row : rows) {
                for (Parameter value : values) {
                    Map<String, Parameter> next = new LinkedHashMap<>(row);
                    next.put(name, value);
                    longer.add(next);
                }
            }
            rows.clear();
            rows.addAll(longer);
        });
        Set<String> taken = new HashSet<>();
        return rows.stream().map(row -> variant(row, arguments, taken)).toList();
    }

    private static Variant variant(Map<String, Parameter> row, List<String> arguments, Set<String> taken) {
        String label = label(row);
        String free = label;
        for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
            free = label + "-" + i;
        }
        Variant bare = new Variant(free, row, List.of(), Duration.ZERO, Optional.empty(), OptionalLong.empty());
        return new Variant(
                free,
                row,
                Placeholders.of(bare).fill(arguments),
                Duration.ZERO,
                Optional.empty(),
                OptionalLong.empty());
    }

    /** The values, of paths the last part, as far as a label may hold them. */
    private static String label(Map<String, Parameter> row) {
        List<String> words = row.values().stream()
                .map(value -> value.format().replaceAll(".*/(?=.)", "").replaceFirst("^-(?=[0-9])", "minus"))
                .toList();
        String label = trimmed(String.join("-", words).replaceAll("[^A-Za-z0-9_]+", "-"));
        String cut = trimmed(label.substring(0, Math.min(LONGEST, label.length())));
        return cut.isEmpty() ? "run" : cut;
    }

    private static String trimmed(String text) {
        return text.replaceAll("^[-_]+|[-_]+$", "");
    }
}
