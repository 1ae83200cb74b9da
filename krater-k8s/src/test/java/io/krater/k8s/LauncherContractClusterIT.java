package io.krater.k8s;

import io.krater.launch.Execution;
import io.krater.launch.ExecutionListener;
import io.krater.launch.Launcher;
import io.krater.launch.LauncherContract;
import io.krater.suite.Environment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract of launchers, on a node, where pods are sampled. */
@Tag("node")
class LauncherContractClusterIT extends LauncherContract {
    private static TestCluster cluster;

    @BeforeAll
    static void open() {
        cluster = TestCluster.create("contract");
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Override
    protected Launcher launcher() {
        return cluster.launcher();
    }

    @Override
    protected Environment environment(Behaviour behaviour) {
        String script = switch (behaviour) {
            case SPEAKS -> "echo one; echo two; echo three";
            case FAILS -> "echo failing; exit 3";
            case WAITS -> "echo waiting; exec sleep 600";
            case MISSING -> "";
        };
        if (behaviour == Behaviour.MISSING) {
            return Environment.pod("missing").image("krater-absent:latest").build();
        }
        return Environment.pod(behaviour.name().toLowerCase(java.util.Locale.ROOT))
                .image(TestCluster.SHELL)
                .command("/bin/sh", "-c", script)
                .build();
    }

    @Override
    protected Optional<Execution> prepareRefused(Launcher at, ExecutionListener listener) throws Exception {
        return Optional.of(at.prepare(
                request(Environment.pod("refused")
                        .image(TestCluster.SHELL)
                        .runtimeClass("krater-no-such-class")
                        .build()),
                listener));
    }

    /** A kubelet takes its time for each: {@code ManyPodsClusterIT} starts fifty, once. */
    @Override
    protected int burst() {
        return 20;
    }

    @Override
    protected List<String> leftBehind() {
        return cluster.podNames();
    }
}
