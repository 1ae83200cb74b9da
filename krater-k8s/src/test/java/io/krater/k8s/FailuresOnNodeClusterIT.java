package io.krater.k8s;

import org.junit.jupiter.api.Tag;

/** The same on a node, where cgroups and log files are read directly. */
@Tag("node")
class FailuresOnNodeClusterIT extends FailuresClusterIT {
    @Override
    boolean seesTheNode() {
        return true;
    }
}
