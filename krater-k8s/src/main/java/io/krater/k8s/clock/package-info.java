/** The offset between a node's clock and the client's. Not exported. */
@NullMarked
package io.krater.k8s.clock;

import org.jspecify.annotations.NullMarked;
