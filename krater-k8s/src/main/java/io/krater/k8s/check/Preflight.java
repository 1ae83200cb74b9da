package io.krater.k8s.check;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.krater.k8s.clock.DateHeader;
import io.krater.k8s.clock.OffsetBounds;
import io.krater.k8s.pod.Cluster;
import io.krater.k8s.pod.Connection;
import io.krater.k8s.pod.Refusals;
import io.krater.launch.Check;
import io.krater.launch.Check.State;
import io.krater.launch.LaunchException;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks, before the first trial, all that would make trials fail or their numbers say less. */
public final class Preflight {
    private static final int CLOCK_READINGS = 3;
    private static final double NOTABLE_OFFSET_SECONDS = 0.1;

    private final Connection connection;
    private final List<Check> checks = new ArrayList<>();

    public Preflight(Connection connection) {
        this.connection = connection;
    }

    /** The findings; those of a suite's environments where a suite is given. Used once. */
    public List<Check> check(Optional<Suite> suite) {
        ApiChecks api = new ApiChecks(connection.client(), connection.settings().namespace());
        Check reachable = api.reachable();
        checks.add(reachable);
        if (reachable.state() == State.ERROR) {
            return List.copyOf(checks);
        }
        checks.add(api.namespace());
        checks.addAll(api.permissions());
        try {
            cluster(connection.cluster(), suite);
        } catch (LaunchException refusal) {
            checks.add(Check.error("nodes", refusal.reason().message(), "no trial can run", "kubectl get nodes"));
        }
        return List.copyOf(checks);
    }

    private void cluster(Cluster cluster, Optional<Suite> suite) {
        Optional<Resources> resources = suite.map(Suite::resources);
        List<Node> nodes = nodes(cluster, resources);
        EnvironmentChecks environments = new EnvironmentChecks(
                connection.client(), cluster.settings(), nodes, cluster.node().isPresent());
        suite.ifPresent(it -> it.environments().forEach(each -> checks.addAll(environments.check(each))));
        suite.filter(it -> !it.cores().isEmpty())
                .ifPresent(it -> checks.add(Check.error(
                        "cores",
                        "pinned to " + it.cores(),
                        "a pod cannot be pinned to cores by name",
                        "ask for whole CPUs under the kubelet's static CPU manager")));
        if (cluster.node().isPresent()) {
            checks.add(Check.ok(
                    "samples", "read on this node, " + cluster.node().get().node()));
            checks.addAll(LocalChecks.all(resources));
        } else {
            checks.add(Check.warning(
                    "samples",
                    "none: " + connection.whyNoSamples(),
                    "results hold gate, phases and the workload's own figures, and nothing read from cgroups",
                    "run on the node, as root"));
        }
        clock(cluster);
    }

    private List<Node> nodes(Cluster cluster, Optional<Resources> resources) {
        try {
            List<Node> nodes = NodeChoice.matching(connection.client(), cluster.settings());
            checks.addAll(new NodeChecks(connection.client(), cluster.settings(), nodes).check(resources));
            return nodes;
        } catch (KubernetesClientException refusal) {
            checks.add(Check.warning(
                    "nodes",
                    "may not be listed: " + Refusals.said(refusal),
                    "whether there is room shows with the first trial",
                    "kubectl apply -f docs/rbac.yaml"));
            return List.of();
        }
    }

    private void clock(Cluster cluster) {
        if (cluster.node().isPresent()) {
            checks.add(Check.ok("clock", "one clock for harness and node"));
            return;
        }
        OffsetBounds bounds = OffsetBounds.unknown();
        for (int i = 0; i < CLOCK_READINGS; i++) {
            Optional<DateHeader.Reading> reading = DateHeader.read(connection.client(), "/version");
            if (reading.isEmpty()) {
                checks.add(Check.ok("clock", "the API server tells no time"));
                return;
            }
            bounds = bounds.reading(
                    reading.get().sent(),
                    reading.get().received(),
                    reading.get().second());
        }
        double offset = bounds.middle().nanos() / 1e9;
        double error = bounds.middle().errorNanos() / 1e9;
        String found = String.format(Locale.ROOT, "API server %+.3f s from this machine, ± %.3f s", offset, error);
        checks.add(
                Math.abs(offset) <= error + NOTABLE_OFFSET_SECONDS
                        ? Check.ok("clock", found)
                        : Check.warning(
                                "clock",
                                found,
                                "times of the node and of this machine can be compared no better than that",
                                "synchronise both by NTP: chronyc tracking"));
    }
}
