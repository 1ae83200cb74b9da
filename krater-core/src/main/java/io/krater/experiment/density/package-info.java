/**
 * Many at once, held alive: what a container costs in memory and idle CPU as their number grows, and how fast others start on top.
 */
@NullMarked
package io.krater.experiment.density;

import org.jspecify.annotations.NullMarked;
