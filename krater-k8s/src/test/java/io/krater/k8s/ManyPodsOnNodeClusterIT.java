package io.krater.k8s;

import org.junit.jupiter.api.Tag;

/** The same on a node, where each pod's cgroups and log files are watched too. */
@Tag("node")
class ManyPodsOnNodeClusterIT extends ManyPodsClusterIT {}
