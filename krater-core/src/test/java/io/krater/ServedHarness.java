package io.krater;

import io.krater.launch.Launcher;
import io.krater.launch.process.ProcessLauncher;
import io.krater.suite.Environment;
import io.krater.suite.Hook;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Service;
import io.krater.suite.Suite;
import java.nio.file.Path;

/** A harness with a service, that is there to be killed: {@code ServedHarness FOLDER PIDFILE}. */
final class ServedHarness {
    private ServedHarness() {}

    public static void main(String[] args) {
        Suite suite = Suite.named("served")
                .environment(Environment.process("nap").command("sleep", "1000"))
                .workload(ProgramWorkload.named("nap").build())
                .service(Service.named("server")
                        .command("/bin/sh", "-c", "echo $$ > " + args[1] + "; echo ready; exec sleep 1000")
                        .untilLine("ready")
                        .build())
                .beforeTrial(Hook.shell("touch " + args[0] + "/begun"))
                .trials(1)
                .build();
        try (Launcher launcher = ProcessLauncher.create()) {
            Krater.run(suite).on(launcher).into(Path.of(args[0]));
        }
    }
}
