package io.krater.k8s;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same on a node, where cgroups and log files are read directly. */
@Tag("node")
class FailuresOnNodeClusterIT extends FailuresClusterIT {
    @Override
    boolean seesTheNode() {
        return true;
    }

    /** The kubelet's back-off takes its time here as well, and nothing of it is different. */
    @Test
    @Tag("long")
    @Override
    void noticesAnImageThatCannotBePulled() throws Exception {
        super.noticesAnImageThatCannotBePulled();
    }
}
