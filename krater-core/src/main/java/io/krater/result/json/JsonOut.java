package io.krater.result.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Map;

/** Writes JSON with a line for each key of the outer objects, so that people can look at it and tools can compare it. */
public final class JsonOut {
    /**
     * Log lines and outputs are long, hostile ones longer: text is bounded at 64 Mi characters. What is merely skipped costs no
     * more than itself, so that it may be nested deep and have long names and numbers.
     */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(1 << 26)
                    .maxNestingDepth(1 << 20)
                    .maxNameLength(1 << 20)
                    .maxNumberLength(1 << 16)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // Python writes NaN and Infinity as such
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private JsonOut() {}

    /** A generator that breaks lines in objects down to a depth, and leaves the stream open when closed. */
    public static JsonGenerator to(OutputStream out, int brokenDepth) throws IOException {
        JsonGenerator json = FACTORY.createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(new Lines(brokenDepth));
        return json;
    }

    static void strings(JsonGenerator json, String key, Map<String, String> map) throws IOException {
        json.writeObjectFieldStart(key);
        for (Map.Entry<String, String> entry : map.entrySet()) {
            json.writeStringField(whole(entry.getKey()), whole(entry.getValue()));
        }
        json.writeEndObject();
    }

    static void strings(JsonGenerator json, String key, Collection<String> values) throws IOException {
        json.writeArrayFieldStart(key);
        for (String value : values) {
            json.writeString(whole(value));
        }
        json.writeEndArray();
    }

    /** The same text with U+FFFD for halves of surrogate pairs, which UTF-8 cannot hold (a line cut in two leaves them). */
    public static String whole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints()
                        .map(point ->
                                point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }

    private static final class Lines implements PrettyPrinter {
        private final int brokenDepth;
        private int depth;

        Lines(int brokenDepth) {
            this.brokenDepth = brokenDepth;
        }

        @Override
        public void writeRootValueSeparator(JsonGenerator json) throws IOException {
            json.writeRaw('\n');
        }

        @Override
        public void writeStartObject(JsonGenerator json) throws IOException {
            json.writeRaw('{');
            depth++;
        }

        @Override
        public void beforeObjectEntries(JsonGenerator json) throws IOException {
            breakLine(json);
        }

        @Override
        public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
            json.writeRaw(':');
            if (depth <= brokenDepth) {
                json.writeRaw(' ');
            }
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
            json.writeRaw(',');
            breakLine(json);
        }

        @Override
        public void writeEndObject(JsonGenerator json, int entries) throws IOException {
            depth--;
            if (entries > 0 && depth < brokenDepth) {
                newLine(json);
            }
            json.writeRaw('}');
        }

        @Override
        public void writeStartArray(JsonGenerator json) throws IOException {
            json.writeRaw('[');
        }

        @Override
        public void beforeArrayValues(JsonGenerator json) {
            // values of an array share a line
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
            json.writeRaw(',');
        }

        @Override
        public void writeEndArray(JsonGenerator json, int values) throws IOException {
            json.writeRaw(']');
        }

        private void breakLine(JsonGenerator json) throws IOException {
            if (depth <= brokenDepth) {
                newLine(json);
            }
        }

        private void newLine(JsonGenerator json) throws IOException {
            json.writeRaw('\n');
            for (int i = 0; i < depth; i++) {
                json.writeRaw(' ');
            }
        }
    }
}
