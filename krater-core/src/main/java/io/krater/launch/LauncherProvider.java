package io.krater.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Opens a launcher by name, for benchmark tests and programs that leave the choice to a setting; found with {@link java.util.ServiceLoader}. An extension point:
 * implementations have a public constructor without parameters.
 */
public interface LauncherProvider {
    /** The name, as {@code krater.launcher} gives it. */
    String name();

    /** A launcher, to be closed by the caller. */
    Launcher open();

    /**
     * Opens the launcher of this name: {@code process} for local processes, {@code cluster} for pods on the current cluster
     * where krater-k8s is on the class path, or another provider's.
     *
     * @return a launcher, to be closed by the caller
     * @throws IllegalArgumentException if no provider has this name, naming those that there are
     */
    static Launcher open(String name) {
        List<String> known = new ArrayList<>();
        for (LauncherProvider provider : ServiceLoader.load(LauncherProvider.class)) {
            if (provider.name().equals(name)) {
                return provider.open();
            }
            known.add(provider.name());
        }
        throw new IllegalArgumentException("krater.launcher must be one of " + known + ", was \"" + name + "\"");
    }
}
