package io.krater.junit;

import io.krater.launch.Launcher;

/**
 * Opens a launcher by name for benchmark tests; found with {@link java.util.ServiceLoader}. An extension point:
 * implementations have a public constructor without parameters.
 */
public interface LauncherProvider {
    /** The name, as {@code krater.launcher} gives it. */
    String name();

    /** A launcher, to be closed by the caller. */
    Launcher open();
}
