package io.krater.k8s.check;

import io.fabric8.kubernetes.api.model.Node;
import io.krater.k8s.pod.Cluster;
import io.krater.k8s.pod.Connection;
import io.krater.k8s.pod.Refusals;
import io.krater.launch.Check;
import io.krater.launch.Check.State;
import io.krater.launch.LaunchException;
import io.krater.suite.Environment;
import io.krater.suite.Gate;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks, before the first trial, all that would make trials fail or their numbers say less. */
public final class ClusterPreflight {
    private final Connection connection;
    private final List<Check> checks = new ArrayList<>();

    public ClusterPreflight(Connection connection) {
        this.connection = connection;
    }

    /** The findings; those of a suite's environments where a suite is given. Used once. */
    public List<Check> check(Optional<Suite> suite) {
        ApiChecks api = new ApiChecks(connection.client(), connection.settings().namespace(), connection.who());
        Check reachable = api.reachable();
        checks.add(reachable);
        if (reachable.state() == State.ERROR) {
            return List.copyOf(checks);
        }
        if (connection.who().startsWith("nobody")) {
            checks.add(Check.warning(
                    "credentials",
                    "requests are made as " + connection.who(),
                    "the server takes them for anybody's, and refuses what it does not let anybody do",
                    "kubectl config set-context --current --user=NAME"));
        }
        checks.add(api.namespace());
        checks.addAll(api.permissions());
        try {
            cluster(connection.cluster(), suite);
        } catch (LaunchException refusal) {
            checks.add(Check.error("nodes", refusal.reason().message(), "no trial can run", "kubectl get nodes"));
        } catch (RuntimeException noAnswer) {
            checks.add(Check.error(
                    "cluster",
                    "an answer cannot be understood: " + Refusals.said(noAnswer),
                    "no trial can run",
                    "kubectl get nodes,pods, with the same KUBECONFIG, asks the same"));
        }
        return List.copyOf(checks);
    }

    private void cluster(Cluster cluster, Optional<Suite> suite) {
        Optional<Resources> resources = suite.map(Suite::resources);
        List<Node> nodes = nodes(cluster, resources);
        EnvironmentChecks environments = new EnvironmentChecks(
                connection.client(), cluster.settings(), nodes, cluster.node().isPresent());
        PodChecks pods = new PodChecks(connection.client(), cluster.settings(), connection.blueprint(cluster));
        suite.ifPresent(it -> it.environments().forEach(each -> environment(it, each, environments, pods)));
        if (suite.isEmpty()) {
            checks.add(pods.ofAnyone(anySuite()));
        }
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
            checks.add(Check.ok("clock", "one clock for harness and node"));
        } else {
            checks.add(Check.warning(
                    "samples",
                    "none: " + connection.whyNoSamples(),
                    "results hold gate, phases and the workload's own figures, and nothing read from cgroups",
                    "run on the node, as root"));
            checks.addAll(ClockChecks.all(connection.client(), nodes));
        }
    }

    private void environment(Suite suite, Environment environment, EnvironmentChecks environments, PodChecks pods) {
        List<Check> found = environments.check(environment);
        checks.addAll(found);
        boolean hopeless = found.stream()
                .anyMatch(check ->
                        check.state() == State.ERROR && !check.subject().startsWith("image"));
        boolean command = !(environment.target() instanceof Environment.Image);
        if (!hopeless && !command && suite.cores().isEmpty()) {
            pods.check(suite, environment).ifPresent(checks::add);
        }
    }

    /** For the doctor, who is asked about no suite. */
    private static Suite anySuite() {
        return Suite.named("doctor")
                .environment(Environment.pod("doctor").image("registry.k8s.io/pause:3.10"))
                .workload(ProgramWorkload.named("doctor")
                        .gate(Gate.wholeLife())
                        .expected(Duration.ofSeconds(1))
                        .build())
                .build();
    }

    private List<Node> nodes(Cluster cluster, Optional<Resources> resources) {
        try {
            List<Node> nodes = NodeChoice.matching(connection.client(), cluster.settings());
            checks.addAll(new NodeChecks(connection.client(), cluster.settings(), nodes).check(resources));
            return nodes;
        } catch (RuntimeException refusal) {
            checks.add(Check.warning(
                    "nodes",
                    (Refusals.code(refusal) == 403 ? "may not be listed: " : "could not be listed: ")
                            + Refusals.said(refusal),
                    "whether there is room shows with the first trial",
                    "kubectl apply -f docs/rbac.yaml"));
            return List.of();
        }
    }
}
