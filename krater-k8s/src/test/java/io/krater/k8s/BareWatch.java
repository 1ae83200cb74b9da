package io.krater.k8s;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** A watch with nothing around it: when each pod of a namespace was first seen Running, on this machine's wall clock. */
final class BareWatch implements Watcher<Pod>, AutoCloseable {
    private final Map<String, Long> running = new ConcurrentHashMap<>();
    private final Watch watch;

    BareWatch(KubernetesClient client, String namespace) {
        watch = client.pods().inNamespace(namespace).watch(this);
    }

    @Override
    public void eventReceived(Action action, Pod pod) {
        Instant now = Instant.now();
        if ("Running".equals(pod.getStatus().getPhase())) {
            running.putIfAbsent(pod.getMetadata().getName(), now.getEpochSecond() * 1_000_000_000L + now.getNano());
        }
    }

    OptionalLong running(String pod) {
        Long at = running.get(pod);
        return at == null ? OptionalLong.empty() : OptionalLong.of(at);
    }

    @Override
    public void onClose(WatcherException cause) {
        running.put("closed: " + cause, 0L);
    }

    @Override
    public void close() {
        watch.close();
    }
}
