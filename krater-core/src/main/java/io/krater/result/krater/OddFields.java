package io.krater.result.krater;

import io.krater.result.json.JsonIn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fields of a file whose values are not what the format says: each costs itself, and a sentence for all of its name. */
final class OddFields {
    private static final int NAMES = 50;

    private final Map<String, Oddity> byField = new LinkedHashMap<>();
    private int others;

    private record Oddity(String wanted, String first, int count) {}

    /** Notes the field whose value is the current token, and skips the value. */
    void skip(String field, String wanted, JsonIn in) throws IOException {
        String found = in.token().isScalarValue() ? in.excerpt() : in.token().isStructStart() ? "{...}" : "?";
        in.skip();
        Oddity before = byField.get(field);
        if (before != null) {
            byField.put(field, new Oddity(wanted, before.first(), before.count() + 1));
        } else if (byField.size() < NAMES) {
            byField.put(field, new Oddity(wanted, found, 1));
        } else {
            others++;
        }
    }

    List<String> sentences(Path file) {
        List<String> sentences = new java.util.ArrayList<>();
        byField.forEach((field, odd) -> sentences.add(file + ": \"" + field + "\" is not " + odd.wanted() + " in "
                + odd.count() + (odd.count() == 1 ? " place" : " places") + " (first: " + odd.first()
                + ") and counts as absent there"));
        if (others > 0) {
            sentences.add(file + ": " + others + " more fields are odd and count as absent");
        }
        return sentences;
    }
}
