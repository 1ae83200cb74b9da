/** Text for people: tables that fit, numbers as they are written everywhere. Not exported. */
@NullMarked
package io.krater.text;

import org.jspecify.annotations.NullMarked;
