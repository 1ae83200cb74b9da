/** Pods: what is asked for, how they live and how they end. */
@NullMarked
package io.krater.k8s.pod;

import org.jspecify.annotations.NullMarked;
