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
    void countsDefaultsInlineTablesAndTablesBelow() {
        assertThat(RuntimeHandlers.isIn("version = 2\n", "runc")).contains(true);
        assertThat(RuntimeHandlers.isIn("", "runc")).contains(true);
        assertThat(RuntimeHandlers.isIn("version = 2\n", "crun")).contains(false);
        String plugin = "plugins.\"io.containerd.grpc.v1.cri\".containerd";
        assertThat(RuntimeHandlers.isIn("[" + plugin + ".runtimes.kata.options]\nConfigPath = 'x'\n", "kata"))
                .contains(true);
        assertThat(RuntimeHandlers.isIn(
                        "[" + plugin + ".runtimes]\ncrun = {runtime_type = \"io.containerd.runc.v2\"}\n", "crun"))
                .contains(true);
        assertThat(RuntimeHandlers.isIn("[" + plugin + "]\nruntimes.crun.runtime_type = 'x'\n", "crun"))
                .contains(true);
        assertThat(RuntimeHandlers.isIn("[plugins.cri.containerd.runtimes.old]\nx = 1\n", "old"))
                .contains(true);
        assertThat(RuntimeHandlers.isIn("# [" + plugin + ".runtimes.crun]\n", "crun"))
                .contains(false);
    }

    @Test
    void doesNotGuess() {
        String others = "[plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.crun]\nruntime_type = 'x'\n";
        assertThat(RuntimeHandlers.isIn(others, "runc")).isEmpty();
        assertThat(RuntimeHandlers.isIn("no = = toml", "crun")).isEmpty();
        assertThat(RuntimeHandlers.isIn("imports = []\n" + others, "kata")).contains(false);
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
