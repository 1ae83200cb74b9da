/** RunD's raw folders (Li et al., USENIX ATC 2022) in, and its four kinds of table out. */
@NullMarked
package io.krater.result.rund;

import org.jspecify.annotations.NullMarked;
