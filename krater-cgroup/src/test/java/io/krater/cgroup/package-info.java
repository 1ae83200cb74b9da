@org.jspecify.annotations.NullMarked
package io.krater.cgroup;
