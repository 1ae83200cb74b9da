package io.krater.k8s.access;

/**
 * A kubeconfig, or what it points to, that does not lead to an API server. Its message names the file, the entry and the remedy,
 * and holds nothing that is secret; so it has no cause, whose message might.
 */
public final class ConfigProblem extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    ConfigProblem(String message) {
        super(Secrets.hide(message));
    }
}
