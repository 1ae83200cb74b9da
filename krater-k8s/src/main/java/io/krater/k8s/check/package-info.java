/** Whether a suite can run on this cluster, and what to do where it cannot. */
@NullMarked
package io.krater.k8s.check;

import org.jspecify.annotations.NullMarked;
