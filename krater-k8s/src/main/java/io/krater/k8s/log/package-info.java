/** Logs of pods through the API server. */
@NullMarked
package io.krater.k8s.log;

import org.jspecify.annotations.NullMarked;
