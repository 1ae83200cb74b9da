/** Whether a suite can run on this cluster, and what to do where it cannot. Not exported. */
@NullMarked
package io.krater.k8s.check;

import org.jspecify.annotations.NullMarked;
