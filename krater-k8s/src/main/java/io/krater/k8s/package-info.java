/**
 * Runs trials as pods on Kubernetes: under any RuntimeClass, gated by the node's own log timestamps, with every failure
 * named. {@link io.krater.k8s.KubernetesLauncher} is the way in.
 */
@NullMarked
package io.krater.k8s;

import org.jspecify.annotations.NullMarked;
