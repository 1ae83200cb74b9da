package io.krater.result.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON as a stream and says what is wrong and where. Values never go through a tree. */
public final class JsonIn implements AutoCloseable {
    private final JsonParser parser;
    private boolean seal;

    public JsonIn(InputStream in) throws IOException {
        parser = JsonOut.FACTORY.createParser(in);
    }

    /** Takes one field of an object; the value is the current token and must be read or skipped. */
    public interface Field {
        void read(String name) throws IOException;
    }

    /** Takes one element of an array; it is the current token. */
    public interface Element {
        void read() throws IOException;
    }

    /** Moves to the document's first token. */
    public void begin() throws IOException {
        if (parser.nextToken() == null) {
            throw new DamagedFileException("the file is empty");
        }
    }

    /** Makes sure that nothing follows the document. */
    public void end() throws IOException {
        if (parser.nextToken() != null) {
            throw damaged("end of file");
        }
    }

    /** Notes that a checksum was met. */
    void seal() {
        seal = true;
    }

    /** Whether a checksum was met. */
    boolean sawSeal() {
        return seal;
    }

    public JsonToken token() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new DamagedFileException("the file ends too early");
        }
        return token;
    }

    public JsonToken next() throws IOException {
        if (parser.nextToken() == null) {
            throw new DamagedFileException("the file ends too early");
        }
        return token();
    }

    public void object(Field field) throws IOException {
        expect(JsonToken.START_OBJECT, "an object");
        String name;
        while ((name = parser.nextFieldName()) != null) {
            next();
            field.read(name);
        }
        if (!parser.hasToken(JsonToken.END_OBJECT)) {
            throw damaged("a key or the end of an object");
        }
    }

    public void array(Element element) throws IOException {
        expect(JsonToken.START_ARRAY, "an array");
        while (next() != JsonToken.END_ARRAY) {
            element.read();
        }
    }

    public void skip() throws IOException {
        parser.skipChildren();
    }

    public boolean isNull() {
        return parser.hasToken(JsonToken.VALUE_NULL);
    }

    public String string() throws IOException {
        expect(JsonToken.VALUE_STRING, "a string");
        return parser.getText();
    }

    /** A whole number, exact; one beyond 64 bits is refused. */
    public long integer() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
        return parser.getLongValue();
    }

    int smallInteger() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
        return parser.getIntValue();
    }

    public double decimal() throws IOException {
        if (!token().isNumeric()) {
            throw damaged("a number");
        }
        return parser.getDoubleValue();
    }

    /** Unix seconds with decimals as nanoseconds; {@link Long#MIN_VALUE} where null, NaN or out of range. */
    public long unixSeconds() throws IOException {
        if (isNull()) {
            return Long.MIN_VALUE;
        }
        if (!token().isNumeric()) {
            throw damaged("a time in seconds");
        }
        if (parser.isNaN()) {
            return Long.MIN_VALUE;
        }
        try {
            return UnixSeconds.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        } catch (ArithmeticException | NumberFormatException outOfRange) {
            return Long.MIN_VALUE; // no time that a sample or phase could have
        }
    }

    public boolean flag() throws IOException {
        if (!token().isBoolean()) {
            throw damaged("true or false");
        }
        return parser.getBooleanValue();
    }

    List<String> strings() throws IOException {
        List<String> list = new ArrayList<>();
        array(() -> list.add(string()));
        return list;
    }

    Map<String, String> stringMap() throws IOException {
        Map<String, String> map = new LinkedHashMap<>();
        object(name -> map.put(name, string()));
        return map;
    }

    public <E extends Enum<E>> E constant(Class<E> type) throws IOException {
        String text = string();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        throw new DamagedFileException("unknown " + type.getSimpleName() + " \"" + text + "\" " + where());
    }

    private void expect(JsonToken token, String what) throws IOException {
        if (!parser.hasToken(token)) {
            throw damaged(what);
        }
    }

    public DamagedFileException damaged(String expected) throws IOException {
        return new DamagedFileException("expected " + expected + " but found "
                + (parser.currentToken() == null ? "the end of the file" : "\"" + excerpt() + "\"") + " " + where());
    }

    /** The beginning of the current token's text. */
    public String excerpt() throws IOException {
        String text = parser.getText();
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }

    private String where() {
        return "at line " + parser.currentLocation().getLineNr() + ", column "
                + parser.currentLocation().getColumnNr()
                + (parser.getParsingContext().pathAsPointer().length() == 0
                        ? ""
                        : " (" + parser.getParsingContext().pathAsPointer() + ")");
    }

    public JsonParser parser() {
        return parser;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    /** A value that a format demands. */
    static <T> T required(@Nullable T value, String key) throws DamagedFileException {
        if (value == null) {
            throw new DamagedFileException("\"" + key + "\" is missing");
        }
        return value;
    }
}
