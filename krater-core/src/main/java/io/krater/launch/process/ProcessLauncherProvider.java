package io.krater.launch.process;

import io.krater.launch.Launcher;
import io.krater.launch.LauncherProvider;

/** Local processes, by the name {@code process}. */
public final class ProcessLauncherProvider implements LauncherProvider {
    /** For {@link java.util.ServiceLoader}. */
    public ProcessLauncherProvider() {}

    @Override
    public String name() {
        return "process";
    }

    @Override
    public Launcher open() {
        return ProcessLauncher.create();
    }
}
