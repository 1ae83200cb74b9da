package io.krater.examples;

import io.krater.result.KraterFiles;
import io.krater.result.SuiteResult;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Files that the Python KRATER wrote: read, and shown with everything that is derived from its samples here. */
@Command(
        name = "07-krater-files",
        aliases = {"krater-files", "07", "7"},
        description = "read the JSON files that KRATER wrote, and derive all metrics from them")
final class Example07KraterFiles implements Callable<Integer> {
    @Option(
            names = "--from",
            paramLabel = "PATH",
            defaultValue = "results/quick-start/export",
            description = "KRATER's results; the quick start writes some")
    private Path from = Path.of("");

    @Override
    public Integer call() throws Exception {
        SuiteResult result = KraterFiles.read(from);
        result.warnings().forEach(warning -> System.out.println("warning: " + warning));
        result.print(System.out);
        return 0;
    }
}
