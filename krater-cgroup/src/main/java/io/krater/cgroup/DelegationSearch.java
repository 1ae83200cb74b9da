package io.krater.cgroup;

import io.krater.cgroup.read.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The steps of {@link Delegation#find}. Used once. */
final class DelegationSearch {
    private static final List<String> WANTED = List.of("cpu", "memory", "io", "pids", "cpuset");
    private static final String SHORT_OF =
            "raise the limit that was met (ulimit -n, ulimit -u, the cgroup's pids.max), or try again";
    private static final String NEED = "start as root, or as an ordinary user with"
            + " \"systemd-run --user --scope -p Delegate=yes java ...\" on a host whose systemd uses cgroup v2";

    private final String prefix;
    private final CgroupMount mount;
    private final UserScope userScope;
    private final CommandRunner commands;
    private final List<String> tried = new ArrayList<>();

    DelegationSearch(String prefix, CgroupMount mount, UserScope userScope, CommandRunner commands) {
        this.prefix = prefix;
        this.mount = mount;
        this.userScope = userScope;
        this.commands = commands;
    }

    Delegation run() {
        Path root = mount.root().orElse(null);
        if (root == null) {
            try {
                KernelFile.read(Path.of("/proc/self/mountinfo"));
            } catch (IOException e) {
                tried.add("cannot see what is mounted: " + KernelFile.reason(e));
                return none(SHORT_OF);
            }
        }
        if (root == null) {
            tried.add(
                    mount.mode() == CgroupMount.Mode.LEGACY
                            ? "this host has cgroup v1 alone"
                            : "this host shows no cgroup file system");
            return none("boot with systemd.unified_cgroup_hierarchy=1 on the kernel command line");
        }
        if (mount.readOnly()) {
            tried.add("the cgroup tree " + root + " is mounted read-only");
            return none("run the container with a writable cgroup mount");
        }
        Optional<CgroupParent> parent;
        try {
            parent = topLevel(root)
                    .or(this::ownHarness)
                    .or(this::delegated)
                    .or(this::scope)
                    .or(this::undelegated);
        } catch (Passing fault) {
            // what this host would have answered is not known, so nothing else is tried
            tried.add(fault.getMessage());
            return none(SHORT_OF);
        }
        return parent.isEmpty() ? none(NEED) : new Delegation(parent, tried, parent.flatMap(this::remedy));
    }

    /** A fault that says nothing of the host: this process, or the machine, is short of something at this moment. */
    private static final class Passing extends RuntimeException {
        private static final long serialVersionUID = 1;

        Passing(String what, IOException cause) {
            super(what, cause);
        }
    }

    /** Notes why a way does not work, unless that is only so at this moment. */
    private void failed(String what, IOException e) {
        if (KernelFile.isPassing(e)) {
            throw new Passing(what + ": " + KernelFile.reason(e), e);
        }
        tried.add(what + ": " + KernelFile.reason(e));
    }

    private Delegation none(String remedy) {
        return new Delegation(Optional.empty(), tried, Optional.of(remedy));
    }

    private Optional<CgroupParent> topLevel(Path root) {
        if (!Controllers.isRealRoot(root) || !Files.isWritable(root)) {
            tried.add("the top of the tree, " + root + ", is not this user's to divide");
            return Optional.empty();
        }
        Path parent = root.resolve(prefix);
        try {
            if (Files.notExists(parent)) {
                Files.createDirectory(parent);
            }
        } catch (IOException e) {
            failed("cannot make " + parent, e);
            return Optional.empty();
        }
        Controllers controllers = new Controllers(root, mount);
        WANTED.stream()
                .filter(mount.controllers()::contains)
                .forEach(controller -> controllers.enable(controller).ifPresent(tried::add));
        return usable(parent, CgroupParent.How.TOP_LEVEL, Optional.empty());
    }

    /** The place that an earlier call, or another process of this scope, has already divided. */
    private Optional<CgroupParent> ownHarness() {
        Path own = mount.own().orElse(null);
        Path parent = own == null ? null : own.getParent();
        if (own == null || parent == null || !own.endsWith(Evacuation.leafName(prefix)) || !mayDivide(parent)) {
            return Optional.empty();
        }
        boolean scope = UserScope.isScope(parent, prefix);
        return usable(parent, scope ? CgroupParent.How.USER_SCOPE : CgroupParent.How.OWN, Optional.of(own));
    }

    /** The cgroup in which this process was started, if whoever manages it has handed it over. */
    private Optional<CgroupParent> delegated() {
        Path own = mount.own().orElse(null);
        if (own == null) {
            tried.add("this process's own cgroup is not visible here");
            return Optional.empty();
        }
        if (!mayDivide(own)) {
            tried.add("its own cgroup " + own + " does not belong to this user");
            return Optional.empty();
        }
        if (userScope.available() && !isMarked(own) && !userScope.hasDelegated(String.valueOf(own.getFileName()))) {
            tried.add("its own cgroup " + own + " is managed by systemd, which has not delegated it");
            return Optional.empty();
        }
        return divide(own, CgroupParent.How.OWN);
    }

    private Optional<CgroupParent> scope() {
        if (!userScope.available()) {
            tried.add("this user has no systemd to ask for a scope");
            return Optional.empty();
        }
        try {
            return divide(userScope.enter(mount, prefix), CgroupParent.How.USER_SCOPE);
        } catch (IOException e) {
            failed("the user's systemd gave no scope", e);
            return Optional.empty();
        }
    }

    /** The last resort: systemd may take back what it has not delegated, but so far it has not. */
    private Optional<CgroupParent> undelegated() {
        return mount.own().filter(DelegationSearch::mayDivide).flatMap(own -> divide(own, CgroupParent.How.OWN));
    }

    private Optional<CgroupParent> divide(Path cgroup, CgroupParent.How how) {
        boolean mustBeEmpty = !new Controllers(cgroup, mount).available().isEmpty();
        try {
            Optional<Path> harness = mustBeEmpty ? Optional.of(Evacuation.run(cgroup, prefix)) : Optional.empty();
            return usable(cgroup, how, harness);
        } catch (IOException e) {
            failed("cannot divide " + cgroup, e);
            return Optional.empty();
        }
    }

    /** The parent, if a process really can be started in a child of it: permissions do not tell the whole story. */
    private Optional<CgroupParent> usable(Path path, CgroupParent.How how, Optional<Path> harness) {
        Controllers controllers = new Controllers(path, mount);
        Map<String, String> missing = new TreeMap<>();
        WANTED.forEach(controller -> controllers.whyMissing(controller).ifPresent(why -> missing.put(controller, why)));
        CgroupParent parent = new CgroupParent(path, how, prefix, controllers.available(), missing, harness);
        try (ChildCgroup child = parent.child("probe")) {
            CommandRunner.Ended ended = commands.run(child.enter(List.of("true"), false), Map.of());
            if (ended.succeeded()) {
                tried.add("cgroups are made in " + path);
                return Optional.of(parent);
            }
            if (KernelFile.isPassing(ended.output())) {
                throw new Passing(
                        "a process cannot be started now: " + ended.output(), new IOException(ended.output()));
            }
            tried.add("a process cannot be started below " + path + ": " + ended.output());
        } catch (IOException e) {
            failed("cannot make cgroups in " + path, e);
        }
        return Optional.empty();
    }

    /** The root of the whole tree is never divided: that would move the machine's own processes, its first among them. */
    private static boolean mayDivide(Path cgroup) {
        return !Controllers.isRealRoot(cgroup)
                && Files.isWritable(cgroup)
                && Files.isWritable(cgroup.resolve("cgroup.procs"))
                && Files.isWritable(cgroup.resolve("cgroup.subtree_control"));
    }

    /** The mark of systemd's system manager on what it delegates (its "Control Group APIs and Delegation"). */
    private boolean isMarked(Path cgroup) {
        try {
            return Files.getAttribute(cgroup, "user:delegate") instanceof byte[] mark
                    && mark.length == 1
                    && mark[0] == '1';
        } catch (IOException e) {
            if (KernelFile.isPassing(e)) {
                throw new Passing("cannot see whether " + cgroup + " is delegated: " + KernelFile.reason(e), e);
            }
            return false;
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return false; // no mark, or a kernel before 5.7, which keeps none
        }
    }

    private Optional<String> remedy(CgroupParent parent) {
        if (parent.missing().isEmpty()) {
            return Optional.empty();
        }
        List<String> undelegated = parent.missing().keySet().stream()
                .filter(mount.controllers()::contains)
                .toList();
        if (!undelegated.isEmpty()) {
            return Optional.of("an administrator can delegate " + String.join(", ", undelegated)
                    + " too: \"Delegate=cpu cpuset io memory pids\" in"
                    + " /etc/systemd/system/user@.service.d/delegate.conf");
        }
        boolean onV1 = mount.mode() == CgroupMount.Mode.HYBRID;
        return onV1
                ? Optional.of("boot with systemd.unified_cgroup_hierarchy=1 on the kernel command line")
                : Optional.empty();
    }
}
