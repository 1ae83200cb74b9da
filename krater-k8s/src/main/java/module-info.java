/**
 * Runs trials as pods on Kubernetes.
 *
 * <p>What is not exported carries no promise.
 */
module io.krater.k8s {
    requires transitive io.krater;
    requires transitive kubernetes.client.api;
    requires transitive kubernetes.model.core;
    requires kubernetes.model.admissionregistration;
    requires kubernetes.model.node;
    requires static transitive org.jspecify;

    exports io.krater.k8s;
    exports io.krater.k8s.model;

    provides io.krater.launch.LauncherProvider with
            io.krater.k8s.ClusterLauncherProvider;
}
