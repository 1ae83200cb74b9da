package io.krater.cri;

import io.krater.k8s.pod.Labels;
import io.krater.k8s.pod.Owner;
import io.krater.launch.LaunchRequest;
import io.krater.plan.TrialId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names of the labels and annotations by which sandboxes are known as made through CRI by KRATER. The kubelet hands a pod's
 * labels on to its sandbox, so {@link Labels#MANAGED_BY} alone would also name the pods of a launcher on Kubernetes.
 */
final class CriLabels {
    /** Says that no kubelet made it. */
    static final String VIA = "krater.io/via";

    static final String CRI = "cri";
    /** The sandbox's own UID: what a sandbox is looked up by whose id nobody heard. */
    static final String UID = "krater.io/uid";

    private CriLabels() {}

    /** Selects everything that any KRATER made through CRI. */
    static Map<String, String> anyOfOurs() {
        return Map.of(Labels.MANAGED_BY, Labels.KRATER, VIA, CRI);
    }

    static Map<String, String> of(LaunchRequest request, String launcher, String uid) {
        TrialId id = request.trial().id();
        Map<String, String> labels = new LinkedHashMap<>(anyOfOurs());
        labels.put(Labels.RUN, Labels.value(request.run()));
        labels.put(Labels.TRIAL, Labels.value(id.toString()));
        labels.put(Labels.ENVIRONMENT, Labels.value(id.environment()));
        labels.put(Labels.VARIANT, Labels.value(id.variant()));
        labels.put(Labels.LAUNCHER, launcher);
        labels.put(UID, uid);
        return labels;
    }

    /** Whether the process that made a sandbox with these annotations is gone, as far as can be told from here. */
    static boolean isDead(Map<String, String> annotations, Owner here) {
        return Optional.ofNullable(annotations.get(Labels.OWNER))
                .flatMap(Owner::parse)
                .filter(owner -> isDead(owner, here))
                .isPresent();
    }

    /** A socket is of this machine, so a process of another boot of it is gone as well. */
    static boolean isDead(Owner owner, Owner here) {
        boolean bothKnown = owner.bootId().length() > 1 && here.bootId().length() > 1;
        return owner.life(here) == Owner.Life.DEAD
                || (bothKnown && !owner.bootId().equals(here.bootId()));
    }
}
