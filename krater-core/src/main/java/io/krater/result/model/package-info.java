/** What an experiment gave, in memory: its description, its parts, its trials by cell. */
@NullMarked
package io.krater.result.model;

import org.jspecify.annotations.NullMarked;
