package io.krater.k8s;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.krater.launch.Check;
import io.krater.suite.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks a cluster before the first trial. */
final class Preflight {
    private final Connection connection;

    Preflight(Connection connection) {
        this.connection = connection;
    }

    List<Check> check(Optional<Suite> suite) {
        List<Check> checks = new ArrayList<>();
        try {
            checks.add(Check.ok(
                    "API server", connection.client().getKubernetesVersion().getGitVersion()));
        } catch (KubernetesClientException refusal) {
            checks.add(Check.error(
                    "API server",
                    Refusals.said(refusal),
                    "no trial can run for suite " + suite.map(Suite::name).orElse("(none)"),
                    "kubectl version"));
        }
        return checks;
    }
}
