package io.krater.examples.shell;

import io.krater.report.Report;
import io.krater.result.SuiteResult;
import io.krater.result.rund.RundFiles;
import io.krater.result.rund.RundTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** RunD's raw folders or a result of this library: tables as RunD's scripts print them, and a report. */
@Command(
        name = "rund",
        description = {
            "read the raw data of RunD's artifact, or a result of startup or density, and write RunD's tables",
            "",
            "--from: a folder, or one above it, of these forms, or the folder of a result:",
            "  time_RUNTIME_MMDDhhmm/con_LEVEL/client001.txt, ..., cpu.txt",
            "  density_RUNTIME_MMDDhhmm/density_DENSITY/con_LEVEL/client001.txt, ..., cpu.txt",
            "  mem_RUNTIME_MMDDhhmm/result_SIZEMB_DENSITY.txt"
        })
public final class RundCommand implements Callable<Integer> {
    private static final int NOTES_SHOWN = 50;

    @Option(names = "--from", required = true, paramLabel = "FOLDER", description = "the raw data, or a result")
    private Path from = Path.of("");

    @Option(
            names = "--tables",
            paramLabel = "DIR",
            description =
                    "where to write time.csv, cpu.csv, mem_RUNTIME.csv and density_RUNTIME.csv, as far as there is"
                            + " what they hold; printed where it is not given")
    private @Nullable Path tables;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "where to write the page with comparisons and figures")
    private @Nullable Path report;

    @Override
    public Integer call() throws IOException {
        SuiteResult result = Files.exists(from.resolve("suite.json")) ? SuiteResult.read(from) : RundFiles.read(from);
        RundTables made = RundTables.of(result);
        if (made.texts().isEmpty()) {
            System.err.println("rund: " + from + " holds no trial with a level or a density: nothing for a table");
            return 1;
        }
        notes(result.warnings());
        if (tables == null) {
            made.texts().forEach((name, text) -> System.out.print(name + "\n" + text));
        } else {
            made.write(tables).forEach(file -> System.out.println("wrote " + file));
        }
        if (report != null) {
            Report.html(result).write(report);
            System.out.println("wrote " + report);
        }
        return 0;
    }

    private static void notes(List<String> notes) {
        notes.stream().limit(NOTES_SHOWN).forEach(note -> System.err.println("note: " + note));
        if (notes.size() > NOTES_SHOWN) {
            System.err.println("and " + (notes.size() - NOTES_SHOWN) + " more");
        }
    }
}
