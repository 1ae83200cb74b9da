/**
 * Runs trials as sandboxes and containers straight through a container runtime's CRI socket: no API server and no kubelet.
 */
@NullMarked
package io.krater.cri;

import org.jspecify.annotations.NullMarked;
