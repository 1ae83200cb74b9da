package io.krater.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.krater.cgroup.CgroupMount;
import io.krater.k8s.TestCluster;
import io.krater.k8s.pod.PodBlueprint;
import io.krater.launch.LogLine;
import io.krater.launch.Phase;
import io.krater.launch.Sampling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Births, deaths and logs of pods, played in ordinary directories. */
class LocalNodeTest {
    private static final String UID = "7f7fad46-7fc0-428a-84ac-ef3e0b9402ae";
    private static final String SLICE = "kubepods-pod7f7fad46_7fc0_428a_84ac_ef3e0b9402ae.slice";
    private static final String STAMP = "2026-11-22T05:21:40.1Z stdout F ";

    @TempDir
    private Path root;

    private final EventLoop loop = new EventLoop("test");
    private final Heard heard = new Heard();

    @SuppressWarnings("NullAway.Init") // set before each test
    private LocalNode node;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path logs;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path slice;

    @BeforeEach
    void open() throws Exception {
        Path parent = Files.createDirectories(root.resolve("kubepods.slice"));
        logs = Files.createDirectories(root.resolve("pods"));
        slice = parent.resolve(SLICE);
        node = new LocalNode("n", loop, CgroupMount.detect(), List.of(parent), logs);
    }

    @AfterEach
    void close() {
        node.close();
        loop.close();
    }

    private Path birth(String name) throws Exception {
        return Files.createDirectories(slice.resolve(name));
    }

    @Test
    void tellsBirthsAndDeathsInOrder() throws Exception {
        NodeView.PodView pod = node.look(UID, Sampling.none(), heard);
        Files.createDirectory(slice);
        TestCluster.await(java.time.Duration.ofSeconds(5), () -> pod.facts().containsKey("pod_cgroup"));
        birth("cri-containerd-aaaa.scope");
        assertThat(heard.next()).isEqualTo("SANDBOX_READY");
        Path container = birth("cri-containerd-bbbb.scope");
        assertThat(heard.next()).isEqualTo("CONTAINER_CREATED");
        pod.container("bbbb");
        assertThat(pod.facts()).containsEntry("container_cgroup", container.toString());
        Files.delete(container);
        // nobody saw a program in it, but it was there and is gone
        assertThat(heard.next()).isEqualTo("CONTAINER_STARTED");
        assertThat(heard.next()).isEqualTo("ended");
    }

    @Test
    void letsTheContainersIdDecideWhereTheOrderOfBirthsWasNotSeen() throws Exception {
        birth("cri-containerd-aaaa.scope");
        Path container = birth("cri-containerd-0000.scope");
        NodeView.PodView pod = node.look(UID, Sampling.none(), heard);
        assertThat(pod.facts()).containsKey("pod_cgroup").doesNotContainKey("container_cgroup");
        pod.container("0000");
        assertThat(pod.facts()).containsEntry("container_cgroup", container.toString());
        assertThat(heard.queue).isEmpty();
    }

    @Test
    void letsTheIdTellWhichOfSeveralContainersIsMeasured() throws Exception {
        NodeView.PodView pod = node.look(UID, Sampling.none(), heard, false);
        Files.createDirectory(slice);
        TestCluster.await(java.time.Duration.ofSeconds(5), () -> pod.facts().containsKey("pod_cgroup"));
        birth("cri-containerd-aaaa.scope");
        assertThat(heard.next()).isEqualTo("SANDBOX_READY");
        Path init = birth("cri-containerd-1111.scope");
        TestCluster.await(java.time.Duration.ofSeconds(5), () -> Files.exists(init));
        Files.delete(init);
        Path sidecar = birth("cri-containerd-2222.scope");
        Path workload = birth("cri-containerd-bbbb.scope");
        // the program speaks and ends before the API server names its container
        pod.spoke();
        Files.delete(workload);
        assertThat(pod.facts()).doesNotContainKey("container_cgroup");
        pod.container("bbbb");
        assertThat(heard.next()).isEqualTo("CONTAINER_CREATED");
        assertThat(heard.next()).isEqualTo("CONTAINER_STARTED");
        assertThat(heard.next()).isEqualTo("ended");
        assertThat(pod.facts()).containsEntry("container_cgroup", workload.toString());
        Files.delete(sidecar);
        assertThat(heard.queue).isEmpty();
    }

    @Test
    void takesNoMonitorForAContainer() throws Exception {
        NodeView.PodView pod = node.look(UID, Sampling.none(), heard);
        Files.createDirectory(slice);
        TestCluster.await(java.time.Duration.ofSeconds(5), () -> pod.facts().containsKey("pod_cgroup"));
        birth("crio-conmon-aaaa.scope");
        birth("crio-aaaa.scope");
        assertThat(heard.next()).isEqualTo("SANDBOX_READY");
    }

    @Test
    void saysWhereNoCgroupHasTheContainersId() throws Exception {
        birth("sandbox");
        NodeView.PodView pod = node.look(UID, Sampling.none(), heard);
        pod.container("f".repeat(64));
        assertThat(pod.facts()).containsKey("container_cgroup_problem");
    }

    @Test
    void followsALogFromBeforeItIsThereAndThroughRotation() throws Exception {
        List<LogLine> lines = new ArrayList<>();
        PodLog log = node.log("ns", "p", UID, "workload", lines::add).orElseThrow();
        Path directory = Files.createDirectories(logs.resolve("ns_p_" + UID).resolve(PodBlueprint.CONTAINER));
        Path file = directory.resolve("0.log");
        Files.writeString(file, STAMP + "one\n");
        awaitLines(lines, 1);
        append(file, STAMP + "two\n" + STAMP + "three\n");
        awaitLines(lines, 3);
        // as the kubelet rotates: rename, write a little more, begin anew
        Path old = Files.move(file, directory.resolve("0.log.20261122-052141"));
        append(old, STAMP + "four\n");
        Files.writeString(file, STAMP + "five\n2026-11-22T05:21:41Z stdout P no end");
        awaitLines(lines, 5);
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        loop.execute(() -> log.finish((complete, problem) -> done.add(complete + problem)));
        assertThat(done.poll(5, TimeUnit.SECONDS)).isEqualTo("true");
        assertThat(lines).extracting(LogLine::text).containsExactly("one", "two", "three", "four", "five", "no end");
        assertThat(log.facts()).containsEntry("log_rotations", "1");
        loop.execute(log::close);
        loop.drain();
    }

    @Test
    void saysThatALogWasNeverThere() throws Exception {
        PodLog log = node.log("ns", "p", UID, "workload", line -> {}).orElseThrow();
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        loop.execute(() -> log.finish((complete, problem) -> done.add(complete + ": " + problem)));
        assertThat(done.poll(5, TimeUnit.SECONDS)).startsWith("false: there was no ");
    }

    private void awaitLines(List<LogLine> lines, int count) {
        TestCluster.await(java.time.Duration.ofSeconds(10), () -> {
            loop.drain();
            return lines.size() >= count;
        });
    }

    private static void append(Path file, String text) throws Exception {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    /** What a listener heard, in words. */
    private static final class Heard implements NodeView.Listener {
        private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();

        @Override
        public void phase(Phase phase, long nanoTime) {
            queue.add(phase.name());
        }

        @Override
        public void ended(long nanoTime) {
            queue.add("ended");
        }

        String next() throws InterruptedException {
            return String.valueOf(queue.poll(10, TimeUnit.SECONDS));
        }
    }
}
