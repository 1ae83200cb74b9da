package io.krater.examples;

import io.krater.result.KraterFiles;
import io.krater.result.SuiteResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Files that the Python KRATER wrote: read, and shown with everything that is derived from its samples here. */
final class Example07KraterFiles implements Example {
    @Override
    public String summary() {
        return "read the JSON files that KRATER wrote, and derive all metrics from them";
    }

    @Override
    public List<String> help() {
        return List.of(
                "07-krater-files [--from FOLDER-OR-FILE]",
                "--from  KRATER's results (results/quick-start/export, which the quick start writes)");
    }

    @Override
    public int run(List<String> arguments) throws Exception {
        Path from = new Options(arguments, Set.of("from")).path("from", "results/quick-start/export");
        SuiteResult result = KraterFiles.read(from);
        result.warnings().forEach(warning -> System.out.println("warning: " + warning));
        result.print(System.out);
        return 0;
    }
}
