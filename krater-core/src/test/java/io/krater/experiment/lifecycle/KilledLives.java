package io.krater.experiment.lifecycle;

import io.krater.Krater;
import io.krater.monitor.ThisHost;
import java.nio.file.Path;

/** Lives that are there to be killed: {@code KilledLives FOLDER}, whose platforms are files and processes of the folder. */
public final class KilledLives {
    private KilledLives() {}

    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        Krater.run(experiment(folder))
                .on(Steps.launcher())
                .hosts(ThisHost.here().named("here"))
                .into(folder);
    }

    /** The second step waits for a file, and then makes what a teardown before it cannot have removed. */
    static LifecycleExperiment experiment(Path folder) {
        LifecycleExperiment.Builder lives =
                LifecycleExperiment.named("lives").lives(1).seed(1);
        for (String name : new String[] {"one", "two"}) {
            lives.platform(LifePlatform.named(name)
                    .step(LifeStep.mark("START_SIMULATION"))
                    .step(LifeStep.action(
                            "START_KNS_PLATFORM", "FINISHED_START_KNS_PLATFORM", sh("""
                            touch "$0/up-NAME"; echo NAME >> "$0/started"
                            until [ -e "$0/go" ]; do sleep 0.05; done
                            sleep 0.2; touch "$0/late-NAME"
                            """.replace("NAME", name), folder)))
                    .step(LifeStep.mark("STOP_SIMULATION"))
                    .teardown(sh("rm -f \"$0\"/up-NAME \"$0\"/late-NAME".replace("NAME", name), folder))
                    .build());
        }
        return lives.build();
    }

    private static CommandAction sh(String script, Path folder) {
        return CommandAction.of("/bin/sh", "-c", script, folder.toString());
    }
}
