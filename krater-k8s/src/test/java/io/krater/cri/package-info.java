/** Tests of the Kubernetes launcher. */
@NullMarked
package io.krater.cri;

import org.jspecify.annotations.NullMarked;
