/** What figures are drawn with: lines, boxes and text on a canvas, and a canvas as SVG. Not exported. */
@NullMarked
package io.krater.report.draw;

import org.jspecify.annotations.NullMarked;
