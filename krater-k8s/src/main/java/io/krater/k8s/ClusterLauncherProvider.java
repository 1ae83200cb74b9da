package io.krater.k8s;

import io.krater.launch.Launcher;
import io.krater.launch.LauncherProvider;

/** Lets benchmark tests run on the current cluster: {@code krater.launcher} is {@code cluster}. */
public final class ClusterLauncherProvider implements LauncherProvider {
    /** For {@link java.util.ServiceLoader}. */
    public ClusterLauncherProvider() {}

    @Override
    public String name() {
        return "cluster";
    }

    @Override
    public Launcher open() {
        return KubernetesLauncher.connect();
    }
}
