@NullMarked
package io.krater.k8s.access;

import org.jspecify.annotations.NullMarked;
