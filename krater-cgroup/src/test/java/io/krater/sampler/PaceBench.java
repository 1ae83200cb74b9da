package io.krater.sampler;

import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * How late samples begin, beside the C program {@code pace}, in turns.
 *
 * <p>Arguments: the C program, the cgroup's directory, the period in milliseconds, seconds a round, rounds. Prints for ours
 * and for theirs a line {@code p50 p99 max ticks missed}, the times in microseconds.
 */
final class PaceBench {
    private PaceBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int millis = Integer.parseInt(args[2]);
        int seconds = Integer.parseInt(args[3]);
        LongStream.Builder ours = LongStream.builder();
        LongStream.Builder theirs = LongStream.builder();
        long missed = 0;
        SamplerWarmUp.once(); // as every launcher does
        for (int round = Integer.parseInt(args[4]); round > 0; round--) {
            missed += ours(args[1], millis, seconds, ours);
            theirs(args, theirs);
        }
        print(ours.build().toArray(), missed);
        print(theirs.build().toArray(), 0);
    }

    private static long ours(String cgroup, int millis, int seconds, LongStream.Builder lateness)
            throws InterruptedException {
        try (Sampler sampler = Sampler.create()) {
            Recording recording = sampler.start(
                    SampleTarget.cgroup(Scope.of("bench"), Path.of(cgroup)),
                    Duration.ofMillis(millis),
                    Duration.ofDays(1));
            Thread.sleep(seconds * 1000L);
            SampleSet set = recording.stop();
            SampleSeries fast = set.fast();
            for (int row = 1; row < fast.size() - 1; row++) { // the first and the last are not the grid's
                lateness.add((fast.epochNanos(row) - sampler.gridOrigin()) % (millis * 1_000_000L));
            }
            return set.lateTicks();
        }
    }

    private static void theirs(String[] args, LongStream.Builder lateness) throws IOException {
        Process peer = new ProcessBuilder(args[0], args[1], args[2], args[3])
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = peer.inputReader()) {
            lines.lines().mapToLong(Long::parseLong).forEach(lateness::add);
        }
    }

    private static void print(long[] lateness, long missed) {
        Arrays.sort(lateness);
        System.out.printf(
                "%.1f %.1f %.1f %d %d%n",
                quantile(lateness, 0.5), quantile(lateness, 0.99), quantile(lateness, 1), lateness.length, missed);
    }

    /** The smallest value that is not below the given part of all, in microseconds. */
    private static double quantile(long[] sorted, double part) {
        return sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)] / 1000.0;
    }
}
