package io.krater.cgroup.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.cgroup.RecordedTree;
import io.krater.sample.Column;
import io.krater.sample.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A million damaged files: no parser throws, and each figure is what a plain reading of the damaged file gives, or absent.
 * Every file is parsed by a fresh parser and by one that remembers where the undamaged file had its keys.
 */
class ParserFuzzTest {
    private static final int INPUTS = 1_000_000;
    private static final long SEED = 20_261_122;

    private static final List<String> DEVICES = List.of("", """
            8:16 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 dios=0
            """, """
            8:16 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 dios=0
            7:7 8:0 rbytes=90430464 wbytes=299008000 rios=8950 wios=1252 dbytes=50331648 dios=3021
            """);

    private final Random random = new Random(SEED);

    /** A file's name and content. */
    private record Original(String name, String content) {
        byte[] bytes() {
            return ascii(content);
        }
    }

    @Test
    void noDamageMakesAnExceptionOrAnInventedValue() throws IOException {
        List<Original> originals = originals();
        int values = 0;
        for (int i = 0; i < INPUTS; i++) {
            Original original = originals.get(random.nextInt(originals.size()));
            byte[] damaged = damage(original.bytes());
            String text = new String(damaged, StandardCharsets.ISO_8859_1);
            Map<Column, List<Long>> candidates = ReferenceParser.candidates(original.name(), text);

            FileParser parser = CgroupFormat.parser(original.name());
            Reading fresh = parse(parser, damaged);
            parse(parser, original.bytes());
            Reading remembering = parse(parser, damaged);
            for (Column column : parser.columns()) {
                List<Long> possible = candidates.getOrDefault(column, List.of());
                verify(column, fresh, possible.subList(0, 1), text);
                verify(column, remembering, possible, text);
                values += fresh.has(column) ? 1 : 0;
            }
        }
        assertThat(values).as("figures that survived").isGreaterThan(INPUTS / 2);
    }

    private static Reading parse(FileParser parser, byte[] bytes) {
        // what lies beyond the length is left over from other files and must not matter
        byte[] buffer = Arrays.copyOf(bytes, bytes.length + 32);
        Arrays.fill(buffer, bytes.length, buffer.length, (byte) '7');
        buffer[buffer.length - 1] = '\n';
        Reading reading = new Reading();
        parser.parse(buffer, bytes.length, reading);
        return reading;
    }

    private static void verify(Column column, Reading reading, List<Long> possible, String text) {
        if (!possible.contains(reading.value(column))) {
            throw new AssertionError(
                    column + " was " + reading.value(column) + ", not of " + possible + ", in " + text);
        }
    }

    private byte[] damage(byte[] original) {
        byte[] bytes = original.clone();
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            int to = Math.min(bytes.length, at + 1 + random.nextInt(40));
            switch (random.nextInt(8)) {
                case 0 -> bytes = Arrays.copyOf(bytes, at);
                case 1 -> bytes = splice(bytes, at, at, randomBytes(1 + random.nextInt(12)));
                case 2 -> bytes = splice(bytes, at, to, new byte[0]);
                case 3 -> bytes = splice(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
                case 4 -> bytes = splice(bytes, at, at, ascii("9".repeat(1 + random.nextInt(25))));
                case 5 ->
                    bytes = splice(bytes, at, Math.min(at + 1, bytes.length), ascii(pick("-", "\n", " ", "=", ".")));
                case 6 ->
                    bytes = splice(bytes, at, at, ascii(pick("max", "total=", "\nanon ", "rbytes=", "\nsome ", "0x")));
                default -> bytes = splice(bytes, at, Math.min(at + 1, bytes.length), randomBytes(1));
            }
        }
        return bytes;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] insert) {
        byte[] out = new byte[bytes.length - (to - from) + insert.length];
        System.arraycopy(bytes, 0, out, 0, from);
        System.arraycopy(insert, 0, out, from, insert.length);
        System.arraycopy(bytes, to, out, from + insert.length, bytes.length - to);
        return out;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Every different recorded content of every file, and io.stat, of which no recording has any. */
    private static List<Original> originals() throws IOException {
        List<Original> originals = new ArrayList<>();
        List<String> names = new ArrayList<>(CgroupFormat.files(Column.Pace.FAST));
        names.addAll(CgroupFormat.files(Column.Pace.SLOW));
        for (String name : names) {
            List<String> contents = new ArrayList<>(name.equals("io.stat") ? DEVICES : List.of());
            for (Path file : RecordedTree.all(name)) {
                contents.add(Files.readString(file));
            }
            contents.stream().distinct().forEach(content -> originals.add(new Original(name, content)));
        }
        return originals;
    }
}
