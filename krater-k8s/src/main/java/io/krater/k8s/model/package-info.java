/** Values that a user of pods names or is given. */
@NullMarked
package io.krater.k8s.model;

import org.jspecify.annotations.NullMarked;
