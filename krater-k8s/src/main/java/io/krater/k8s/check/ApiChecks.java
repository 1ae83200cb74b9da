package io.krater.k8s.check;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.VersionInfo;
import io.krater.k8s.pod.Refusals;
import io.krater.launch.Check;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Checks the way to the API server and what it lets us do. */
final class ApiChecks {
    private final KubernetesClient client;
    private final String namespace;
    private final String who;

    ApiChecks(KubernetesClient client, String namespace, String who) {
        this.client = client;
        this.who = who;
        this.namespace = namespace;
    }

    /** Whether the server answers; without that nothing else can be checked. */
    Check reachable() {
        try {
            client.getKubernetesVersion(); // the first answer pays for the connection
            long before = System.nanoTime();
            VersionInfo answer = client.getKubernetesVersion();
            String version = answer == null ? null : answer.getGitVersion();
            if (version == null || version.isBlank()) {
                throw new KubernetesClientException("the answer lacks what a Kubernetes API's has: gitVersion");
            }
            return Check.ok(
                    "API server",
                    String.format(
                            Locale.ROOT,
                            "%s, answers in %.1f ms",
                            Refusals.words(version),
                            (System.nanoTime() - before) / 1e6));
        } catch (RuntimeException refusal) {
            return Unreachable.of(client.getConfiguration(), who, refusal);
        }
    }

    /** What is missing, a finding for each thing that is lost by it, or one that all are there. */
    List<Check> permissions() {
        Map<String, List<Permission>> missing = new LinkedHashMap<>();
        for (Permission permission : Permission.all()) {
            try {
                if (!isAllowed(permission)) {
                    missing.computeIfAbsent(permission.without(), lost -> new ArrayList<>())
                            .add(permission);
                }
            } catch (RuntimeException refusal) {
                return List.of(Check.warning(
                        "permissions",
                        "cannot be asked for: " + Refusals.said(refusal),
                        "trials may be refused",
                        "kubectl auth can-i --list --namespace " + namespace));
            }
        }
        return missing.isEmpty()
                ? List.of(Check.ok("permissions", "all " + Permission.all().size() + " that are needed"))
                : missing.values().stream().map(this::missing).toList();
    }

    private boolean isAllowed(Permission permission) {
        SelfSubjectAccessReview review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withVerb(permission.verb())
                .withGroup(permission.group())
                .withResource(permission.resource())
                .withSubresource(permission.subresource())
                .withNamespace(permission.namespaced() ? namespace : null)
                .endResourceAttributes()
                .endSpec()
                .build();
        SelfSubjectAccessReview answer =
                client.authorization().v1().selfSubjectAccessReview().create(review);
        if (answer == null || answer.getStatus() == null) {
            throw new KubernetesClientException("the answer to a question for a permission is none");
        }
        return Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }

    /** Permissions without which the same is lost. */
    private Check missing(List<Permission> permissions) {
        Permission one = permissions.get(0);
        String asked = permissions.stream().map(Permission::asked).collect(Collectors.joining(", "));
        String found = "may not " + asked + (one.namespaced() ? " in namespace " + namespace : " in the whole cluster");
        String remedy = "kubectl apply --namespace " + namespace + " -f docs/rbac.yaml, as a cluster's administrator,"
                + " and use its service account";
        return one.needed()
                ? Check.error("permissions", found, one.without(), remedy)
                : Check.warning("permissions", found, one.without(), remedy);
    }

    /** Whether the pods' namespace is there. */
    Check namespace() {
        try {
            boolean there = client.namespaces().withName(namespace).get() != null;
            return there
                    ? Check.ok("namespace", namespace)
                    : Check.error(
                            "namespace",
                            namespace + " is not there",
                            "no pod can be made",
                            "kubectl create namespace " + namespace);
        } catch (RuntimeException refusal) {
            if (Refusals.code(refusal) != 403) {
                return Check.warning(
                        "namespace",
                        namespace + " could not be looked up: " + Refusals.said(refusal),
                        "if it is not there, no pod can be made",
                        "kubectl get namespace " + namespace);
            }
            return Check.ok("namespace", namespace + " (may not be looked up)");
        }
    }
}
