package io.krater.cri;

import io.krater.launch.Launcher;
import io.krater.launch.LauncherProvider;

/** Lets benchmark tests run through the usual CRI socket: {@code krater.launcher} is {@code cri}. */
public final class CriLauncherProvider implements LauncherProvider {
    /** For {@link java.util.ServiceLoader}. */
    public CriLauncherProvider() {}

    @Override
    public String name() {
        return "cri";
    }

    @Override
    public Launcher open() {
        return CriLauncher.connect();
    }
}
