package io.krater.suite;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills {@code {name}} in text with the values of a variant's parameters; what is no parameter stays as it is. */
final class Placeholders {
    private static final Pattern PLACE = Pattern.compile("\\{([^{}\\s]+)}");

    private final Map<String, String> values;

    Placeholders(Map<String, String> values) {
        this.values = values;
    }

    static Placeholders of(Variant variant) {
        return new Placeholders(values(variant));
    }

    static Map<String, String> values(Variant variant) {
        Map<String, String> values = new LinkedHashMap<>();
        variant.parameters().forEach((name, value) -> values.put(name, value.format()));
        return values;
    }

    /** In one pass: what stands in a value is not filled again. */
    String fill(String text) {
        if (values.isEmpty() || text.indexOf('{') < 0) {
            return text;
        }
        return PLACE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    List<String> fill(List<String> words) {
        return words.stream().map(this::fill).toList();
    }

    Map<String, String> fill(Map<String, String> texts) {
        Map<String, String> filled = new LinkedHashMap<>();
        texts.forEach((key, text) -> filled.put(key, fill(text)));
        return filled;
    }
}
