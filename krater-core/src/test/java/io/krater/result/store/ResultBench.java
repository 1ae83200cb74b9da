package io.krater.result.store;

import io.krater.metric.Metrics;
import io.krater.report.Report;
import io.krater.result.KraterFiles;
import io.krater.result.SuiteResult;
import io.krater.result.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Times a million samples: {@code generate FOLDER} writes the data, {@code krater FOLDER} and {@code own FOLDER} load
 * them, derive all metrics and write both tables, once in a fresh JVM, and print the seconds it took; {@code day FOLDER} stores and loads
 * one trial of 24 hours; {@code report-krater} and {@code report-own} load and write the page with its figures; {@code
 * size} does so for 1,000 trials of 300 samples and prints the page's megabytes; {@code store-instances} and {@code load-instances} store
 * and load 2,000 trials of 400 instances with marks alone.
 */
final class ResultBench {
    private ResultBench() {}

    /** Runs one part; see the class. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "generate" -> {
                BenchData.krater(folder.resolve("krater"), 1000, 1000);
                BenchData.own(folder.resolve("own"), 1000, 1000);
            }
            case "krater" -> timed(folder, () -> KraterFiles.read(folder.resolve("krater")));
            case "own" ->
                timed(folder, () -> SuiteResult.read(folder.resolve("own").resolve("bench")));
            case "export" -> {
                SuiteResult result = SuiteResult.read(folder.resolve("own").resolve("bench"));
                long begin = System.nanoTime();
                KraterFiles.write(result, folder.resolve("export"));
                System.out.printf(java.util.Locale.ROOT, "export %.3f s%n", (System.nanoTime() - begin) / 1e9);
            }
            case "report-krater" -> reported(folder, () -> KraterFiles.read(folder.resolve("krater")));
            case "report-own" ->
                reported(folder, () -> SuiteResult.read(folder.resolve("own").resolve("bench")));
            case "size" -> {
                BenchData.own(folder.resolve("small"), 1000, 300);
                reported(folder, () -> SuiteResult.read(folder.resolve("small").resolve("bench")));
                System.out.println(Files.size(folder.resolve("report.html")) / 1e6);
            }
            case "store-instances" -> ManyInstances.store(folder.resolve("instances"), 2000);
            case "load-instances" -> ManyInstances.load(folder.resolve("instances"));
            case "day" -> LongTrial.storeAndLoad(folder.resolve("day"));
            default -> throw new IllegalArgumentException("unknown part " + arguments[0]);
        }
    }

    private interface Loading {
        SuiteResult load() throws IOException;
    }

    /** Loads, derives, compares, and writes the page with its figures. */
    private static void reported(Path folder, Loading loading) throws IOException {
        SuiteResult result = loading.load();
        Report.html(result).write(folder.resolve("report.html"));
    }

    private static void timed(Path folder, Loading loading) throws IOException {
        long begin = System.nanoTime();
        SuiteResult result = loading.load();
        long loaded = System.nanoTime();
        Tables.trials(result, Metrics.all(), folder.resolve("trials.csv"));
        long derived = System.nanoTime();
        Tables.samples(result, folder.resolve("samples.csv"));
        long written = System.nanoTime();
        long up = java.lang.management.ManagementFactory.getRuntimeMXBean().getUptime();
        System.out.printf(
                java.util.Locale.ROOT,
                "%d trials, load %.3f s, derive and trials.csv %.3f s, samples.csv %.3f s, sum %.3f s, since JVM start %.3f s%n",
                result.trials().size(),
                (loaded - begin) / 1e9,
                (derived - loaded) / 1e9,
                (written - derived) / 1e9,
                (written - begin) / 1e9,
                up / 1e3);
        result.warnings().stream().limit(5).forEach(System.out::println);
    }
}
