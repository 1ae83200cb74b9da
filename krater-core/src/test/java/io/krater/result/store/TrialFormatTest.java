package io.krater.result.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.krater.plan.TrialId;
import io.krater.result.model.StoredTrial;
import io.krater.trial.AlteredTrial;
import io.krater.trial.LogExcerpt;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
            } catch (NewerSchemaException newer) {
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
                .replace("krater-trial/1", "krater-trial/2");
        assertThatThrownBy(() -> read(newer.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(NewerSchemaException.class)
                .hasMessageContaining("krater-trial/2")
                .hasMessageContaining("krater-trial/1")
                .hasMessageContaining("update the library");
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
