package io.krater.k8s;

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
}
