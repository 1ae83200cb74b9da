/**
 * What a result says, for people: figures, and reports as HTML, Markdown and LaTeX.
 *
 * <p>Everything here is made from a {@link io.krater.result.SuiteResult} and nothing else: no clock, no network. Names,
 * logs and facts are data of strangers: they are escaped for the format that they are written to.
 */
@NullMarked
package io.krater.report;

import org.jspecify.annotations.NullMarked;
