package io.krater.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same from the file that the container runtime writes. */
@Tag("node")
class LogsOnNodeClusterIT extends LogsClusterIT {
    /** Not long here. */
    @Test
    @Override
    void readsTenMegabytesWithoutLossOrDuplicate() throws Exception {
        super.readsTenMegabytesWithoutLossOrDuplicate();
    }

    /** The file has a time for each part of it: its end closes the gate. */
    @Test
    @Override
    void boundsALogWithoutNewline() throws Exception {
        assertThat(withoutNewline().outcome().isCompleted()).isTrue();
    }
}
