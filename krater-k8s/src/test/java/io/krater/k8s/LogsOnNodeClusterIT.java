package io.krater.k8s;

import org.junit.jupiter.api.Tag;

/** The same from the file that the container runtime writes. */
@Tag("node")
class LogsOnNodeClusterIT extends LogsClusterIT {}
