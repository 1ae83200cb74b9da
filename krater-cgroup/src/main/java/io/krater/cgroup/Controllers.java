package io.krater.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Switching controllers on for the children of a cgroup. */
final class Controllers {
    private Controllers() {}

    /** Switches a controller on for a cgroup's children; gives the reason if that is not possible. */
    static Optional<String> enable(Path parent, String controller) {
        Path control = parent.resolve("cgroup.subtree_control");
        if (KernelFile.words(control).contains(controller)) {
            return Optional.empty();
        }
        if (!KernelFile.words(parent.resolve("cgroup.controllers")).contains(controller)) {
            return Optional.of("controller " + controller + " is not available in " + parent);
        }
        try {
            KernelFile.write(control, "+" + controller);
            return Optional.empty();
        } catch (IOException e) {
            String rule = holdsProcesses(parent)
                    ? ", which holds processes of its own and so cannot give controllers to children"
                    : "";
            return Optional.of("controller " + controller + " cannot be switched on below " + parent + rule + ": "
                    + KernelFile.reason(e));
        }
    }

    /** Whether processes are directly in a cgroup to which the no-internal-processes rule applies: any but the root. */
    static boolean holdsProcesses(Path cgroup) {
        return !isRealRoot(cgroup)
                && !KernelFile.words(cgroup.resolve("cgroup.procs")).isEmpty();
    }

    /** Whether this is the root of the whole tree: it alone has no {@code cgroup.events}. */
    static boolean isRealRoot(Path cgroup) {
        return Files.exists(cgroup.resolve("cgroup.procs")) && Files.notExists(cgroup.resolve("cgroup.events"));
    }
}
