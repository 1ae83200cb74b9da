/**
 * The data of the study of Kubernetes, MicroK8s and K3s: its export is read, its tables are written. Its data model is
 * four tables (simulations, hosts, events, metrics) as CSV or as mongoexport writes them.
 */
@NullMarked
package io.krater.experiment.lifecycle.study;

import org.jspecify.annotations.NullMarked;
