package io.krater.k8s.check;

import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/** Looks up RuntimeClasses. */
final class RuntimeClasses {
    private RuntimeClasses() {}

    /**
     * The RuntimeClass of that name, or null.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if it may not be looked up
     */
    static @Nullable RuntimeClass find(KubernetesClient client, String name) {
        return client.resources(RuntimeClass.class).withName(name).get();
    }
}
