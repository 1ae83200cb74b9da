package io.krater.timeline.log;

import io.krater.timeline.PhaseBreakdown;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * The time in which a log of 10^6 marks (50,000 containers x 20) is read and broken down, the start of the JVM's compiler
 * included: one cold run, and the best of some that follow. Arguments: {@code write LOG} makes the log; {@code read LOG} reads
 * it and prints the figures. The peer is src/test/python/timeline_bench.py; run with {@code -Xmx256m}.
 */
final class TimelineBench {
    private static final int CONTAINERS = 50_000;
    private static final int MARKS = 20;
    private static final int ROUNDS = 4;

    private TimelineBench() {}

    public static void main(String[] args) throws IOException {
        Path log = Path.of(args[1]);
        if (args[0].equals("write")) {
            write(log);
            return;
        }
        double cold = seconds(log);
        double warm = cold;
        for (int i = 0; i < ROUNDS; i++) {
            warm = Math.min(warm, seconds(log));
        }
        System.out.printf(
                Locale.ROOT,
                "10^6 lines of urunc's log read and broken down | %.2f s cold, %.2f s warm, heap at most %d MiB%n",
                cold,
                warm,
                Runtime.getRuntime().maxMemory() >> 20);
    }

    private static double seconds(Path log) throws IOException {
        long start = System.nanoTime();
        PhaseBreakdown breakdown;
        try (InputStream in = Files.newInputStream(log)) {
            breakdown =
                    PhaseBreakdown.of(TimelineLog.read(in, LogFormats.urunc()).timelines());
        }
        double took = (System.nanoTime() - start) / 1e9;
        if (breakdown.timelines() != CONTAINERS || breakdown.steps().size() != MARKS - 1) {
            throw new IllegalStateException("not the log that write made: " + breakdown);
        }
        return took;
    }

    private static void write(Path log) throws IOException {
        Random random = new Random(1);
        long at = 1703676366849599657L;
        try (BufferedWriter out = Files.newBufferedWriter(log)) {
            for (int i = 0; i < CONTAINERS; i++) {
                String id = String.format(
                        "%016x%016x%016x%016x", random.nextLong(), random.nextLong(), random.nextLong(), i);
                for (int mark = 0; mark < MARKS; mark++) {
                    at += 1 + random.nextInt(2_000_000);
                    out.write(Logs.line(id, (mark < 10 ? "TS0" : "TS") + mark, at));
                }
            }
        }
    }
}
