package io.krater.k8s.pod;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.krater.k8s.clock.Freshness;
import io.krater.k8s.clock.NodeClock;
import io.krater.launch.LaunchException;
import io.krater.node.EventLoop;
import io.krater.node.NodeView;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as one launcher sees it: one watch for all its pods, one for what is said of them, whatever their number; both
 * audited, because a watch whose network died says nothing of that. Thread-safe.
 */
public final class Cluster implements AutoCloseable {
    private static final long AUDIT_SECONDS = 5;
    private static final int AUDIT_TIMEOUT_MILLIS = 3_000;
    private static final long WATCH_LAG_MILLIS = 1_500;

    private final KubernetesClient client;
    private final PodSettings settings;
    private final EventLoop loop;
    private final Optional<NodeView> node;
    private final String launcher;
    private final Map<String, PodFollower> executions = new ConcurrentHashMap<>();
    private final Map<String, NodeClock> clocks = new ConcurrentHashMap<>();
    private final ResourceWatch<Pod> pods;
    private final ResourceWatch<Event> events;
    private final AtomicBoolean warm = new AtomicBoolean();
    private final AtomicBoolean watching = new AtomicBoolean();
    private final Freshness freshness = new Freshness();
    /** Resource version last seen of each pod; the loop's. */
    private final Map<String, String> versions = new HashMap<>();

    Cluster(KubernetesClient client, PodSettings settings, EventLoop loop, Optional<NodeView> node, String launcher) {
        this.client = client;
        this.settings = settings;
        this.loop = loop;
        this.node = node;
        this.launcher = launcher;
        ResourceWatch.Times times = new ResourceWatch.Times(
                Duration.ofMillis(client.getConfiguration().getRequestTimeout()), settings.retryPause());
        var ours = ours(client);
        this.pods = new ResourceWatch<>(loop, ours, ours, new PodSink(), times);
        var filtered = client.v1().events().inNamespace(settings.namespace()).withField("involvedObject.kind", "Pod");
        // on the node its files tell sooner; only what goes wrong is then worth a message
        var said = node.isPresent() ? filtered.withField("type", "Warning") : filtered;
        this.events = new ResourceWatch<>(loop, said, said, new EventSink(), times);
    }

    private FilterWatchListDeletable<Pod, PodList, PodResource> ours(KubernetesClient with) {
        return with.pods().inNamespace(settings.namespace()).withLabel(Labels.LAUNCHER, launcher);
    }

    KubernetesClient client() {
        return client;
    }

    public PodSettings settings() {
        return settings;
    }

    EventLoop loop() {
        return loop;
    }

    /** The node that this process runs on, where it runs on one and can read its files. */
    public Optional<NodeView> node() {
        return node;
    }

    /** Makes the JVM ready for timed requests like this pod's; once. */
    public void warmUp(Pod pod) {
        if (!warm.getAndSet(true)) {
            ClientWarmUp.with(client, pod);
        }
    }

    /** Opens the watches, unless they are open. */
    public void watch() throws LaunchException {
        synchronized (watching) {
            if (watching.get()) {
                return;
            }
            try {
                pods.open();
                events.open();
            } catch (RuntimeException refusal) {
                throw Refusals.launch("watching pods in namespace " + settings.namespace(), refusal);
            }
            watching.set(true);
        }
        auditLater();
    }

    /** The clock of a node that is not this machine. */
    NodeClock clock(String nodeName) {
        return clocks.computeIfAbsent(nodeName, name -> {
            NodeClock clock = new NodeClock(client, loop, name);
            clock.begin();
            return clock;
        });
    }

    public void add(PodFollower execution) {
        executions.put(execution.name(), execution);
    }

    void remove(PodFollower execution) {
        executions.remove(execution.name());
    }

    List<PodFollower> executions() {
        return List.copyOf(executions.values());
    }

    /** Asks for a pod's deletion; false if there is no such pod. */
    boolean delete(String pod, long graceSeconds) {
        return !client.pods()
                .inNamespace(settings.namespace())
                .withName(pod)
                .withGracePeriod(graceSeconds)
                .delete()
                .isEmpty();
    }

    /** Deletes all pods of this launcher with one request. */
    void deleteAll() {
        client.pods()
                .inNamespace(settings.namespace())
                .withLabel(Labels.LAUNCHER, launcher)
                .withGracePeriod(0)
                .delete();
    }

    private void auditLater() {
        loop.after(AUDIT_SECONDS, TimeUnit.SECONDS, () -> {
            if (executions.isEmpty()) {
                auditLater();
            } else {
                loop.request(this::audit);
            }
        });
    }

    /** Compares what the watch has told with what the server has: a watch that lags by long is dead. */
    private void audit() {
        Map<String, String> there = new HashMap<>();
        try {
            KubernetesClient impatient = client.newClient(new RequestConfigBuilder()
                            .withRequestTimeout(AUDIT_TIMEOUT_MILLIS)
                            .withRequestRetryBackoffLimit(0)
                            .build())
                    .adapt(KubernetesClient.class);
            ours(impatient)
                    .list()
                    .getItems()
                    .forEach(pod -> there.put(
                            pod.getMetadata().getName(), pod.getMetadata().getResourceVersion()));
        } catch (RuntimeException unreachable) { // whatever an answer that is none may raise: the next may be one
            System.getLogger(Cluster.class.getName())
                    .log(System.Logger.Level.DEBUG, "the audit of pods got no answer: {0}", Refusals.said(unreachable));
            pods.reopen();
            events.reopen();
            loop.execute(this::auditLater);
            return;
        }
        loop.after(WATCH_LAG_MILLIS, TimeUnit.MILLISECONDS, () -> compare(there));
    }

    private void compare(Map<String, String> there) {
        auditLater(); // before all else: whatever comes of this one, there is a next
        boolean behind = there.entrySet().stream()
                .anyMatch(pod ->
                        isOlder(versions.get(pod.getKey()), pod.getValue()) && executions.containsKey(pod.getKey()));
        if (behind) {
            pods.reopen();
            events.reopen();
        }
    }

    /** Resource versions are compared as numbers, which they are since Kubernetes 1.35 by contract and before in fact. */
    private static boolean isOlder(@Nullable String seen, @Nullable String there) {
        if (seen == null || there == null) {
            return seen == null;
        }
        return seen.length() < there.length() || (seen.length() == there.length() && seen.compareTo(there) < 0);
    }

    @Override
    public void close() {
        pods.close();
        events.close();
        node.ifPresent(NodeView::close);
        loop.close();
        client.close();
    }

    private final class PodSink implements ResourceWatch.Sink<Pod> {
        @Override
        public void seen(Watcher.Action action, Pod pod, long nanoTime) {
            long ago = System.nanoTime() - nanoTime;
            boolean live = freshness.isFresh(pod, System.currentTimeMillis() / 1e3 - ago / 1e9);
            tell(action, pod, nanoTime, live);
        }

        @Override
        public void listed(List<Pod> items, long asked, long nanoTime) {
            Set<String> there = new HashSet<>();
            for (Pod pod : items) {
                there.add(pod.getMetadata().getName());
                tell(Watcher.Action.MODIFIED, pod, nanoTime, false);
            }
            versions.keySet().retainAll(there);
            for (PodFollower execution : executions.values()) {
                if (!there.contains(execution.name())) {
                    execution.absent(asked, nanoTime);
                }
            }
        }

        @Override
        public void refused(RuntimeException refusal) {
            executions.values().forEach(execution -> execution.refused(refusal));
        }

        private void tell(Watcher.Action action, Pod pod, long nanoTime, boolean live) {
            String name = pod.getMetadata().getName();
            PodFollower execution = executions.get(name);
            if (action == Watcher.Action.DELETED) {
                versions.remove(name);
            } else if (execution != null) {
                versions.put(name, pod.getMetadata().getResourceVersion());
            }
            if (execution != null) {
                execution.seen(action, pod, nanoTime, live);
            } else if (action != Watcher.Action.DELETED && pod.getMetadata().getDeletionTimestamp() == null) {
                // a creation that was given up for lack of an answer has come through after all
                loop.request(() -> delete(name, 0));
            }
        }
    }

    private final class EventSink implements ResourceWatch.Sink<Event> {
        @Override
        public void seen(Watcher.Action action, Event event, long nanoTime) {
            if (action != Watcher.Action.DELETED) {
                tell(event, nanoTime, true);
            }
        }

        @Override
        public void listed(List<Event> items, long asked, long nanoTime) {
            items.forEach(event -> tell(event, nanoTime, false));
        }

        private void tell(Event event, long nanoTime, boolean live) {
            String name = event.getInvolvedObject() == null
                    ? null
                    : event.getInvolvedObject().getName();
            PodFollower execution = name == null ? null : executions.get(name);
            if (execution != null) {
                execution.said(event, nanoTime, live);
            }
        }
    }
}
