/** Tests of the Kubernetes launcher. */
@NullMarked
package io.krater.k8s;

import org.jspecify.annotations.NullMarked;
