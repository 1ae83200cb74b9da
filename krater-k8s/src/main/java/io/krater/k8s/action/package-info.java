/** What is done to a cluster in a step of a life, and awaited: manifests, nodes, rest. */
@NullMarked
package io.krater.k8s.action;

import org.jspecify.annotations.NullMarked;
