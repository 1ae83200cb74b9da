package io.krater.k8s;

import io.krater.k8s.pod.Connection;

/** Launchers for tests outside this package. */
public final class Launchers {
    private Launchers() {}

    /** A launcher over a connection that a test has made. */
    public static KubernetesLauncher on(Connection connection) {
        return new KubernetesLauncher(connection);
    }
}
