package io.krater.k8s.model;

/**
 * A trial's pod that is there now.
 *
 * @param run name of the run
 * @param trial the trial: {@code environment/variant/number}
 * @param pod name of the pod
 * @param phase the pod's phase as the API shows it
 * @param node the node it is on; empty where none was chosen yet
 * @param created when it was made, as the API server wrote it (RFC 3339, whole seconds)
 * @param owner {@code alive}, {@code dead} or {@code unknown}: whether the process that made it still runs, as far as can be
 *     seen from here
 */
public record RunningTrial(
        String run, String trial, String pod, String phase, String node, String created, String owner) {}
