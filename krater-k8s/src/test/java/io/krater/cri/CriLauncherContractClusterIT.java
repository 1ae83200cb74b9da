package io.krater.cri;

import io.krater.launch.Execution;
import io.krater.launch.ExecutionListener;
import io.krater.launch.Launcher;
import io.krater.launch.LauncherContract;
import io.krater.suite.Environment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;

/** The contract of launchers, straight through a node's containerd. */
@Isolated
@Tag("node")
@Tag("long") // stops the kubelet, on which the tests beside it depend
class CriLauncherContractClusterIT extends LauncherContract {
    private static TestRuntime runtime;

    @BeforeAll
    static void connect() throws Exception {
        runtime = TestRuntime.open();
    }

    @AfterAll
    static void disconnect() {
        runtime.close();
    }

    @Override
    protected Launcher launcher() {
        return CriLauncher.connect();
    }

    @Override
    protected Environment environment(Behaviour behaviour) {
        if (behaviour == Behaviour.MISSING) {
            return Environment.pod("missing").image("krater-absent:latest").build();
        }
        String script = switch (behaviour) {
            case SPEAKS -> "echo one; echo two; echo three";
            case FAILS -> "echo failing; exit 3";
            default -> "echo waiting; exec sleep 600";
        };
        return Environment.pod(behaviour.name().toLowerCase(Locale.ROOT))
                .image(TestRuntime.SHELL)
                .command("/bin/sh", "-c", script)
                .build();
    }

    @Override
    protected Optional<Execution> prepareRefused(Launcher at, ExecutionListener listener) throws Exception {
        return Optional.of(at.prepare(
                request(Environment.pod("refused")
                        .image(TestRuntime.SHELL)
                        .runtimeClass("krater-no-such-handler")
                        .build()),
                listener));
    }

    /** A node of the testbed has one CPU, and takes more than a second for each on a busy machine. */
    @Override
    protected int burst() {
        return 20;
    }

    @Override
    protected List<String> leftBehind() throws Exception {
        return runtime.leftBehind();
    }
}
