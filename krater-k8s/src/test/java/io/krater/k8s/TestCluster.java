package io.krater.k8s;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.krater.k8s.access.Accesses;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialPlan;
import io.krater.suite.Environment;
import io.krater.suite.Gate;
import io.krater.suite.MatrixMultiplication;
import io.krater.suite.ProgramWorkload;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import io.krater.suite.Variant;
import io.krater.trial.Trial;
import io.krater.trial.TrialClock;
import io.krater.trial.TrialRunner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A namespace of its own on the cluster that KUBECONFIG names, and what tests do there. */
public final class TestCluster implements AutoCloseable {
    /** An image with a shell: {@code .ci/cluster-tests} makes and loads it. */
    static final String SHELL = "krater-test-shell:latest";

    public static final String STATIC = "krater-static:latest";
    public static final String WASM = "krater-wasm-aot:latest";
    static final String PROBE = "krater-probe:latest";

    /** What a node with one CPU has room for several times: test classes run side by side. */
    static final Resources SMALL = Resources.cpu("200m").memory("64Mi");

    /** For what is to be quick or exact. */
    static final Resources LARGER = Resources.cpu("400m").memory("64Mi");

    private final String namespace;
    private final KubernetesClient client;

    private TestCluster(String namespace, KubernetesClient client) {
        this.namespace = namespace;
        this.client = client;
    }

    public static TestCluster create(String name) {
        String namespace = "krater-it-" + name + "-" + Long.toString(System.nanoTime() & 0xffffff, 36);
        KubernetesClient client = newClient();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        TestCluster cluster = new TestCluster(namespace, client);
        await(
                Duration.ofMinutes(2),
                () -> client.serviceAccounts()
                                .inNamespace(namespace)
                                .withName("default")
                                .get()
                        != null);
        return cluster;
    }

    static KubernetesClient newClient() {
        return new Accesses().find(Optional.empty(), Optional.empty()).client();
    }

    public String namespace() {
        return namespace;
    }

    public KubernetesClient client() {
        return client;
    }

    KubernetesLauncher.Builder builder() {
        // other tests' pods may take the room for a while
        return KubernetesLauncher.builder().namespace(namespace).unschedulableAfter(Duration.ofMinutes(1));
    }

    public KubernetesLauncher launcher() {
        return builder().connect();
    }

    /** All pods of the namespace, whoever made them. */
    List<Pod> pods() {
        return client.pods().inNamespace(namespace).list().getItems();
    }

    public List<String> podNames() {
        return pods().stream().map(pod -> pod.getMetadata().getName()).toList();
    }

    /** A suite of one trial of a shell script, which opens and closes its gate by itself or has none. */
    static Suite.Builder script(String script, Gate gate, Duration expected) {
        return Suite.named("it")
                .environment(Environment.pod("shell").image(SHELL).command("/bin/sh", "-c", script))
                .workload(ProgramWorkload.named("script")
                        .gate(gate)
                        .expected(expected)
                        .build())
                .limits(SMALL)
                .startTimeout(Duration.ofSeconds(40))
                .trials(1);
    }

    /** An image that could not be made for this cluster: what needs it is skipped, and says so. */
    private static String needed(String image) {
        String missing = System.getenv().getOrDefault("KRATER_MISSING_IMAGES", "");
        assumeFalse(List.of(missing.split(" ", -1)).contains(image), "needs the image " + image);
        return image;
    }

    static Gate gate() {
        return Gate.between("BENCH_START", "BENCH_END");
    }

    /** A suite of one trial of a subcommand of the probe image. */
    static Suite.Builder probe(Gate gate, Duration expected, String... arguments) {
        Variant variant = new Variant(
                "probe", Map.of(), List.of(arguments), Duration.ZERO, Optional.of(expected), OptionalLong.empty());
        return Suite.named("it")
                .environment(Environment.pod("probe").image(needed(PROBE)))
                .workload(ProgramWorkload.named("probe")
                        .gate(gate)
                        .variant(variant)
                        .build())
                .limits(SMALL)
                .startTimeout(Duration.ofSeconds(40))
                .trials(1);
    }

    /** A suite of one trial of KRATER's own workload for each environment. */
    public static Suite.Builder matrix(int seconds, Environment.Source... environments) {
        Suite.Builder builder = Suite.named("it")
                .workload(MatrixMultiplication.sizes(64).warmup(Duration.ZERO).duration(Duration.ofSeconds(seconds)))
                .limits(SMALL)
                .startTimeout(Duration.ofSeconds(40))
                .trials(1);
        for (Environment.Source environment : environments) {
            if (environment.build().target() instanceof Environment.Image image) {
                needed(image.reference());
            }
            builder.environment(environment);
        }
        return builder;
    }

    /** Runs a suite's first trial. */
    static Trial run(KubernetesLauncher launcher, Suite suite) throws InterruptedException {
        return new TrialRunner(suite, launcher, "it", TrialClock.system()).run(first(suite));
    }

    public static PlannedTrial first(Suite suite) {
        return TrialPlan.of(suite, 1).trials().get(0);
    }

    /** Looks again and again; fails when the time is over. */
    public static void await(Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not so within " + patience);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** Waits for something to be there. */
    public static <T> T awaitPresent(Duration patience, Supplier<Optional<T>> supplier) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<T> found = supplier.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("not there within " + patience);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    @Override
    public void close() {
        client.namespaces().withName(namespace).delete();
        client.close();
    }
}
