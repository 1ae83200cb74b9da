package io.krater.node;

import io.krater.cgroup.CgroupMount;
import io.krater.launch.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The node that this process runs on, seen through its own files: cgroup directories under whatever parent the kubelet's
 * driver chose, and the log directories beside them.
 */
public final class LocalNode implements NodeView {
    private static final long LOOK_EVERY_MILLIS = 4;
    private static final Path LOGS = Path.of("/var/log/pods");
    /** A UID with dashes (cgroupfs driver, log directories) or underscores (systemd driver). */
    private static final Pattern UID =
            Pattern.compile("([0-9a-f]{8})[-_]([0-9a-f]{4})[-_]([0-9a-f]{4})[-_]([0-9a-f]{4})[-_]([0-9a-f]{12})");

    private final String node;
    private final EventLoop loop;
    private final CgroupMount mount;
    private final DirectoryWatcher watcher;
    private final List<Path> parents;
    private final Path logs;
    private final EventLoop probes = new EventLoop("krater-k8s-probe");
    private final SamplerPool samplers = new SamplerPool();
    private final Map<String, LocalPod> pods = new ConcurrentHashMap<>();
    private final Map<String, FileLog> openLogs = new ConcurrentHashMap<>();

    /**
     * This machine as the node of that name, whoever starts the containers.
     *
     * @param parents directories in which a pod's cgroup may appear, with its UID in the name
     * @param logs directory in which a pod's log directory may appear, named namespace, pod and UID with {@code _} between
     * @throws IOException if one of them cannot be watched
     */
    public LocalNode(String node, EventLoop loop, CgroupMount mount, List<Path> parents, Path logs) throws IOException {
        this.node = node;
        this.loop = loop;
        this.mount = mount;
        this.parents = parents;
        this.logs = logs;
        this.watcher = new DirectoryWatcher();
        for (Path parent : parents) {
            watcher.watch(parent, false, new DirectoryWatcher.Listener() {
                @Override
                public void created(Path entry, long nanoTime) {
                    podDirectory(entry, nanoTime);
                }
            });
        }
        if (Files.isReadable(logs)) {
            watcher.watch(logs, false, new DirectoryWatcher.Listener() {
                @Override
                public void created(Path entry, long nanoTime) {
                    uidIn(entry).map(openLogs::get).ifPresent(log -> loop.execute(log::appeared));
                }
            });
        }
    }

    /**
     * This machine as the node of that name.
     *
     * @throws IOException if it has no pods' cgroups that this process can read, saying which and why
     */
    public static LocalNode open(String node, EventLoop loop) throws IOException {
        CgroupMount mount = CgroupMount.detect();
        Path root = mount.root().orElseThrow(() -> new IOException("there is no cgroup v2 tree"));
        List<Path> parents = PodParents.in(root);
        if (parents.isEmpty()) {
            throw new IOException("no cgroup of the kubelet's (kubepods) is visible under " + root);
        }
        return new LocalNode(node, loop, mount, parents, LOGS);
    }

    @Override
    public String node() {
        return node;
    }

    private void podDirectory(Path directory, long nanoTime) {
        uidIn(directory).map(pods::get).ifPresent(pod -> pod.appeared(directory, nanoTime));
    }

    private static Optional<String> uidIn(Path path) {
        Matcher matcher = UID.matcher(path.getFileName().toString());
        return matcher.find()
                ? Optional.of(String.join(
                        "-", matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4), matcher.group(5)))
                : Optional.empty();
    }

    @Override
    public PodView look(String uid, Sampling sampling, Listener listener, boolean alone) {
        LocalPod pod = new LocalPod(this, uid, sampling, listener, alone);
        pods.put(uid, pod);
        // it may have been born between the answer of the API server and now
        for (Path parent : parents) {
            for (Path directory : Subdirectories.of(parent)) {
                if (uidIn(directory).filter(uid::equals).isPresent()) {
                    pod.appeared(directory, System.nanoTime());
                }
            }
        }
        return pod;
    }

    @Override
    public Optional<PodLog> log(String namespace, String pod, String uid, String container, PodLog.Sink sink) {
        if (!Files.isReadable(logs)) {
            return Optional.empty();
        }
        FileLog log = new FileLog(
                loop,
                watcher,
                logs.resolve(namespace + "_" + pod + "_" + uid),
                container,
                sink,
                () -> openLogs.remove(uid));
        openLogs.put(uid, log);
        if (Files.isDirectory(log.podDirectory())) {
            log.appeared();
        }
        return Optional.of(log);
    }

    void forget(String uid) {
        pods.remove(uid);
    }

    /** Has a look taken soon, on a thread that does nothing else. */
    void soon(Runnable look) {
        probes.after(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS, look);
    }

    DirectoryWatcher watcher() {
        return watcher;
    }

    SamplerPool samplers() {
        return samplers;
    }

    CgroupMount mount() {
        return mount;
    }

    @Override
    public void close() {
        watcher.close();
        probes.close();
        samplers.close();
    }
}
