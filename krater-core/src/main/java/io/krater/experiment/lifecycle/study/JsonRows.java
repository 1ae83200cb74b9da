package io.krater.experiment.lifecycle.study;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Documents as mongoexport writes them: one a line, or an array of them; what MongoDB types is wrapped
 * ({@code {"$oid": "602a..."}}, {@code {"$numberInt": "5000"}}, {@code {"$date": ...}}; MongoDB Extended JSON v2, canonical
 * and relaxed). Fields inside other fields are left out.
 */
final class JsonRows implements Rows {
    private final JsonParser parser;
    private final String file;
    private final Map<String, Integer> positions = new LinkedHashMap<>();
    private final List<@Nullable String> values = new ArrayList<>();
    private boolean peeked;
    private long line;

    JsonRows(InputStream in, String file) throws IOException {
        this.file = file;
        this.parser = new JsonFactory().createParser(in);
        peeked = read();
        if (!peeked) {
            throw new StudyFormatException(file, "has no documents");
        }
    }

    @Override
    public Set<String> columns() {
        return positions.keySet();
    }

    @Override
    public int column(String name) {
        // a later document may have what the first has not
        return positions.computeIfAbsent(name, unknown -> {
            values.add(null);
            return values.size() - 1;
        });
    }

    @Override
    public boolean next() throws IOException {
        if (peeked) {
            peeked = false;
            return true;
        }
        return read();
    }

    private boolean read() throws IOException {
        try {
            JsonToken token = parser.nextToken();
            while (token == JsonToken.START_ARRAY || token == JsonToken.END_ARRAY) {
                token = parser.nextToken();
            }
            if (token == null) {
                return false;
            }
            line = parser.currentTokenLocation().getLineNr();
            if (token != JsonToken.START_OBJECT) {
                throw bad("must be one document a line, as mongoexport writes them");
            }
            values.replaceAll(old -> null);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                String value = value();
                values.set(column(name), value);
            }
            return true;
        } catch (JsonProcessingException broken) {
            throw new StudyFormatException(
                    file + ", line " + broken.getLocation().getLineNr(),
                    "is no whole JSON document: " + broken.getOriginalMessage(),
                    broken);
        }
    }

    private @Nullable String value() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return wrapped();
        }
        if (token == JsonToken.START_ARRAY) {
            parser.skipChildren();
            return null;
        }
        return token == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    /** The text inside {@code {"$oid": text}} and its like; none of any other object. */
    private @Nullable String wrapped() throws IOException {
        String inner = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            boolean isDate = name.equals("$date");
            boolean isNumber = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                    || parser.currentToken() == JsonToken.START_OBJECT;
            String value = value();
            if (value != null && name.startsWith("$") && !name.equals("$ref") && !name.equals("$db")) {
                inner = isDate && isNumber ? seconds(value) : value;
            }
        }
        return inner;
    }

    /** A date of MongoDB is in milliseconds. */
    private String seconds(String milliseconds) throws StudyFormatException {
        OptionalDouble number = NumberText.number(milliseconds);
        if (number.isEmpty()) {
            throw bad("$date must be milliseconds, was \"" + milliseconds + "\"");
        }
        return Double.toString(number.getAsDouble() / 1000);
    }

    @Override
    public String text(int column) {
        String value = column < 0 ? null : values.get(column);
        return value == null ? "" : value;
    }

    @Override
    public int symbol(int column, Symbols symbols) {
        return symbols.of(text(column));
    }

    @Override
    public double number(int column) throws StudyFormatException {
        String text = text(column);
        double plain = NumberText.plain(text);
        if (!Double.isNaN(plain) || NumberText.isAbsent(text)) {
            return plain;
        }
        OptionalDouble number = NumberText.number(text);
        if (number.isEmpty()) {
            String name = positions.entrySet().stream()
                    .filter(entry -> entry.getValue() == column)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("a value");
            throw bad(NumberText.notANumber(name, text));
        }
        return number.getAsDouble();
    }

    @Override
    public String place() {
        return file + ", line " + line;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
