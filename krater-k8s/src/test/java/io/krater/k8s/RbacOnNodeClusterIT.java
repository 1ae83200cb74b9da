package io.krater.k8s;

import org.junit.jupiter.api.Tag;

/** The same on a node, where pods are sampled. */
@Tag("node")
class RbacOnNodeClusterIT extends RbacClusterIT {}
