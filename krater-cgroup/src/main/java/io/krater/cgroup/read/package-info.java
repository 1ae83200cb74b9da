/** Parsers that allocate nothing and files that are held open: what a sampler reads with. Not exported. */
@NullMarked
package io.krater.cgroup.read;

import org.jspecify.annotations.NullMarked;
