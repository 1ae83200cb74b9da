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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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
    void aChangedByteIsReadOrIsDamageAndNothingElse() throws IOException {
        byte[] whole = write(new RandomTrials(7).trial(ID));
        java.util.Random random = new java.util.Random(1);
        int damaged = 0;
        for (int i = 0; i < 1500; i++) {
            byte[] bytes = whole.clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            try {
                read(bytes);
            } catch (OtherSchemaException newer) {
                damaged++;
            } catch (IOException problem) {
                assertThat(FileProblem.isDamage(problem)).isTrue();
                damaged++;
            }
        }
        assertThat(damaged).isGreaterThan(250);
    }

    @Test
    void halfASurrogatePairIsStoredAsAReplacementCharacter() throws IOException {
        Trial random = new RandomTrials(1).trial(ID, new Outcome.Completed());
        Trial trial = withLog(random, new LogExcerpt(List.of("cut \ud83d", "\ude00 \ud83d\ude00"), 0, 9));
        assertThat(read(write(trial)).trial().log().lines()).containsExactly("cut \ufffd", "\ufffd \ud83d\ude00");
    }

    @Test
    void saysWhichVersionANewerFileIs() throws IOException {
        String newer = new String(write(new RandomTrials(1).trial(ID)), StandardCharsets.UTF_8)
                .replace("krater-trial/2", "krater-trial/3");
        assertThatThrownBy(() -> read(newer.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(OtherSchemaException.class)
                .hasMessageContaining("krater-trial/3")
                .hasMessageContaining("krater-trial/2")
                .hasMessageContaining("update the library");
    }

    @Test
    void aFileOfAnOlderVersionIsNoDamage() throws IOException {
        String older = new String(write(new RandomTrials(1).trial(ID)), StandardCharsets.UTF_8)
                .replace("krater-trial/2", "krater-trial/1");
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
        String extended = new String(write(trial), StandardCharsets.UTF_8)
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
        String text = new String(write(new RandomTrials(5).trial(ID)), StandardCharsets.UTF_8);
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

    private static StoredTrial read(byte[] bytes) throws IOException {
        return TrialReader.read(new ByteArrayInputStream(bytes));
    }
}
