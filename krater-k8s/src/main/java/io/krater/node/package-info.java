/** What is seen from a node, whoever starts the containers: cgroups, births, log files. Not exported. */
@NullMarked
package io.krater.node;

import org.jspecify.annotations.NullMarked;
