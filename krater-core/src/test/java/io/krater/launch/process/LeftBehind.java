package io.krater.launch.process;

import io.krater.cgroup.CgroupParent;
import io.krater.cgroup.Delegation;
import io.krater.host.ProcessIdentity;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is left on this machine of what this JVM's launchers made. */
final class LeftBehind {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private LeftBehind() {}

    static final ProcessTable TABLE = new ProcessTable(Path.of("/proc"));

    static List<String> find() throws IOException {
        List<String> left = new ArrayList<>();
        String name = ProcessIdentity.self().name(ConfinementFactory.PREFIX) + ".";
        Optional<Path> parent =
                Delegation.find(ConfinementFactory.PREFIX).parent().map(CgroupParent::path);
        if (parent.isPresent()) {
            try (DirectoryStream<Path> cgroups = Files.newDirectoryStream(parent.get(), name + "*")) {
                cgroups.forEach(cgroup -> left.add(cgroup.toString()));
            }
        }
        TABLE.live(entry -> TABLE.variable(entry.pid(), SessionConfinement.MARK)
                        .filter(mark -> mark.startsWith(name))
                        .isPresent())
                .forEach(entry -> left.add(entry.toString()));
        return left;
    }

    /**
     * Whether a process has ended, as a zombie too. Waits for one that is ending: it leaves its cgroup a little before.
     */
    static boolean ended(long pid) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (TABLE.entry(pid).isPresent()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(5);
        }
        return true;
    }
}
