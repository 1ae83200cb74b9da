package io.krater.cri;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeletTest {
    @TempDir
    private Path proc;

    private void process(int pid, String state, String... words) throws IOException {
        Path entry = Files.createDirectories(proc.resolve(Integer.toString(pid)));
        Files.writeString(entry.resolve("cmdline"), String.join("\0", words) + "\0");
        Files.writeString(entry.resolve("stat"), pid + " (a) name) " + state + " 1 2 3\n");
    }

    @Test
    void findsThoseThatRun() throws IOException {
        process(10, "S", "/usr/bin/kubelet", "--config=/x");
        process(11, "S", "/opt/kube", "kubelet", "--config=/x");
        process(12, "S", "/usr/bin/containerd");
        process(13, "S", "vim", "kubelet.conf");
        assertThat(Kubelet.running(proc))
                .containsExactlyInAnyOrder(new Kubelet(10, "kubelet"), new Kubelet(11, "kube kubelet"));
    }

    @Test
    void leavesOutOneThatIsStopped() throws IOException {
        process(10, "T", "/usr/bin/kubelet");
        assertThat(Kubelet.running(proc)).isEmpty();
    }
}
