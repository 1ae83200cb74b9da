package io.krater.k8s;

import org.junit.jupiter.api.Tag;

/** The same on the pods' node, with samples. */
@Tag("node")
class TemplateOnNodeClusterIT extends TemplateClusterIT {
    @Override
    boolean seesTheNode() {
        return true;
    }
}
