package io.krater.k8s.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.krater.k8s.clock.Freshness;

/**
 * Has the JVM load and compile, before the first trial, what a trial's timed part runs through: otherwise the first start would
 * hold a second of class loading, and the first gate the compiler's threads beside the workload. The pod is sent to the API
 * server as a dry run, which makes nothing.
 */
final class ClientWarmUp {
    private static final int ROUNDS = 30;

    private ClientWarmUp() {}

    static void with(KubernetesClient client, Pod pod) {
        Pod answered;
        try {
            Pod tried = client.resource(pod).dryRun().create();
            answered = tried == null || tried.getMetadata() == null ? pod : tried; // the answer may be none
        } catch (RuntimeException refusal) {
            answered = pod; // the timed request will be refused as well, and tell why
        }
        KubernetesSerialization serialization = client.getKubernetesSerialization();
        String event = "{\"type\":\"MODIFIED\",\"object\":" + serialization.asJson(answered) + "}";
        Freshness freshness = new Freshness();
        for (int i = 0; i < ROUNDS; i++) {
            WatchEvent read = serialization.unmarshal(event, WatchEvent.class);
            if (read.getObject() instanceof Pod seen) {
                PodFacts facts = new PodFacts(seen);
                new PodPhases().see(facts, freshness.isFresh(seen, 0), phase -> {});
                Endings.of(facts).ifPresent(Ending::withLog);
                facts.facts();
            }
        }
    }
}
