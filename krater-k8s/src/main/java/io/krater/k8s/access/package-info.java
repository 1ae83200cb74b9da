/** The way to an API server: which one a kubeconfig names, who we are there, and what of that no message may show. Not exported. */
@NullMarked
package io.krater.k8s.access;

import org.jspecify.annotations.NullMarked;
