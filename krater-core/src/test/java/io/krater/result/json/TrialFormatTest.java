package io.krater.result.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.krater.plan.TrialId;
import io.krater.result.model.StoredTrial;
import io.krater.result.store.FileProblem;
import io.krater.sample.Column;
import io.krater.sample.QuantitySeries;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.trial.AlteredTrial;
import io.krater.trial.LogExcerpt;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class TrialFormatTest {
    private static final TrialId ID = new TrialId("debian", "256_w", 3);

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            Trial trial = new RandomTrials(seed).trial(ID);
            StoredTrial read = read(write(trial));
            assertThat(read.run()).isEqualTo("run-1");
            SameTrial.assertSame(read.trial(), trial);
        }
    }

    @Test
    void everyPrefixOfAFileIsDamage() throws IOException {
        byte[] whole = write(new RandomTrials(4).trial(ID));
        byte[] stripped = new String(whole, StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < stripped.length; length += 1 + length / 60) {
            byte[] cut = java.util.Arrays.copyOf(stripped, length);
            assertThatThrownBy(() -> read(cut))
                    .isInstanceOf(IOException.class)
                    .matches(thrown -> FileProblem.isDamage((IOException) thrown));
        }
    }

    @Test
    void everyChangedBitIsFound() throws IOException {
        byte[] whole = write(new RandomTrials(7).withFewSamples().trial(ID));
        java.util.Random random = new java.util.Random(1);
        int last = whole.length - 60;
        for (int i = 0; i < 1000 + 60 * 8; i++) {
            byte[] bytes = whole.clone();
            // a thousand places anywhere, then each bit of the file's end, which holds the checksum itself
            int bit = i < 1000 ? random.nextInt(bytes.length * 8) : last * 8 + i - 1000;
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> read(bytes))
                    .as("bit %d of byte %d of %d", bit % 8, bit / 8, bytes.length)
                    .isInstanceOf(IOException.class)
                    .matches(problem ->
                            problem instanceof OtherSchemaException || FileProblem.isDamage((IOException) problem));
        }
    }

    @Test
    void theChecksumIsThatOfAllBytesBeforeTheCommaBeforeIt() throws IOException {
        String whole = new String(write(new RandomTrials(7).trial(ID)), StandardCharsets.ISO_8859_1);
        int end = whole.lastIndexOf(",\n \"crc32\": \"");
        CRC32 sum = new CRC32();
        sum.update(whole.substring(0, end).getBytes(StandardCharsets.ISO_8859_1));
        assertThat(whole.substring(end)).isEqualTo(String.format(",\n \"crc32\": \"%08x\"\n}\n", sum.getValue()));
    }

    /** A file of before there were checksums, and one that was changed by hand and says so. */
    @Test
    void withoutAChecksumAFileIsReadUnchecked() throws IOException {
        Trial trial = new RandomTrials(7).trial(ID);
        String text = unsealed(write(trial));
        assertThat(text).doesNotContain("crc32");
        SameTrial.assertSame(read(text.getBytes(StandardCharsets.UTF_8)).trial(), trial);
    }

    @Test
    void whatWasChangedByHandSaysHowToSaySo() throws IOException {
        String text = new String(write(new RandomTrials(7).trial(ID)), StandardCharsets.UTF_8);
        for (String changed : List.of(text.replaceFirst("\"block\": ", "\"block\": 1"), text + "\n")) {
            assertThatThrownBy(() -> read(changed.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(DamagedFileException.class)
                    .hasMessageContaining("checksum")
                    .hasMessageContaining("by hand removes its line \"crc32\"");
        }
    }

    @Test
    void aChangedBitInTheVersionIsToldToo() throws IOException {
        String text = new String(write(new RandomTrials(7).trial(ID)), StandardCharsets.UTF_8)
                .replace("krater-trial/2", "krater-trial/3");
        assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(OtherSchemaException.class)
                .hasMessageContaining("update the library")
                .hasMessageContaining("or it was changed after it was written");
    }

    @Test
    void halfASurrogatePairIsStoredAsAReplacementCharacter() throws IOException {
        Trial random = new RandomTrials(1).trial(ID, new Outcome.Completed());
        Trial trial = withLog(random, new LogExcerpt(List.of("cut \ud83d", "\ude00 \ud83d\ude00"), 0, 9));
        assertThat(read(write(trial)).trial().log().lines()).containsExactly("cut \ufffd", "\ufffd \ud83d\ude00");
    }

    @Test
    void saysWhichVersionANewerFileIs() throws IOException {
        String newer = unsealed(write(new RandomTrials(1).trial(ID))).replace("krater-trial/2", "krater-trial/3");
        assertThatThrownBy(() -> read(newer.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(OtherSchemaException.class)
                .hasMessageContaining("krater-trial/3")
                .hasMessageContaining("krater-trial/2")
                .hasMessageContaining("update the library");
    }

    @Test
    void aFileOfAnOlderVersionIsNoDamage() throws IOException {
        String older = unsealed(write(new RandomTrials(1).trial(ID))).replace("krater-trial/2", "krater-trial/1");
        assertThatThrownBy(() -> read(older.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(OtherSchemaException.class)
                .hasMessageContaining("older version");
    }

    @Test
    void whatIsReadEqualsWhatWasWrittenWithManyInstances() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            Trial trial = new RandomTrials(seed).withFewSamples().manyInstances(ID);
            SameTrial.assertSame(read(write(trial)).trial(), trial);
        }
    }

    @Test
    void aFigureOfALaterVersionIsKept() throws IOException {
        SampleSeries fast = SampleSeries.builder(Map.of(Column.USAGE_USEC, "cgroup"))
                .add(10, 1)
                .add(20, 2)
                .build();
        Trial trial = AlteredTrial.of(new RandomTrials(1).trial(ID))
                .samples(Map.of(Scope.CONTAINER, new SampleSet(Scope.CONTAINER, fast, fast, 2, 0, 0, 0, Map.of())))
                .build();
        String extended = unsealed(write(trial))
                .replaceFirst(
                        "\"columns\": \\{", "\"columns\": {\"later_figure\":{\"origin\":\"x\",\"deltas\":[5,null]}, ");
        QuantitySeries kept = java.util.Objects.requireNonNull(read(extended.getBytes(StandardCharsets.UTF_8))
                        .trial()
                        .samples()
                        .get(Scope.CONTAINER))
                .own("later_figure")
                .orElseThrow();
        assertThat(kept.size()).isEqualTo(1);
        assertThat(kept.epochNanos(0)).isEqualTo(10);
        assertThat(kept.value(0)).isEqualTo(5);
    }

    @Test
    void keysOfALaterVersionAreSkipped() throws IOException {
        String text = unsealed(write(new RandomTrials(5).trial(ID)));
        String extended = text.replace("\"block\":", "\"later\":{\"a\":[1,{}]}, \"block\":")
                .replace("\"columns\": {", "\"columns\": {\"later_figure\":{\"origin\":\"x\",\"values\":[1]}, ");
        assertThat(extended).contains("later_figure");
        SameTrial.assertSame(read(extended.getBytes(StandardCharsets.UTF_8)).trial(), new RandomTrials(5).trial(ID));
    }

    private static Trial withLog(Trial trial, LogExcerpt log) {
        return AlteredTrial.of(trial).log(log).build();
    }

    private static byte[] write(Trial trial) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TrialWriter.write(new StoredTrial("run-1", trial), out);
        return out.toByteArray();
    }

    private static String unsealed(byte[] file) {
        return new String(file, StandardCharsets.UTF_8).replaceFirst(",\n \"crc32\": \"[0-9a-f]{8}\"\n", "\n");
    }

    private static StoredTrial read(byte[] bytes) throws IOException {
        return TrialReader.read(bytes);
    }
}
