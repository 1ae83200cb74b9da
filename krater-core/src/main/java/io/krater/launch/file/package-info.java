/** The files that a command names, told by their content, so that a changed program is noticed. Not exported. */
@NullMarked
package io.krater.launch.file;

import org.jspecify.annotations.NullMarked;
