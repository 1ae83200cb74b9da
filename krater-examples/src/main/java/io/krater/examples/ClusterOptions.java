package io.krater.examples;

import io.krater.Krater;
import io.krater.k8s.KubernetesLauncher;
import io.krater.k8s.pod.PullPolicy;
import io.krater.result.SuiteResult;
import io.krater.suite.Suite;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /** An example's own lines of help and those of these. */
    static List<String> help(String... own) {
        List<String> lines = new ArrayList<>(List.of(own));
        lines.addAll(List.of(
                "--kubeconfig    file ($KUBECONFIG, ~/.kube/config, the pod's own, or that of k3s or MicroK8s here)",
                "--context       the kubeconfig's context (its current one)",
                "--namespace     where the pods go (that of the context)",
                "--pull          when images are pulled: never, if-not-present or always (never)",
                "--into          where results go (results)"));
        return lines;
    }

    static KubernetesLauncher.Builder launcher(Options options) {
        KubernetesLauncher.Builder launcher = KubernetesLauncher.builder();
        options.given("kubeconfig").ifPresent(file -> launcher.kubeconfig(Path.of(file)));
        options.given("context").ifPresent(launcher::context);
        options.given("namespace").ifPresent(launcher::namespace);
        options.given("pull").ifPresent(when -> launcher.pullPolicy(pullPolicy(when)));
        return launcher;
    }

    /** Runs a suite on pods, shows what it says and writes its report. */
    static int run(Suite suite, KubernetesLauncher.Builder cluster, Options options) {
        Path into = options.path("into", "results");
        try (KubernetesLauncher launcher = cluster.connect()) {
            SuiteResult result = Krater.run(suite).on(launcher).into(into);
            Sentence.conclude(result, into.resolve(suite.name()));
            return exitCode(result);
        }
    }

    /** 0 where there is something to conclude from, else 1. */
    static int exitCode(SuiteResult result) {
        return result.trials().stream().anyMatch(trial -> trial.outcome().isCompleted()) ? 0 : 1;
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
