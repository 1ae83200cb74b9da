package io.krater.sampler;

import io.krater.cgroup.CgroupReader;
import io.krater.sample.Column;
import io.krater.sample.Reading;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/**
 * CPU time of one sample beside that of the C program {@code sample}, in turns, so that both meet the same machine.
 *
 * <p>Arguments: the C program, the cgroup's directory, {@code fast} or {@code full}, rounds, samples a round. Prints
 * {@code ours peer} in nanoseconds (medians), then the bytes that our samples allocated.
 */
final class SampleBench {
    private static final Set<Column> FIGURES = Set.of(
            Column.USAGE_USEC,
            Column.USER_USEC,
            Column.SYSTEM_USEC,
            Column.NR_PERIODS,
            Column.NR_THROTTLED,
            Column.THROTTLED_USEC,
            Column.MEMORY_CURRENT,
            Column.ANON,
            Column.FILE,
            Column.KERNEL,
            Column.INACTIVE_FILE,
            Column.PGFAULT,
            Column.PGMAJFAULT);

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final CgroupReader reader;
    private final boolean full;
    private final int samples;
    private final Reading fast = new Reading();
    private final Reading slow = new Reading();
    private long sum;

    private SampleBench(CgroupReader reader, boolean full, int samples) {
        this.reader = reader;
        this.full = full;
        this.samples = samples;
    }

    public static void main(String[] args) throws IOException {
        int rounds = Integer.parseInt(args[3]);
        int samples = Integer.parseInt(args[4]);
        Process peer = new ProcessBuilder(args[0], args[1], args[2], args[4])
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (CgroupReader reader = CgroupReader.open(Path.of(args[1]), FIGURES);
                Writer commands = peer.outputWriter();
                BufferedReader answers = peer.inputReader()) {
            SampleBench bench = new SampleBench(reader, args[2].equals("full"), samples);
            double[] ours = new double[rounds];
            double[] theirs = new double[rounds];
            for (int warmup = 0; warmup < 10; warmup++) {
                bench.round();
            }
            long allocated = 0;
            for (int round = 0; round < rounds; round++) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                ours[round] = bench.round();
                allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
                commands.write("\n");
                commands.flush();
                theirs[round] = Double.parseDouble(answers.readLine());
            }
            System.out.printf("%.1f %.1f%n", median(ours), median(theirs));
            System.out.printf("%.3f%n", (double) allocated / rounds / samples);
        }
    }

    /** CPU time of a sample. */
    private double round() {
        long before = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < samples; i++) {
            reader.readFast(fast);
            sum += fast.value(Column.USAGE_USEC) + fast.value(Column.MEMORY_CURRENT);
            if (full) {
                reader.readSlow(slow);
                sum += slow.value(Column.ANON);
            }
        }
        if (sum <= 0) {
            throw new IllegalStateException("nothing was read");
        }
        return (double) (THREADS.getCurrentThreadCpuTime() - before) / samples;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
