package io.krater.k8s.check;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.krater.k8s.clock.ClockReading;
import io.krater.k8s.clock.OffsetBounds;
import io.krater.launch.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures the nodes' clocks against this machine's in the way of the trials, and says for which subtraction that is good enough.
 * Where a kubelet may not be asked, the API server's clock is all that can be measured; the trials then bound a node's by cause and
 * effect.
 */
final class ClockChecks {
    private static final String SUBJECT = "clock";
    private static final double NOTABLE_OFFSET_SECONDS = 0.1;
    private static final double MILLIS = 1e6;
    private static final int MOST_NODES = 5;
    private static final String SAME_CLOCK = "; gate times and samples have the node's clock alone, and need no offset";

    private ClockChecks() {}

    static List<Check> all(KubernetesClient client, List<Node> nodes) {
        List<Check> checks = new ArrayList<>();
        for (Node node : nodes.stream().limit(MOST_NODES).toList()) {
            String name = node.getMetadata().getName();
            ClockReading.of(client, "/api/v1/nodes/" + name + "/proxy/healthz")
                    .ifPresent(bounds -> checks.add(found("node " + name, bounds, ofNode(bounds))));
        }
        if (!checks.isEmpty()) {
            return checks;
        }
        Optional<OffsetBounds> server = ClockReading.of(client, "/version");
        return List.of(server.map(bounds -> found(
                        "API server",
                        bounds,
                        ", which bears on no figure; kubelets may not be asked (get nodes/proxy), so a trial knows its node's"
                                + " clock by cause and effect, to about the length of a start, and says how well"))
                .orElseGet(() -> Check.ok(SUBJECT, "the API server tells no time")));
    }

    private static String ofNode(OffsetBounds bounds) {
        return String.format(
                Locale.ROOT,
                ": good enough for times from a request here to an event there (cold start) to %.1f ms",
                bounds.middle().errorNanos() / MILLIS);
    }

    private static Check found(String whose, OffsetBounds bounds, String meaning) {
        double offset = bounds.middle().nanos() / 1e9;
        double error = bounds.middle().errorNanos() / 1e9;
        String found =
                String.format(Locale.ROOT, "%s %+.4f s from this machine, ± %.4f s%s", whose, offset, error, meaning);
        return Math.abs(offset) <= error + NOTABLE_OFFSET_SECONDS
                ? Check.ok(SUBJECT, found + (whose.startsWith("node") ? SAME_CLOCK : ""))
                : Check.warning(
                        SUBJECT,
                        found,
                        "times of the node and of this machine can be compared no better than that, and a clock that is"
                                + " being set meanwhile spoils them",
                        "synchronise both by NTP: chronyc tracking");
    }
}
