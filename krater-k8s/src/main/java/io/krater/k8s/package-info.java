/** placeholder */
@NullMarked
package io.krater.k8s;

import org.jspecify.annotations.NullMarked;
