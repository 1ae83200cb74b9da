package io.krater.node;

import io.krater.launch.Phase;
import io.krater.launch.Sampling;
import io.krater.sample.CgroupReadException;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.sampler.SampleTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One pod's cgroups on this node, from their birth. The first child of the pod's cgroup is the sandbox's, the next the
 * container's: sampled from its birth, long before the API server names it, and put right if the name says otherwise. In a pod
 * whose template puts containers before or beside it only the name tells, and each is watched until it does.
 */
final class LocalPod implements NodeView.PodView {
    private static final Scope CONTAINER = Scope.CONTAINER;
    private static final Scope POD = Scope.POD;
    /** Two clocks that were anchored one after the other agree to within this. */
    private static final long CLOCKS_APART_NANOS = 100_000;

    private final LocalNode node;
    private final String uid;
    private final Sampling sampling;
    private final NodeView.Listener listener;
    private final List<Path> children = new ArrayList<>();
    private final Map<String, String> facts = new TreeMap<>();
    private final Map<Scope, SamplerPool.Lease> leases = new LinkedHashMap<>();
    private DirectoryWatcher.@Nullable Subscription subscription;
    private @Nullable Path podCgroup;
    private @Nullable Path container;
    private @Nullable String containerId;
    private @Nullable List<SampleSet> result;
    private @Nullable StartProbe probe;
    private OptionalLong oomKills = OptionalLong.empty();
    private boolean startTold;
    private boolean died;
    /** {@link System#nanoTime()} of the container's cgroup's birth; 0 where it was not seen. */
    private long bornAt;

    /** Containers of a pod with several, as long as it is not known which of them is measured. */
    private final Map<Path, Candidate> candidates = new LinkedHashMap<>();

    private final boolean alone;
    /** Whether other containers ran beside this one, so that the pod's counters are not its own. */
    private boolean beside;
    /** {@link System#nanoTime()} of the program's first word, where it came before its container was known; else 0. */
    private long spokeAt;

    LocalPod(LocalNode node, String uid, Sampling sampling, NodeView.Listener listener, boolean alone) {
        this.alone = alone;
        this.node = node;
        this.uid = uid;
        this.sampling = sampling;
        this.listener = listener;
        if (!sampling.isNone()) {
            lease(SampleTarget.host());
        }
    }

    /** The pod's cgroup is there. */
    synchronized void appeared(Path directory, long nanoTime) {
        if (podCgroup != null || result != null) {
            return;
        }
        podCgroup = directory;
        facts.put("pod_cgroup", directory.toString());
        try {
            subscription = node.watcher().watch(directory, false, new DirectoryWatcher.Listener() {
                @Override
                public void created(Path entry, long at) {
                    born(entry, at, true);
                }

                @Override
                public void removed(Path entry, long at) {
                    died(entry, at);
                }
            });
        } catch (IOException e) {
            facts.put("pod_cgroup_problem", "cannot watch it: " + e.getMessage());
        }
        if (!sampling.isNone()) {
            lease(SampleTarget.cgroup(POD, directory));
        }
        // what was born before the watch was in place was born at a time unknown, and in an order unknown
        List<Path> before = Subdirectories.of(directory);
        before.removeAll(children);
        if (children.isEmpty() && before.size() > 1) {
            children.addAll(before);
        } else {
            before.forEach(child -> born(child, nanoTime, false));
        }
    }

    private synchronized void born(Path child, long nanoTime, boolean seen) {
        if (result != null || children.contains(child) || isMonitor(child)) {
            return;
        }
        children.add(child);
        if (containerId != null) {
            if (child.getFileName().toString().contains(containerId) && container == null) {
                if (alone) {
                    adopt(child);
                } else {
                    consider(child, seen ? nanoTime : 0);
                    choose(containerId);
                }
            }
        } else if (children.size() == 1) {
            tell(Phase.SANDBOX_READY, nanoTime, seen);
        } else if (!alone) {
            consider(child, seen ? nanoTime : 0);
        } else if (container == null) {
            tell(Phase.CONTAINER_CREATED, nanoTime, seen);
            bornAt = seen ? nanoTime : 0;
            samplePod();
            adopt(child);
            probe = new StartProbe(node.mount(), node::soon, child, this::startSeen);
            probe.begin();
        }
    }

    /** A container of several: which it is shows later, and what happens to it until then is kept. */
    private void consider(Path child, long bornNanoTime) {
        boolean others = candidates.values().stream().anyMatch(it -> it.died().isEmpty());
        SamplerPool.Lease lease = sampling.isNone() ? null : leased(SampleTarget.cgroup(CONTAINER, child));
        Candidate candidate = new Candidate(child, bornNanoTime, others, lease);
        candidates.put(child, candidate);
        StartProbe looking = new StartProbe(node.mount(), node::soon, child, start -> startSeen(candidate, start));
        candidate.probe(looking);
        looking.begin();
    }

    private void startSeen(Candidate candidate, StartProbe.Start start) {
        synchronized (this) {
            candidate.started(start);
            if (!candidate.cgroup().equals(container)) {
                return;
            }
        }
        startSeen(start);
    }

    /** The container of several that has this id is the one: all that happened to it is told now, with its times. */
    private void choose(String id) {
        List<Candidate> all = List.copyOf(candidates.values());
        Optional<Candidate> chosen = all.stream().filter(it -> it.is(id)).findFirst();
        if (chosen.isEmpty()) {
            return;
        }
        Candidate ours = chosen.get();
        candidates.clear();
        all.stream().filter(it -> it != ours).forEach(Candidate::drop);
        // a container that came after this one and lives is one that runs beside it
        beside = ours.beside()
                || all.stream().anyMatch(it -> it != ours && it.died().isEmpty());
        container = ours.cgroup();
        facts.put("container_cgroup", ours.cgroup().toString());
        bornAt = ours.bornAt();
        probe = ours.probe();
        SamplerPool.Lease lease = ours.lease();
        if (lease != null) {
            leases.put(CONTAINER, lease);
        }
        tell(Phase.CONTAINER_CREATED, bornAt, bornAt != 0);
        StartProbe.Start start = ours.start();
        if (start != null) {
            startSeen(start);
        } else if (spokeAt != 0) {
            spoke();
        }
        ours.died().ifPresent(at -> died(ours.cgroup(), at));
    }

    /** CRI-O keeps a monitor's cgroup beside the container's. */
    private static boolean isMonitor(Path child) {
        return child.getFileName().toString().contains("conmon");
    }

    private void tell(Phase phase, long nanoTime, boolean seen) {
        if (seen) {
            listener.phase(phase, nanoTime);
        }
    }

    private void adopt(Path directory) {
        container = directory;
        facts.put("container_cgroup", directory.toString());
        if (!sampling.isNone()) {
            lease(SampleTarget.cgroup(CONTAINER, directory));
        }
    }

    private void startSeen(StartProbe.Start start) {
        synchronized (this) {
            if (startTold) {
                return;
            }
            facts.putAll(start.facts());
            readLimits();
        }
        start.nanoTime().ifPresent(at -> tellStart(at, "process"));
    }

    /** The program's start, by the best that was seen of it; once. */
    private void tellStart(long nanoTime, String by) {
        synchronized (this) {
            if (startTold) {
                return;
            }
            startTold = true;
            facts.put("container_started_by", by);
        }
        listener.phase(Phase.CONTAINER_STARTED, nanoTime);
    }

    @Override
    public void spoke() {
        long last;
        synchronized (this) {
            StartProbe looking = probe;
            if (looking == null && !alone && spokeAt == 0) {
                spokeAt = System.nanoTime();
            }
            if (startTold || looking == null) {
                return;
            }
            // too short to be seen starting, or the node is too busy for looks: it started after the last one
            long notYet = looking.lastSeenNotStarted();
            last = Math.max(spokeAt == 0 ? notYet : Math.min(notYet, spokeAt), bornAt);
            facts.put(StartProbe.ERROR, StartProbe.millis(System.nanoTime() - last));
            facts.putAll(looking.process());
            readLimits();
        }
        tellStart(last, "last look before its first word or end");
    }

    private void died(Path child, long nanoTime) {
        synchronized (this) {
            Candidate candidate = candidates.get(child);
            if (candidate != null) {
                candidate.died(nanoTime);
                samplePod();
                return;
            }
            if (!child.equals(container)) {
                return;
            }
            died = true;
            // the pod's counters hold all that the container used: read them before the next tick
            countOomKills();
            samplePod();
        }
        spoke();
        listener.ended(nanoTime);
    }

    /** The pod's counters at this moment, besides those at each tick. */
    private void samplePod() {
        SamplerPool.Lease pod = leases.get(POD);
        if (pod != null && result == null) {
            pod.recording().sampleNow();
        }
    }

    /** The pod's cgroup outlives the container's and counts what happened there. */
    private void countOomKills() {
        Path of = podCgroup;
        if (of != null) {
            OptionalLong now = CgroupLimitFacts.oomKills(of);
            oomKills = now.isPresent() ? now : oomKills;
        }
    }

    @Override
    public synchronized OptionalLong oomKills() {
        countOomKills();
        return oomKills;
    }

    @Override
    public synchronized void container(String id) {
        if (containerId != null || result != null) {
            return;
        }
        containerId = id;
        choose(id);
        Path presumed = container;
        if (presumed != null && presumed.getFileName().toString().contains(id)) {
            return;
        }
        Optional<Path> named = children.stream()
                .filter(child -> child.getFileName().toString().contains(id))
                .findFirst()
                .or(() -> CgroupSearch.byId(node.mount(), id));
        if (presumed != null) {
            container = null;
            bornAt = 0;
            facts.remove("container_cgroup");
            SamplerPool.Lease wrong = leases.remove(CONTAINER);
            if (wrong != null) {
                wrong.stop();
            }
        }
        if (named.isPresent()) {
            adopt(named.get());
            readLimits();
        } else {
            facts.put("container_cgroup_problem", "no cgroup has its id: the pod's cgroup speaks for it");
        }
    }

    private void readLimits() {
        Path of = container;
        if (of != null) {
            facts.putAll(CgroupLimitFacts.read("container", of));
        }
        if (podCgroup != null) {
            facts.putAll(CgroupLimitFacts.read("pod", podCgroup));
        }
    }

    private void lease(SampleTarget target) {
        SamplerPool.Lease lease = leased(target);
        if (lease != null) {
            leases.put(target.scope(), lease);
        }
    }

    private SamplerPool.@Nullable Lease leased(SampleTarget target) {
        try {
            return node.samplers().start(target, sampling);
        } catch (CgroupReadException e) {
            facts.put(target.scope().label() + "_samples_problem", String.valueOf(e.getMessage()));
            return null;
        }
    }

    @Override
    public synchronized void mark(Phase edge) {
        if (result != null) {
            return;
        }
        leases.values().forEach(lease -> lease.recording().sampleNow());
        List<SamplerPool.Lease> ours = new ArrayList<>();
        Optional.ofNullable(leases.get(CONTAINER)).ifPresent(ours::add);
        for (Candidate candidate : candidates.values()) {
            SamplerPool.Lease lease = candidate.lease();
            if (lease != null) {
                lease.recording().sampleNow();
                ours.add(lease);
            }
        }
        if (edge == Phase.BENCH_START) {
            ours.forEach(lease -> lease.recording().resetPeak());
        }
    }

    @Override
    public List<SampleSet> stop() {
        synchronized (this) {
            List<SampleSet> known = result;
            if (known != null) {
                return known;
            }
            candidates.values().forEach(Candidate::drop);
            candidates.clear();
            Map<Scope, SampleSet> sets = new LinkedHashMap<>();
            leases.forEach((scope, lease) -> sets.put(scope, lease.stop()));
            SampleSet ofPod = sets.get(POD);
            SampleSet ofContainer = sets.get(CONTAINER);
            if (ofPod != null
                    && died
                    && !beside
                    && (ofContainer == null || ofContainer.fast().size() == 0)) {
                sets.put(CONTAINER, ContainerEdges.unsampled(CONTAINER, ofPod));
            }
            sets.computeIfPresent(CONTAINER, (scope, set) -> withEdges(set, ofPod));
            sets.replaceAll((scope, set) -> CgroupLimitFacts.corrected(set, facts));
            result = List.copyOf(sets.values());
        }
        close();
        return result == null ? List.of() : result;
    }

    private SampleSet withEdges(SampleSet set, @Nullable SampleSet pod) {
        SamplerPool.Lease lease = Optional.ofNullable(leases.get(CONTAINER)).orElse(leases.get(POD));
        SampleSet opened = lease == null || bornAt == 0
                ? set
                : ContainerEdges.open(set, lease.clock().at(bornAt - CLOCKS_APART_NANOS));
        if (beside) {
            facts.put("container_closed_by", "its own last sample: other containers share its pod's counters");
            return opened;
        }
        return pod == null ? opened : ContainerEdges.close(opened, pod);
    }

    private void close() {
        DirectoryWatcher.Subscription open = subscription;
        if (open != null) {
            open.close();
        }
        node.forget(uid);
    }

    @Override
    public synchronized Map<String, String> facts() {
        return new TreeMap<>(facts);
    }
}
