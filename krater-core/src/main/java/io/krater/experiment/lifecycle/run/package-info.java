/** Lives that are run: platform by platform in random order, kept on disk, taken up again after an interruption. */
@NullMarked
package io.krater.experiment.lifecycle.run;

import org.jspecify.annotations.NullMarked;
