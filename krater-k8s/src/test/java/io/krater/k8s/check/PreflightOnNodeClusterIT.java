package io.krater.k8s.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.k8s.KubernetesLauncher;
import io.krater.k8s.TestCluster;
import io.krater.launch.Check;
import io.krater.suite.Environment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same on a node, where its own files tell more. */
@Tag("node")
class PreflightOnNodeClusterIT extends PreflightClusterIT {
    @Test
    void findsAHandlerThatTheNodeLacks() {
        try (KubernetesLauncher launcher = KubernetesLauncher.connect()) {
            assertThat(launcher.preflight(TestCluster.matrix(
                                    2,
                                    Environment.pod("lacks")
                                            .image(TestCluster.STATIC)
                                            .runtimeClass("missing-handler"))
                            .build()))
                    .filteredOn(check -> check.state() == Check.State.ERROR)
                    .singleElement()
                    .satisfies(check -> {
                        assertThat(check.subject()).isEqualTo("RuntimeClass of lacks");
                        assertThat(check.found()).contains("missing-handler");
                        assertThat(check.remedy()).contains("containerd");
                    });
        }
    }

    @Test
    void saysThatItSamplesHere() {
        try (KubernetesLauncher launcher = KubernetesLauncher.connect()) {
            assertThat(launcher.doctor())
                    .extracting(Check::subject)
                    .contains("cgroup v2", "log files", "CPU manager", "load", "cpu frequency");
        }
    }
}
