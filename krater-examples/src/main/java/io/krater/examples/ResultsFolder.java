package io.krater.examples;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that says where results go. */
final class ResultsFolder {
    @Option(names = "--into", paramLabel = "FOLDER", defaultValue = "results", description = "where results go")
    private Path into = Path.of("results");

    Path path() {
        return into;
    }
}
