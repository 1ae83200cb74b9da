package io.krater.cgroup;

import io.krater.cgroup.read.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The controllers that a cgroup can give to its children. Not thread-safe. */
final class Controllers {
    private final Path parent;
    private @Nullable CgroupMount mount;

    Controllers(Path parent) {
        this.parent = parent;
    }

    Controllers(Path parent, CgroupMount mount) {
        this.parent = parent;
        this.mount = mount;
    }

    /** Controllers that the cgroup has itself, and so could give. */
    Set<String> available() {
        return KernelFile.words(parent.resolve("cgroup.controllers"));
    }

    /** Why a controller cannot be given; empty if the cgroup has it. */
    Optional<String> whyMissing(String controller) {
        Path controllers = parent.resolve("cgroup.controllers");
        try {
            // not there at all is no cgroup of v2, of which the mount knows more
            Optional<String> there = KernelFile.ifThere(controllers);
            if (there.isPresent() && List.of(there.get().split("\\s+", -1)).contains(controller)) {
                return Optional.empty();
            }
        } catch (IOException refused) {
            return Optional.of("cannot tell whether " + parent + " has controller " + controller + ": " + controllers
                    + " cannot be read (" + KernelFile.reason(refused) + ")");
        }
        if (mount == null) {
            mount = CgroupMount.detect();
        }
        return mount.whyMissing(controller)
                .or(() -> Optional.of("controller " + controller + " is not delegated to " + parent));
    }

    /** Switches a controller on for the children; gives the reason if that is not possible. */
    Optional<String> enable(String controller) {
        Path control = parent.resolve("cgroup.subtree_control");
        if (KernelFile.words(control).contains(controller)) {
            return Optional.empty();
        }
        Optional<String> missing = whyMissing(controller);
        if (missing.isPresent()) {
            return missing;
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
    private static boolean holdsProcesses(Path cgroup) {
        return !isRealRoot(cgroup)
                && !KernelFile.words(cgroup.resolve("cgroup.procs")).isEmpty();
    }

    /** Whether this is the root of the whole tree: it alone has no {@code cgroup.events}. */
    static boolean isRealRoot(Path cgroup) {
        return Files.exists(cgroup.resolve("cgroup.procs")) && Files.notExists(cgroup.resolve("cgroup.events"));
    }
}
