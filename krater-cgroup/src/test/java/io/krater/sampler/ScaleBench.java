package io.krater.sampler;

import io.krater.sample.Scope;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What it costs to sample many cgroups from one thread.
 *
 * <p>Arguments: a directory that holds the cgroups' directories, the period and the slow period in milliseconds, seconds.
 * Prints {@code cgroups cpu late}: the part of a core that sampling took, in percent, and the ticks that were missed; then
 * the part of a core that the whole JVM took.
 */
final class ScaleBench {
    private ScaleBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Duration period = Duration.ofMillis(Long.parseLong(args[1]));
        Duration slow = Duration.ofMillis(Long.parseLong(args[2]));
        long seconds = Long.parseLong(args[3]);
        run(args[0], period, slow, 5); // compiles what is hot
        Cost cost = run(args[0], period, slow, seconds);
        System.out.printf("%d %.2f %d%n%.2f%n", cost.cgroups(), cost.samplerPercent(), cost.late(), cost.jvmPercent());
    }

    private record Cost(int cgroups, double samplerPercent, double jvmPercent, long late) {}

    private static Cost run(String root, Duration period, Duration slow, long seconds)
            throws IOException, InterruptedException {
        com.sun.management.OperatingSystemMXBean jvm =
                (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        List<Recording> recordings = new ArrayList<>();
        try (Sampler sampler = Sampler.create();
                Stream<Path> cgroups = Files.list(Path.of(root)).filter(Files::isDirectory)) {
            for (Path cgroup : cgroups.toList()) {
                recordings.add(sampler.start(SampleTarget.cgroup(Scope.of("bench"), cgroup), period, slow));
            }
            Thread sampling = Objects.requireNonNull(sampler.thread());
            long samplerBefore = ManagementFactory.getThreadMXBean().getThreadCpuTime(sampling.getId());
            long jvmBefore = jvm.getProcessCpuTime();
            long start = System.nanoTime();
            Thread.sleep(seconds * 1000);
            double wall = System.nanoTime() - start;
            double used = ManagementFactory.getThreadMXBean().getThreadCpuTime(sampling.getId()) - samplerBefore;
            double all = jvm.getProcessCpuTime() - jvmBefore;
            long late = recordings.stream()
                    .mapToLong(recording -> recording.stop().lateTicks())
                    .sum();
            return new Cost(recordings.size(), 100 * used / wall, 100 * all / wall, late);
        }
    }
}
