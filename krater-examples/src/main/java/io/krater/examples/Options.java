package io.krater.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Options of an example: {@code --name value} pairs out of a known set. */
final class Options {
    private final Map<String, String> values = new LinkedHashMap<>();

    Options(List<String> words, Set<String> known) {
        List<String> rest = new ArrayList<>(words);
        while (!rest.isEmpty()) {
            String word = rest.remove(0);
            if (!word.startsWith("--") || !known.contains(word.substring(2))) {
                throw new IllegalArgumentException("unknown option \"" + word + "\"");
            }
            if (rest.isEmpty()) {
                throw new IllegalArgumentException("option " + word + " needs a value");
            }
            values.put(word.substring(2), rest.remove(0));
        }
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** What was given for an option; empty where it was not. */
    Optional<String> given(String name) {
        return Optional.ofNullable(values.get(name));
    }

    Path path(String name, String otherwise) {
        return Path.of(text(name, otherwise));
    }

    int number(String name, int otherwise) {
        String text = text(name, Integer.toString(otherwise));
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("--" + name + " must be a whole number, was \"" + text + "\"", wrong);
        }
    }

    int[] numbers(String name, int... otherwise) {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        String[] parts = text.split(",", -1);
        int[] numbers = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                numbers[i] = Integer.parseInt(parts[i].trim());
            } catch (NumberFormatException wrong) {
                throw new IllegalArgumentException(
                        "--" + name + " must be whole numbers with commas between, was \"" + text + "\"", wrong);
            }
        }
        return numbers;
    }
}
