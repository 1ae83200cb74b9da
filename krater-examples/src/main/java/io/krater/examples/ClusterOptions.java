package io.krater.examples;

import io.krater.k8s.KubernetesLauncher;
import io.krater.k8s.PullPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Options that name a cluster and how its pods are made, the same for all examples on clusters. */
final class ClusterOptions {
    private static final Set<String> NAMES = Set.of("kubeconfig", "context", "namespace", "pull", "into");

    private ClusterOptions() {}

    /** An example's own options and these. */
    static Set<String> and(String... own) {
        Set<String> all = new HashSet<>(NAMES);
        all.addAll(List.of(own));
        return all;
    }

    static List<String> help() {
        return List.of(
                "--kubeconfig    file ($KUBECONFIG, ~/.kube/config, the pod's own, or that of k3s or MicroK8s here)",
                "--context       the kubeconfig's context (its current one)",
                "--namespace     where the pods go (that of the context)",
                "--pull          when images are pulled: never, if-not-present or always (never)",
                "--into          where results go (results)");
    }

    static KubernetesLauncher.Builder launcher(Options options) {
        KubernetesLauncher.Builder launcher = KubernetesLauncher.builder();
        options.given("kubeconfig").ifPresent(file -> launcher.kubeconfig(java.nio.file.Path.of(file)));
        options.given("context").ifPresent(launcher::context);
        options.given("namespace").ifPresent(launcher::namespace);
        options.given("pull").ifPresent(when -> launcher.pullPolicy(pullPolicy(when)));
        return launcher;
    }

    private static PullPolicy pullPolicy(String when) {
        try {
            return PullPolicy.valueOf(when.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "--pull must be never, if-not-present or always, was \"" + when + "\"", unknown);
        }
    }
}
