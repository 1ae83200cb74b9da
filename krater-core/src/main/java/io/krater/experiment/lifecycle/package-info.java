/**
 * Lives of platforms: a platform is started, idles, takes nodes and deployments, and stops, while its hosts are measured.
 * What lies between its events are phases; lives of several platforms are compared by the length of their phases and by
 * what their hosts used within them.
 */
@NullMarked
package io.krater.experiment.lifecycle;

import org.jspecify.annotations.NullMarked;
