package io.krater.examples;

import io.krater.k8s.KubernetesLauncher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which cluster is meant. */
final class ClusterAddress {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description =
                    "its kubeconfig; else $KUBECONFIG, ~/.kube/config, the pod's own, or that of k3s or MicroK8s here")
    private @Nullable Path kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "the kubeconfig's context; else its current one")
    private @Nullable String context;

    @Option(names = "--namespace", paramLabel = "NAME", description = "where the pods are; else that of the context")
    private @Nullable String namespace;

    KubernetesLauncher.Builder launcher() {
        KubernetesLauncher.Builder launcher = KubernetesLauncher.builder();
        if (kubeconfig != null) {
            launcher.kubeconfig(kubeconfig);
        }
        if (context != null) {
            launcher.context(context);
        }
        if (namespace != null) {
            launcher.namespace(namespace);
        }
        return launcher;
    }

    /** What was given, as words of a command line. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        if (kubeconfig != null) {
            words.addAll(List.of("--kubeconfig", kubeconfig.toString()));
        }
        if (context != null) {
            words.addAll(List.of("--context", context));
        }
        if (namespace != null) {
            words.addAll(List.of("--namespace", namespace));
        }
        return words;
    }
}
