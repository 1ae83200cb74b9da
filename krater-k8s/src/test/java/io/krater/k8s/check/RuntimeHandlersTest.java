package io.krater.k8s.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeHandlersTest {
    private static final String CONFIGURATION = """
            version = 2
            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
              runtime_type = "io.containerd.runc.v2"
            [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.'wasm-edge']
              runtime_type = "io.containerd.wasmedge.v1"
            """;

    @Test
    void findsHandlersWhicheverWayTheyAreQuoted() {
        assertThat(RuntimeHandlers.isIn(CONFIGURATION, "runc")).contains(true);
        assertThat(RuntimeHandlers.isIn(CONFIGURATION, "wasm-edge")).contains(true);
        assertThat(RuntimeHandlers.isIn(CONFIGURATION, "crun")).contains(false);
    }

    @Test
    void saysNothingForSureOfAFileThatIncludesOthers() {
        assertThat(RuntimeHandlers.isIn("imports = [\"/etc/containerd/conf.d/*.toml\"]\n" + CONFIGURATION, "crun"))
                .isEmpty();
    }

    @Test
    void findsTheFileThatContainerdWasStartedWith(@TempDir Path proc) throws Exception {
        Path file = Files.writeString(proc.resolve("c.toml"), CONFIGURATION);
        Files.createDirectories(proc.resolve("12"));
        Files.writeString(proc.resolve("12/cmdline"), "/usr/bin/containerd-shim-runc-v2\0-c\0/nope\0");
        Files.createDirectories(proc.resolve("7"));
        Files.writeString(proc.resolve("7/cmdline"), "containerd\0-c\0" + file + "\0");
        assertThat(RuntimeHandlers.fromCommandLine(proc)).contains(file);
    }
}
