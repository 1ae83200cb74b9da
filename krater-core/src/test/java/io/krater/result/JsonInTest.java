package io.krater.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader agrees with Jackson on what is JSON and what it says, whole or damaged, however its bytes arrive. */
class JsonInTest {
    private static final ObjectMapper JACKSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String DOCUMENT =
            "{\"a\": [1, -2, 0, 1234567890123456789, -9223372036854775808, 1.5e-3, -0.0],\n"
                    + " \"b\\u00e4\\n\\\"\": {\"x\": null, \"y\": [true, false, []], \"\": {}},\r\n\t\"text\": \"ä€𝄞 \\/ \\\\ \\ud834\\udd1e\","
                    + "\"n\": NaN, \"i\": -Infinity, \"t\": 1763700007.1234567}";

    @Test
    void readsWhatJacksonReads() throws IOException {
        assertThat(read(DOCUMENT.getBytes(StandardCharsets.UTF_8), 1 << 20)).isEqualTo(jackson(DOCUMENT));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 63, 64, 65})
    void readsTheSameHoweverTheBytesArrive(int atOnce) throws IOException {
        assertThat(read(DOCUMENT.getBytes(StandardCharsets.UTF_8), atOnce)).isEqualTo(jackson(DOCUMENT));
    }

    @Test
    void readsDocumentsLongerThanItsWindow() throws IOException {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder("[");
        while (text.length() < 300_000) {
            text.append(text.length() > 1 ? "," : "").append(" ".repeat(random.nextInt(5)));
            switch (random.nextInt(4)) {
                case 0 -> text.append(random.nextLong());
                case 1 -> text.append(random.nextGaussian());
                case 2 ->
                    text.append('"').append("xä\\n".repeat(random.nextInt(40))).append('"');
                default -> text.append("{\"key\": [").append(random.nextInt()).append("]}");
            }
        }
        String document = text.append(']').toString();
        assertThat(read(document.getBytes(StandardCharsets.UTF_8), 1 << 20)).isEqualTo(jackson(document));
        String longText = '"' + "0123456789".repeat(20_000) + '"';
        assertThat(read(longText.getBytes(StandardCharsets.UTF_8), 1 << 20)).isEqualTo(jackson(longText));
    }

    @Test
    void takesAndRefusesWhatJacksonTakesAndRefuses() {
        byte[] plain = DOCUMENT.replaceAll("[^\\x00-\\x7f]", "u").getBytes(StandardCharsets.US_ASCII);
        byte[] signs = "{}[]\",:\\ 0123456789-+.eEtrufalsn\n\t\u0001/bx".getBytes(StandardCharsets.US_ASCII);
        Random random = new Random(11);
        int taken = 0;
        for (int i = 0; i < 15_000; i++) {
            byte[] changed = plain.clone();
            for (int c = random.nextInt(3); c >= 0; c--) {
                changed[random.nextInt(changed.length)] = signs[random.nextInt(signs.length)];
            }
            if (random.nextInt(4) == 0) {
                changed = Arrays.copyOf(changed, random.nextInt(changed.length));
            }
            String text = new String(changed, StandardCharsets.US_ASCII);
            @Nullable Object theirs = orNull(() -> jackson(text));
            byte[] bytes = changed;
            @Nullable Object ours = orNull(() -> read(bytes, 1 + bytes.length / 2));
            assertThat(ours).as(text).isEqualTo(theirs);
            taken += theirs == null ? 0 : 1;
        }
        assertThat(taken).isBetween(1_000, 14_000);
    }

    private interface Reading {
        Object read() throws IOException;
    }

    private static @Nullable Object orNull(Reading reading) {
        try {
            return reading.read();
        } catch (IOException damaged) {
            return null;
        }
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        Random random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] inner = new byte[1 + random.nextInt(5)];
            for (int b = 0; b < inner.length; b++) {
                inner[b] = (byte) (0x80 | random.nextInt(0x80));
            }
            byte[] bytes = new byte[inner.length + 3];
            System.arraycopy(inner, 0, bytes, 1, inner.length);
            bytes[0] = '"';
            bytes[inner.length + 1] = 'x';
            bytes[inner.length + 2] = '"';
            @Nullable
            Object expected = orNull(() -> "text "
                    + StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(java.nio.ByteBuffer.wrap(inner))
                            .toString()
                    + "x");
            @Nullable Object ours = orNull(() -> read(bytes, 100));
            assertThat(ours).as(Arrays.toString(inner)).isEqualTo(expected);
            refused += expected == null ? 1 : 0;
        }
        assertThat(refused).isBetween(5_000, 19_990);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": {\"b\": [1, \"x\"]}} | expected a whole number but found \"x\" at line 1, column 17 (/a/b/1)",
                "{\"a\": 1.5} | expected an object but found \"1.5\" at line 1, column 7 (/a)",
                "{\"a\": {\"b\": 7}} | expected an array but found \"7\" at line 1, column 13 (/a/b)",
                "{\"a\" 1} | expected \":\" but found \"1\" at line 1, column 6 (/null)",
                "{\"a\": {\"b\": [1 | the file ends too early",
                "{\"a\": {\"b\": [99999999999999999999]}} | expected a whole number but found \"99999999999999999999\" at line 1",
                "{\"a\": {\"b\": [01]}} | expected a whole number but found \"01\"",
                "{\"a\": {}} x | expected the end of the file but found \"x\" at line 1, column 11"
            })
    void saysWhatWasExpectedAndWhere(String document, String message) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> {
                    JsonIn in = new JsonIn(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
                    in.begin();
                    in.object(a -> in.object(b -> in.array(in::integer)));
                    in.end();
                })
                .withMessageContaining(message.replace(" (/null)", ""));
    }

    @Test
    void readsTimesToTheNanosecondAndNothingElseAsATime() throws IOException {
        assertThat(times("[1763700007.1234567, 0.000000001, 5, 1763700007, 1e3, -1.5, 12345678901.5]"))
                .containsExactly(
                        1_763_700_007_123_456_700L,
                        1L,
                        5_000_000_000L,
                        1_763_700_007_000_000_000L,
                        1_000_000_000_000L,
                        -1_500_000_000L,
                        Long.MIN_VALUE);
        assertThat(times("[null, NaN, Infinity, 1e99999999999, 1e400, 0.1234567891, 0.5e1]"))
                .containsExactly(
                        Long.MIN_VALUE,
                        Long.MIN_VALUE,
                        Long.MIN_VALUE,
                        Long.MIN_VALUE,
                        Long.MIN_VALUE,
                        123_456_789L,
                        5_000_000_000L);
    }

    private static List<Long> times(String document) throws IOException {
        JsonIn in = new JsonIn(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
        List<Long> times = new ArrayList<>();
        in.begin();
        in.array(() -> times.add(in.unixSeconds()));
        in.end();
        return times;
    }

    @Test
    void aFigureThatIsNoNumberIsAbsentAndNeverZero() throws IOException {
        JsonIn in = new JsonIn(
                new ByteArrayInputStream("[1, 1.5, NaN, null, Infinity, 1e30, -7]".getBytes(StandardCharsets.UTF_8)));
        List<Long> figures = new ArrayList<>();
        in.begin();
        in.array(() -> figures.add(in.figure()));
        assertThat(figures)
                .containsExactly(1L, 2L, Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE, -7L);
    }

    @Test
    void refusesWhatWouldTakeAllMemoryOrStack() {
        byte[] deep = "[".repeat(5000).getBytes(StandardCharsets.US_ASCII);
        assertThatExceptionOfType(DamagedFileException.class)
                .isThrownBy(() -> read(deep, 1 << 20))
                .withMessageContaining("deeper than 1000 levels");
        byte[] digits = "1".repeat(5000).getBytes(StandardCharsets.US_ASCII);
        assertThatExceptionOfType(DamagedFileException.class)
                .isThrownBy(() -> read(digits, 1 << 20))
                .withMessageContaining("more than 1000 characters");
    }

    /** The document as maps, lists, texts, numbers and flags, by the library's reader. */
    private static Object read(byte[] bytes, int atOnce) throws IOException {
        JsonIn in = new JsonIn(new Slow(bytes, atOnce));
        in.begin();
        Object value = value(in);
        in.end();
        return value;
    }

    private static Object value(JsonIn in) throws IOException {
        if (in.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            in.object(name -> map.put(name, value(in)));
            return map;
        }
        if (in.isArray()) {
            List<Object> list = new ArrayList<>();
            in.array(() -> list.add(value(in)));
            return list;
        }
        if (in.isNumber()) {
            return in.decimal() + 0.0; // -0 is 0
        }
        if (in.isNull()) {
            in.skip();
            return "null";
        }
        return in.isText() ? "text " + in.string() : (Object) in.flag();
    }

    private static Object jackson(String document) throws IOException {
        JsonNode tree = JACKSON.readTree(document);
        if (tree.isMissingNode()) {
            throw new IOException("empty");
        }
        return value(tree);
    }

    private static Object value(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().forEach(field -> map.put(field.getKey(), value(field.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(element -> list.add(value(element)));
            return list;
        }
        if (node.isNumber()) {
            return node.doubleValue() + 0.0;
        }
        return node.isNull() ? "null" : node.isTextual() ? "text " + node.textValue() : (Object) node.booleanValue();
    }

    /** Gives a few bytes at a time, as a pipe may. */
    private static final class Slow extends InputStream {
        private final ByteArrayInputStream bytes;
        private final int atOnce;

        Slow(byte[] bytes, int atOnce) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.atOnce = atOnce;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return bytes.read(into, offset, Math.min(atOnce, length));
        }
    }
}
