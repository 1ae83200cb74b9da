package io.krater.k8s.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.krater.k8s.model.RunningTrial;
import io.krater.node.LogTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Removes pods whose process has died, and no others. Whether a process of this machine lives can be seen; of one elsewhere,
 * only pods that a living process would have removed long ago are taken for left behind.
 */
public final class Cleanup {
    /** A living process removes a pod within seconds of its end. */
    private static final long LEFT_BEHIND_SECONDS = 120;

    /** Begins what is said of a pod that was removed. */
    public static final String REMOVED = "removed pod ";

    private final KubernetesClient client;
    private final String namespace;
    private final Owner here;

    public Cleanup(KubernetesClient client, String namespace, Owner here) {
        this.client = client;
        this.namespace = namespace;
        this.here = here;
    }

    /** Removes what the dead left, and says for each pod what was done. */
    public List<String> removeDead() {
        List<String> done = new ArrayList<>();
        for (Pod pod : ours()) {
            Owner.Life life = life(pod);
            boolean left = life == Owner.Life.DEAD || (life == Owner.Life.UNKNOWN && isLongOver(pod));
            if (left) {
                done.add(remove(pod));
            } else if (life == Owner.Life.UNKNOWN) {
                done.add("kept pod " + namespace + "/" + pod.getMetadata().getName() + " of trial "
                        + annotation(pod, Labels.TRIAL)
                        + ": its process is on another machine, and it ends by its own deadline");
            }
        }
        return done;
    }

    /** Removes a pod; where the server refuses, says so, and the others are removed all the same. */
    private String remove(Pod pod) {
        String name = pod.getMetadata().getName();
        String which = namespace + "/" + name + " of trial " + annotation(pod, Labels.TRIAL);
        try {
            client.pods()
                    .inNamespace(namespace)
                    .withName(name)
                    .withGracePeriod(0)
                    .delete();
            return REMOVED + which + ", whose process has ended";
        } catch (RuntimeException refusal) {
            return "could not remove pod " + which + ": " + Refusals.said(refusal);
        }
    }

    public List<RunningTrial> status() {
        return ours().stream().map(this::running).toList();
    }

    private RunningTrial running(Pod pod) {
        PodFacts facts = new PodFacts(pod);
        Map<String, String> labels = pod.getMetadata().getLabels();
        return new RunningTrial(
                labels.getOrDefault(Labels.RUN, ""),
                annotation(pod, Labels.TRIAL),
                facts.name(),
                facts.phase(),
                facts.node().orElse(""),
                String.valueOf(pod.getMetadata().getCreationTimestamp()),
                life(pod).name().toLowerCase(Locale.ROOT));
    }

    private List<Pod> ours() {
        return client.pods()
                .inNamespace(namespace)
                .withLabels(Labels.anyOfOurs())
                .list()
                .getItems();
    }

    private Owner.Life life(Pod pod) {
        return Owner.parse(annotation(pod, Labels.OWNER))
                .map(owner -> owner.life(here))
                .orElse(Owner.Life.UNKNOWN);
    }

    private static boolean isLongOver(Pod pod) {
        if (!new PodFacts(pod).isOver()) {
            return false;
        }
        String created = pod.getMetadata().getCreationTimestamp();
        long begun = created == null ? 0 : LogTime.parse(created);
        long over = new PodFacts(pod).lastFinished().orElse(begun) / 1_000_000_000L;
        return Instant.now().getEpochSecond() - over > LEFT_BEHIND_SECONDS;
    }

    private static String annotation(Pod pod, String key) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(key, "");
    }
}
