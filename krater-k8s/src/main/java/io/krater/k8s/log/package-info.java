/** Logs of pods through the API server. Not exported. */
@NullMarked
package io.krater.k8s.log;

import org.jspecify.annotations.NullMarked;
