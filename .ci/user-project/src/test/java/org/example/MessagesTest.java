package org.example;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.krater.suite.Environment;
import org.junit.jupiter.api.Test;

/** Runs always: benchmarks beside it are skipped until they are asked for. */
class MessagesTest {
    @Test
    void namesWhatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Environment.process("").command("true").build())
                .withMessageContaining("name");
    }
}
