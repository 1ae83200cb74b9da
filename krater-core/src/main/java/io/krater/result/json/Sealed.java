package io.krater.result.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A file of the record that ends in a checksum of what stands before it, so that a changed bit is noticed:
 *
 * <pre>
 * {
 *  "schema": "krater-trial/2",
 *  ...
 *  "facts": {...},
 *  "crc32": "1c291ca3"
 * }
 * </pre>
 *
 * <p>CRC-32 (as of zlib and PNG) of all bytes before the comma that ends the last line but two, in eight hexadecimal digits. A file
 * without that line is read unchecked: older versions wrote none, and who changes a file by hand removes it.
 */
final class Sealed {
    private static final String KEY = "crc32";
    private static final Pattern END = Pattern.compile(",\n \"" + KEY + "\": \"([0-9a-f]{8})\"\n}\n");
    private static final int END_LENGTH = (",\n \"" + KEY + "\": \"01234567\"\n}\n").length();
    private static final String HOW = " (whoever changes a file of results by hand removes its line \"" + KEY + "\")";

    private Sealed() {}

    /** Reads the document's fields. */
    interface Document {
        /** Reads the field, whose value is the current token. */
        void field(String name) throws IOException;
    }

    /** Makes a value of a document. */
    interface Reading<T> {
        /** Reads the document by {@link #root}. */
        T from(JsonIn in) throws IOException;
    }

    /** Writes a document but for its end. */
    interface Writing {
        /** Writes all fields into the object that is open. */
        void to(JsonGenerator json) throws IOException;
    }

    /** Writes an object and its checksum; the stream stays open. */
    static void write(OutputStream out, int brokenDepth, Writing fields) throws IOException {
        Summing summing = new Summing(out);
        try (JsonGenerator json = JsonOut.to(summing, brokenDepth)) {
            json.writeStartObject();
            fields.to(json);
            json.flush();
            json.writeStringField(KEY, hex(summing.sum));
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    /**
     * Reads a file and compares its checksum.
     *
     * @throws DamagedFileException or Jackson's own exception if the content is not what was written
     */
    static <T> T read(Path file, Reading<T> reading) throws IOException {
        requireFile(file);
        // not a channel: an interrupted thread can read to the end
        try (RandomAccessFile whole = new RandomAccessFile(file.toFile(), "r");
                InputStream stream = new FileInputStream(whole.getFD())) {
            byte[] end = new byte[(int) Math.min(END_LENGTH, whole.length())];
            long before = whole.length() - end.length;
            whole.seek(before);
            whole.readFully(end);
            whole.seek(0);
            return read(stream, before, end, reading);
        }
    }

    /** Opening a pipe would wait for somebody who writes to it. */
    private static void requireFile(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new DamagedFileException(
                        "it is no file but a " + (attributes.isDirectory() ? "folder" : "pipe or a device"));
            }
        } catch (NoSuchFileException gone) {
            if (Files.isSymbolicLink(file)) {
                throw new DamagedFileException("it is a link that leads nowhere", gone);
            }
            throw gone;
        }
    }

    /** Reads what is in memory. */
    static <T> T read(byte[] content, Reading<T> reading) throws IOException {
        int before = Math.max(0, content.length - END_LENGTH);
        byte[] end = java.util.Arrays.copyOfRange(content, before, content.length);
        return read(new ByteArrayInputStream(content), before, end, reading);
    }

    private static <T> T read(InputStream stream, long before, byte[] end, Reading<T> reading) throws IOException {
        Matcher matcher = END.matcher(new String(end, StandardCharsets.ISO_8859_1));
        Optional<String> sealed = matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
        Counting counting = new Counting(stream, before);
        try (JsonIn in = new JsonIn(counting)) {
            T value = reading.from(in);
            if (sealed.isPresent()) {
                counting.compare(sealed.get());
            } else if (in.sawSeal()) {
                throw new DamagedFileException("its checksum does not stand where it was written" + HOW);
            }
            return value;
        } catch (OtherSchemaException other) {
            // what another version wrote is left alone, but a changed bit makes another version of any
            throw sealed.isPresent() && !counting.agrees(sealed.get()) ? other.orChanged() : other;
        } catch (RuntimeException bound) {
            // the types refuse what breaks their bounds
            throw new DamagedFileException(String.valueOf(bound.getMessage()), bound);
        }
    }

    /** Reads the object that a document is, whose first key is the schema. */
    static void root(JsonIn in, String schema, Document document) throws IOException {
        in.begin();
        Schema first = new Schema(schema);
        in.object(name -> {
            if (first.accepts(name, in)) {
                return;
            }
            if (isAlmostKey(name)) {
                in.seal();
                in.skip();
            } else {
                document.field(name);
            }
        });
        in.end();
    }

    /** The key, or what a changed bit makes of it. */
    private static boolean isAlmostKey(String name) {
        int different = 0;
        for (int i = 0; i < KEY.length() && i < name.length(); i++) {
            different += name.charAt(i) == KEY.charAt(i) ? 0 : 1;
        }
        return name.length() == KEY.length() && different <= 1;
    }

    private static String hex(CRC32 sum) {
        return String.format(java.util.Locale.ROOT, "%08x", sum.getValue());
    }

    private static final class Summing extends FilterOutputStream {
        private final CRC32 sum = new CRC32();

        Summing(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            sum.update(value);
            out.write(value);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            sum.update(bytes, from, length);
            out.write(bytes, from, length);
        }
    }

    /** Sums up the bytes before the end. */
    private static final class Counting extends FilterInputStream {
        private final CRC32 sum = new CRC32();
        private long left;

        Counting(InputStream in, long before) {
            super(in);
            this.left = before;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = in.read(bytes, from, length);
            if (read > 0) {
                int counted = (int) Math.min(left, read);
                sum.update(bytes, from, counted);
                left -= counted;
            }
            return read;
        }

        @Override
        public void close() {
            // the parser closes what it has read to its end; whoever opened the file closes it
        }

        boolean agrees(String sealed) throws IOException {
            byte[] rest = new byte[1 << 13];
            while (read(rest, 0, rest.length) >= 0) {
                // to the end, which the reader may not have come to
            }
            return hex(sum).equals(sealed);
        }

        void compare(String sealed) throws IOException {
            if (!agrees(sealed)) {
                throw new DamagedFileException("its checksum is " + sealed + " and should be " + hex(sum)
                        + ": it was changed after it was written" + HOW);
            }
        }
    }
}
