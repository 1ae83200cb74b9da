package io.krater.result;

import java.io.IOException;

/** Reads a string of a JSON document: UTF-8 without overlong or cut characters, escapes, no raw control characters. */
final class JsonText {
    /** Log lines and outputs are long, hostile ones longer. */
    private static final int LONGEST = 1 << 26;

    private static final int LONGEST_EXCERPT = 40;

    private final JsonBytes bytes;

    JsonText(JsonBytes bytes) {
        this.bytes = bytes;
    }

    /** Reads a string from its opening quote on, and consumes its closing one. */
    String read() throws IOException {
        bytes.take();
        int plain = bytes.plain();
        if (bytes.peek(plain) == '"') {
            String text = bytes.take(plain);
            bytes.step(1);
            return text;
        }
        StringBuilder text = new StringBuilder();
        while (true) {
            text.append(bytes.take(bytes.plain()));
            if (text.length() > LONGEST) {
                throw new DamagedFileException("a text of more than " + LONGEST + " characters " + bytes.where());
            }
            int next = bytes.take();
            if (next == '"') {
                return text.toString();
            }
            if (next == '\\') {
                escape(text);
            } else if (next >= 0x80) {
                text.appendCodePoint(character(next));
            } else if (next < ' ') {
                throw new DamagedFileException("a control character (" + next + ") within a text " + bytes.where());
            } else {
                text.append((char) next); // the first byte after the window moved on
            }
        }
    }

    private void escape(StringBuilder text) throws IOException {
        int kind = bytes.take();
        switch (kind) {
            case '"', '\\', '/' -> text.append((char) kind);
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'u' -> text.append((char) hexadecimal());
            default -> throw new DamagedFileException("an unknown escape within a text " + bytes.where());
        }
    }

    private int hexadecimal() throws IOException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(bytes.take(), 16);
            if (digit < 0) {
                throw new DamagedFileException("\\u needs four hexadecimal digits " + bytes.where());
            }
            value = value * 16 + digit;
        }
        return value;
    }

    /** A character of several bytes (RFC 3629), whose first is given. */
    private int character(int first) throws IOException {
        int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        int lowest = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
        int value = first & (0xFF >> (length + 1));
        for (int i = 1; i < length; i++) {
            int next = bytes.take();
            if ((next & 0xC0) != 0x80) {
                throw notText();
            }
            value = (value << 6) | (next & 0x3F);
        }
        boolean half = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
        if (first < 0xC2 || first > 0xF4 || value < lowest || value > Character.MAX_CODE_POINT || half) {
            throw notText();
        }
        return value;
    }

    private DamagedFileException notText() {
        return new DamagedFileException("bytes that are not UTF-8 " + bytes.where());
    }

    /** What stands here, for a message: up to 40 bytes, until a value may end. Consumes it. */
    String excerpt() throws IOException {
        StringBuilder text = new StringBuilder();
        bytes.ahead();
        if (bytes.peek() == '"') {
            bytes.step(1);
        }
        byte next = bytes.peek();
        while (text.length() < LONGEST_EXCERPT
                && next > ' '
                && next != '"'
                && (text.isEmpty() || ",]}".indexOf(next) < 0)) {
            text.append((char) next);
            bytes.step(1);
            next = bytes.peek();
        }
        return text.length() == LONGEST_EXCERPT ? text + "..." : text.toString();
    }
}
