package io.krater.result;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259, and {@code NaN} and {@code Infinity} as Python writes them) as a stream and says what is wrong and
 * where. Values never go through a tree, and numbers of a series never through an object: a million samples are loaded
 * while a person waits, most of that in {@link #numbers} and {@link KraterSamples}. Not thread-safe.
 */
final class JsonIn {
    private static final int DEEPEST = 1000;
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

    private final JsonBytes bytes;
    private final JsonNumber number;
    private final JsonText text;
    private final Deque<Step> path = new ArrayDeque<>();

    /** Whether a value begins here that was not read yet. */
    private boolean pending;

    private int depth;

    JsonIn(InputStream in) {
        bytes = new JsonBytes(in);
        number = new JsonNumber(bytes);
        text = new JsonText(bytes);
    }

    /** Takes one field of an object; what it leaves unread is skipped. */
    interface Field {
        void read(String name) throws IOException;
    }

    /** Takes one element of an array; what it leaves unread is skipped. */
    interface Element {
        void read() throws IOException;
    }

    /** How far an object or array has been read: the key, or the place of the element. */
    private static final class Step {
        private @Nullable String key;
        private int index;

        @Override
        public String toString() {
            String name = key;
            return name == null ? Integer.toString(index) : name;
        }
    }

    /** Moves to the document's value. */
    void begin() throws IOException {
        bytes.skipMark();
        if (bytes.space() < 0) {
            throw new DamagedFileException("the file is empty");
        }
        pending = true;
    }

    /** Makes sure that nothing follows the document. */
    void end() throws IOException {
        finish();
        if (bytes.space() >= 0) {
            throw damaged("the end of the file");
        }
    }

    void object(Field field) throws IOException {
        boolean more = openObject();
        Step step = new Step();
        path.addLast(step);
        while (more) {
            String name = key();
            step.key = name;
            field.read(name);
            more = another();
        }
        path.removeLast();
    }

    /** Enters an object; whether it has a key. */
    boolean openObject() throws IOException {
        return open('{', '}', "an object");
    }

    /** Reads a key and stands at its value. */
    private String key() throws IOException {
        if (bytes.space() != '"') {
            throw damaged("a key");
        }
        String name = text.read();
        colon();
        return name;
    }

    /**
     * Reads a key and stands at its value.
     *
     * @param known keys in quotes
     * @param guess the one that is likely
     * @return its place among those known, -1 if it is none of them
     */
    int key(byte[][] known, int guess) throws IOException {
        if (bytes.space() != '"') {
            throw damaged("a key");
        }
        bytes.ahead();
        int found = guess;
        if (!bytes.takes(known[guess])) {
            found = -1;
            for (int i = 0; i < known.length && found < 0; i++) {
                found = bytes.takes(known[i]) ? i : -1;
            }
            if (found < 0) {
                text.read();
            }
        }
        colon();
        return found;
    }

    private void colon() throws IOException {
        if (bytes.space() != ':') {
            throw damaged("\":\"");
        }
        bytes.step(1);
        value();
    }

    private void value() throws IOException {
        if (bytes.space() < 0) {
            throw bytes.tooShort();
        }
        pending = true;
    }

    /** Moves on to an object's next key; whether there is one. */
    boolean another() throws IOException {
        return more('}');
    }

    void array(Element element) throws IOException {
        boolean more = openArray();
        Step step = new Step();
        path.addLast(step);
        while (more) {
            value();
            element.read();
            more = more(']');
            step.index++;
        }
        path.removeLast();
    }

    /** Enters an array; whether it has an element. */
    private boolean openArray() throws IOException {
        return open('[', ']', "an array");
    }

    private boolean open(char begin, char end, String what) throws IOException {
        expect(begin, what);
        bytes.step(1);
        depth++;
        if (depth > DEEPEST) {
            throw new DamagedFileException("deeper than " + DEEPEST + " levels " + where());
        }
        boolean empty = bytes.space() == end;
        if (empty) {
            bytes.step(1);
            depth--;
        }
        return !empty;
    }

    private boolean more(char end) throws IOException {
        finish();
        int next = bytes.space();
        if (next == end) {
            bytes.step(1);
            depth--;
            return false;
        }
        if (next != ',') {
            throw damaged("\",\" or \"" + end + "\"");
        }
        bytes.step(1);
        return true;
    }

    /** Reads what was left unread. */
    private void finish() throws IOException {
        if (pending) {
            skip();
        }
    }

    void skip() throws IOException {
        switch (bytes.space()) {
            case '{' -> object(name -> skip());
            case '[' -> array(this::skip);
            case '"' -> string();
            case 't', 'f' -> flag();
            case 'n' -> literal(NULL, "a value");
            default -> decimal();
        }
    }

    boolean isArray() throws IOException {
        return bytes.space() == '[';
    }

    boolean isObject() throws IOException {
        return bytes.space() == '{';
    }

    boolean isText() throws IOException {
        return bytes.space() == '"';
    }

    boolean isNull() throws IOException {
        return bytes.space() == 'n';
    }

    boolean isNumber() throws IOException {
        return number.isNext();
    }

    private void literal(byte[] expected, String what) throws IOException {
        bytes.ahead();
        if (!bytes.takes(expected)) {
            throw damaged(what);
        }
        pending = false;
    }

    String string() throws IOException {
        expect('"', "a string");
        return text.read();
    }

    /** A whole number, exact; one beyond 64 bits is refused. */
    long integer() throws IOException {
        if (!number.readWhole()) {
            throw damaged("a whole number");
        }
        pending = false;
        return number.whole();
    }

    int smallInteger() throws IOException {
        long value = integer();
        if (value != (int) value) {
            throw new DamagedFileException(value + " is out of the range of 32 bits " + where());
        }
        return (int) value;
    }

    double decimal() throws IOException {
        if (!number.isNext()) {
            throw damaged("a number");
        }
        pending = false;
        return number.decimal();
    }

    /** A figure that is not negative by nature, rounded to a whole one; {@link Long#MIN_VALUE} where null, NaN or out of range. */
    long figure() throws IOException {
        if (number.readWhole()) {
            pending = false;
            return number.whole();
        }
        if (isNull()) {
            literal(NULL, "a number or null");
            return Long.MIN_VALUE;
        }
        double value = decimal();
        return Math.abs(value) < 0x1p63 ? Math.round(value) : Long.MIN_VALUE;
    }

    /** Unix seconds with decimals as nanoseconds; {@link Long#MIN_VALUE} where null, NaN or out of range. */
    long unixSeconds() throws IOException {
        if (isNull()) {
            literal(NULL, "a time in seconds");
            return Long.MIN_VALUE;
        }
        if (!number.isNext()) {
            throw damaged("a time in seconds");
        }
        pending = false;
        return number.unixSeconds();
    }

    /**
     * Reads an array of whole numbers.
     *
     * @param deltas whether each is a difference to the number before; the sums are kept
     * @param absent what null stands for; null is refused where it is empty
     */
    LongColumn numbers(boolean deltas, @Nullable Long absent) throws IOException {
        LongColumn column = new LongColumn();
        long before = 0;
        boolean more = openArray();
        while (more) {
            bytes.space();
            if (number.readWhole()) {
                long value = before + number.whole();
                before = deltas ? value : 0;
                column.add(value);
            } else if (absent != null && isNull()) {
                literal(NULL, "a whole number or null");
                column.add(absent);
            } else {
                throw damaged(absent == null ? "a whole number" : "a whole number or null");
            }
            if (bytes.peek() == ',') {
                bytes.step(1);
            } else {
                more = more(']');
            }
        }
        return column;
    }

    boolean flag() throws IOException {
        boolean value = bytes.space() == 't';
        literal(value ? TRUE : FALSE, "true or false");
        return value;
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

    <E extends Enum<E>> E constant(Class<E> type) throws IOException {
        String name = string();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(name)) {
                return constant;
            }
        }
        throw new DamagedFileException("unknown " + type.getSimpleName() + " \"" + name + "\" " + where());
    }

    private void expect(char first, String what) throws IOException {
        if (bytes.space() != first) {
            throw damaged(what);
        }
        pending = false;
    }

    DamagedFileException damaged(String expected) throws IOException {
        if (bytes.space() < 0) {
            return new DamagedFileException("the file ends too early, expected " + expected + " " + where());
        }
        String place = where();
        return new DamagedFileException("expected " + expected + " but found \"" + text.excerpt() + "\" " + place);
    }

    private String where() {
        if (path.isEmpty()) {
            return bytes.where();
        }
        StringJoiner pointer = new StringJoiner("/", "/", "");
        path.forEach(step -> pointer.add(step.toString()));
        return bytes.where() + " (" + pointer + ")";
    }

    /** A value that a format demands. */
    static <T> T required(@Nullable T value, String key) throws DamagedFileException {
        if (value == null) {
            throw new DamagedFileException("\"" + key + "\" is missing");
        }
        return value;
    }
}
