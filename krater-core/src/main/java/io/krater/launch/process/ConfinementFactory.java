package io.krater.launch.process;

import io.krater.cgroup.CgroupLimits;
import io.krater.cgroup.CgroupParent;
import io.krater.cgroup.ChildCgroup;
import io.krater.cgroup.Delegation;
import io.krater.cgroup.LimitReport;
import io.krater.cgroup.StaleCgroups;
import io.krater.host.CpuList;
import io.krater.host.ProcessIdentity;
import io.krater.launch.LaunchRequest;
import io.krater.launch.spawn.HeldCommand;
import io.krater.launch.spawn.Spawner;
import io.krater.launch.spawn.Uninterrupted;
import io.krater.suite.Resources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Where a launcher's executions live: in cgroups that this process may make, or merely marked. Thread-safe. */
final class ConfinementFactory implements AutoCloseable {
    /** What the names of all that a harness makes begin with. */
    static final String PREFIX = "krater";

    static final String CPUSET = "cpuset.cpus";
    private static final AtomicInteger LAUNCHERS = new AtomicInteger();

    private final Delegation delegation;
    private final ProcessTable table;
    private final MarkedProcesses processes;
    private final HeldCommand held;
    private @Nullable Spawner spawner;
    private final int launcher = LAUNCHERS.incrementAndGet();
    private final AtomicInteger executions = new AtomicInteger();
    private @Nullable Reaper reaper;

    ConfinementFactory(Delegation delegation, ProcessTable table, HeldCommand held) {
        this.delegation = delegation;
        this.table = table;
        this.processes = new MarkedProcesses(table);
        this.held = held;
    }

    /** How the host lets cgroups be made. */
    Delegation delegation() {
        return delegation;
    }

    /** Makes a place for an execution, with its limits as far as the host lets them be set. */
    PreparedConfinement place(LaunchRequest request) throws IOException {
        return Uninterrupted.ask(() -> {
            reaper();
            Optional<CgroupParent> parent = delegation.parent();
            return parent.isPresent() ? inCgroup(parent.get(), request) : marked(request);
        });
    }

    private PreparedConfinement inCgroup(CgroupParent parent, LaunchRequest request) throws IOException {
        ChildCgroup child = parent.child(request.name());
        LimitReport report = child.limit(limits(request.resources(), request.cores()));
        if (report.applied().containsKey(CPUSET)) {
            return new PreparedConfinement(
                    new CgroupConfinement(child, report, processes, mark()), Optional.empty(), Optional.of("cpuset"));
        }
        return bound(new CgroupConfinement(child, report, processes, mark()), request.cores());
    }

    /** Bound to cores by the program that starts it, where there is one. */
    private PreparedConfinement bound(Confinement confinement, Set<Integer> cores) {
        if (cores.isEmpty() || !held.canBind()) {
            return new PreparedConfinement(confinement, Optional.empty(), Optional.empty());
        }
        return new PreparedConfinement(
                confinement, Optional.of(CpuList.of(cores).toString()), Optional.of("taskset"));
    }

    private PreparedConfinement marked(LaunchRequest request) throws IOException {
        Map<String, String> notApplied = new LinkedHashMap<>();
        String why = "not applied: " + whyMarked();
        request.resources().cpuMillis().ifPresent(millis -> notApplied.put("cpu.max", why));
        request.resources().memoryBytes().ifPresent(bytes -> notApplied.put("memory.max", why));
        return bound(new SessionConfinement(processes, mark(), held.ownSession(), notApplied), request.cores());
    }

    /** Of one length in all trials, for even the size of the environment shifts a program's stack. */
    private String mark() throws IOException {
        return String.format(
                Locale.ROOT,
                "%s.%03d-%07d",
                ProcessIdentity.self().name(PREFIX),
                launcher,
                executions.incrementAndGet());
    }

    /** Why there are no cgroups. */
    String whyMarked() {
        return "no cgroup can be made here (" + String.join("; ", delegation.tried()) + ")";
    }

    /** What is asked of a cgroup. A memory limit without a swap limit would only move the memory to disk. */
    static CgroupLimits limits(Resources resources, Set<Integer> cores) {
        CgroupLimits limits = CgroupLimits.none();
        if (resources.cpuMillis().isPresent()) {
            limits = limits.withCpuMillis(resources.cpuMillis().getAsInt());
        }
        if (resources.memoryBytes().isPresent()) {
            limits = limits.withMemoryBytes(resources.memoryBytes().getAsLong()).withoutSwap();
        }
        return cores.isEmpty() ? limits : limits.withCpus(CpuList.of(cores));
    }

    private synchronized void reaper() throws IOException {
        if (reaper == null) {
            reaper = Reaper.over(
                    ProcessIdentity.self(),
                    delegation.parent().map(CgroupParent::path),
                    spawner().folder(),
                    held.setsid());
        }
    }

    /** What starts the programs. */
    synchronized Spawner spawner() throws IOException {
        Spawner present = spawner;
        if (present == null) {
            present = new Spawner(held, ProcessIdentity.self().name(PREFIX));
            spawner = present;
        }
        return present;
    }

    /** Removes what dead harnesses have left, and says what. */
    List<String> cleanup() throws IOException {
        return Uninterrupted.ask(() -> {
            List<String> done = new ArrayList<>();
            if (delegation.parent().isPresent()) {
                StaleCgroups stale = delegation.parent().get().removeStale();
                stale.removed().forEach(path -> done.add("removed cgroup " + path + ", left by a run that died"));
                stale.remaining().forEach((path, why) -> done.add("could not remove cgroup " + path + ": " + why));
            }
            ProcessIdentity self = ProcessIdentity.self();
            for (ProcessTable.Entry entry : table.live(entry -> isLeft(entry, self))) {
                ProcessHandle.of(entry.pid()).ifPresent(ProcessHandle::destroyForcibly);
                done.add("killed process " + entry.pid() + " (" + entry.name() + "), left by a run that died");
            }
            for (Path folder : Spawner.folders(PREFIX, name -> isOfTheDead(name, self))) {
                Spawner.removeFolder(folder);
                done.add("removed " + folder + ", left by a run that died");
            }
            return done;
        });
    }

    private boolean isOfTheDead(String name, ProcessIdentity self) {
        return ProcessIdentity.ofName(PREFIX, name)
                .filter(maker -> maker.isGone(self))
                .isPresent();
    }

    private boolean isLeft(ProcessTable.Entry entry, ProcessIdentity self) {
        return entry.pid() != self.pid()
                && table.variable(entry.pid(), SessionConfinement.MARK)
                        .filter(mark -> isOfTheDead(mark, self))
                        .isPresent();
    }

    @Override
    public synchronized void close() throws IOException {
        Spawner starts = spawner;
        spawner = null;
        Reaper present = reaper;
        reaper = null;
        try {
            if (starts != null) {
                starts.close();
            }
        } finally {
            if (present != null) {
                present.close();
            }
        }
    }
}
