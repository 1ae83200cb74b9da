/** Pods: what is asked for, how they live and how they end. Not exported. */
@NullMarked
package io.krater.k8s.pod;

import org.jspecify.annotations.NullMarked;
