package io.krater.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.krater.launch.Execution;
import io.krater.launch.Heard;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Phase;
import io.krater.launch.Sampling;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialId;
import io.krater.suite.Environment;
import io.krater.suite.Gate;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import io.krater.trial.Trial;
import io.krater.trial.TrialClock;
import io.krater.trial.TrialRunner;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Many pods: held at once for little, and one after another without a trace. */
@Isolated
@Tag("long")
class ManyPodsClusterIT {
    private static final int HELD = 50;
    private static final int SETTLE_SECONDS = 20;
    private static final int HELD_SECONDS = 60;
    private static final int TRIALS = 100;
    private static final int AT_ONCE = 5;

    private static TestCluster cluster;

    @BeforeAll
    static void open() {
        cluster = TestCluster.create("many");
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    private static UnixOperatingSystemMXBean system() {
        return (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** CPU time of the live threads that run Java code, and not the JVM's compilers and collectors. */
    private static long javaThreadsCpu() {
        ThreadMXBean bean = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long id : bean.getAllThreadIds()) {
            sum += Math.max(0, bean.getThreadCpuTime(id));
        }
        return sum;
    }

    private static LaunchRequest held(int number) {
        Suite suite = TestCluster.script("echo up; exec sleep 600", Gate.wholeLife(), Duration.ofSeconds(60))
                .limits(Resources.cpu("10m").memory("16Mi"))
                .build();
        PlannedTrial planned = TestCluster.first(suite);
        TrialId id = new TrialId(planned.id().environment(), planned.id().variant(), number);
        return new LaunchRequest(
                "it",
                new PlannedTrial(id, number, 0, planned.environment(), planned.variant()),
                suite.resources(),
                Sampling.none(),
                false,
                Set.of(),
                Duration.ofMinutes(10));
    }

    @Test
    void holdsFiftyPodsForLittle() throws Exception {
        List<Execution> executions = new ArrayList<>();
        List<Heard> all = new ArrayList<>();
        try (KubernetesLauncher launcher = cluster.launcher()) {
            for (int i = 1; i <= HELD; i++) {
                Heard heard = new Heard();
                all.add(heard);
                executions.add(launcher.prepare(held(i), heard));
            }
            int before = threads();
            assertThat(launcher.startAll(executions)).isEmpty();
            for (Heard heard : all) {
                heard.await(() -> heard.phases().containsKey(Phase.RUNNING), Duration.ofMinutes(4));
            }
            // starting them made the JVM compile; holding them is what is measured
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            long cpu = system().getProcessCpuTime();
            long java = javaThreadsCpu();
            TimeUnit.SECONDS.sleep(HELD_SECONDS);
            double share = (system().getProcessCpuTime() - cpu) / (HELD_SECONDS * 1e9);
            double ofJava = (javaThreadsCpu() - java) / (HELD_SECONDS * 1e9);
            System.out.printf(
                    Locale.ROOT,
                    "%d pods held: %.2f %% of a core, %.2f %% in Java threads, the rest in those of the JVM; %d threads"
                            + " more than before%n",
                    HELD,
                    share * 100,
                    ofJava * 100,
                    threads() - before);
            assertThat(share).isLessThan(0.10);
            assertThat(threads() - before).isLessThan(HELD / 2);
            assertThat(launcher.closeAll(executions)).isEmpty();
            assertThat(cluster.podNames()).isEmpty();
        }
        assertThat(cluster.podNames()).isEmpty();
    }

    @Test
    void leavesNoTraceOfAHundredTrials() throws Exception {
        Suite suite = Suite.named("many")
                .environment(Environment.pod("shell").image(TestCluster.SHELL).command("/bin/sh", "-c", "echo hello"))
                .workload(TestCluster.script("", Gate.wholeLife(), Duration.ofSeconds(1))
                        .build()
                        .workload())
                .limits(Resources.cpu("100m").memory("16Mi"))
                .trials(TRIALS)
                .build();
        try (KubernetesLauncher launcher = cluster.launcher()) {
            // the first trials make the client's connections and threads
            run(launcher, suite, AT_ONCE * 3);
            Footprint before = Footprint.now();
            run(launcher, suite, TRIALS);
            Footprint after = Footprint.now();
            System.out.println("before " + before + ", after " + TRIALS + " trials " + after);
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 3);
            assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 5);
            assertThat(after.heapBytes()).isLessThan(before.heapBytes() + (4L << 20));
        }
        assertThat(cluster.podNames()).isEmpty();
    }

    private static void run(KubernetesLauncher launcher, Suite suite, int trials) throws Exception {
        AtomicInteger next = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(trials);
        ExecutorService runners = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                futures.add(runners.submit(() -> {
                    TrialRunner runner = new TrialRunner(suite, launcher, "many", TrialClock.system());
                    for (int number = next.incrementAndGet(); number <= trials; number = next.incrementAndGet()) {
                        PlannedTrial planned = TestCluster.first(suite);
                        TrialId id = new TrialId(
                                planned.id().environment(), planned.id().variant(), number);
                        Trial trial =
                                runner.run(new PlannedTrial(id, number, 0, planned.environment(), planned.variant()));
                        assertThat(trial.log().lines()).containsExactly("hello");
                        done.countDown();
                    }
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                future.get(10, TimeUnit.MINUTES);
            }
            assertThat(done.getCount()).isZero();
        } finally {
            runners.shutdownNow();
        }
    }

    /**
     * What a process holds.
     *
     * @param threads live threads
     * @param descriptors open file descriptors: connections, watches, cgroup files
     * @param heapBytes what is left on the heap after collections
     */
    private record Footprint(int threads, long descriptors, long heapBytes) {
        static Footprint now() throws InterruptedException {
            TimeUnit.SECONDS.sleep(12); // idle request threads go after 10 s
            for (int i = 0; i < 3; i++) {
                System.gc();
                TimeUnit.MILLISECONDS.sleep(100);
            }
            return new Footprint(
                    ManyPodsClusterIT.threads(),
                    system().getOpenFileDescriptorCount(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
    }
}
