package io.krater.junit;

import io.krater.SuiteRun;
import io.krater.launch.Launcher;
import io.krater.launch.LauncherProvider;
import io.krater.report.Report;
import io.krater.result.SuiteResult;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** The one run of a class's suite, and its reports. A run that failed fails every test that asks for the result. */
final class BenchmarkRun {
    private final SuiteSource source;
    private final String launcherName;
    private final Path into;
    private final boolean keep;
    private @Nullable SuiteResult result;
    private @Nullable RuntimeException failure;
    private @Nullable Path report;

    BenchmarkRun(SuiteSource source, String launcherName, Path into, boolean keep) {
        this.source = source;
        this.launcherName = launcherName;
        this.into = into;
        this.keep = keep;
    }

    /** Runs the suite unless that was done. */
    synchronized void ensureDone() {
        if (failure != null) {
            throw failure;
        }
        if (result == null) {
            try {
                result = run();
            } catch (RuntimeException failed) {
                failure = failed;
                throw failed;
            }
        }
    }

    private SuiteResult run() {
        SuiteResult fresh = measure();
        Path folder = into.resolve(source.suite().name());
        Report.markdown(fresh).write(folder.resolve("report.md"));
        Path page = folder.resolve("report.html");
        Report.html(fresh).write(page);
        report = page.toAbsolutePath();
        return fresh;
    }

    private SuiteResult measure() {
        SuiteRun run = source.run().alone();
        if (!keep) {
            run.afresh();
        }
        try (Launcher launcher = run.launcher().orElseGet(() -> open(launcherName))) {
            return run.on(launcher).into(into);
        }
    }

    private static Launcher open(String name) {
        try {
            return LauncherProvider.open(name);
        } catch (IllegalArgumentException unknown) {
            throw new ExtensionConfigurationException(String.valueOf(unknown.getMessage()), unknown);
        }
    }

    synchronized SuiteResult result() {
        return Objects.requireNonNull(result, "asked before it ran");
    }

    /** The page of the report; empty where the suite did not run. */
    synchronized Optional<Path> report() {
        return Optional.ofNullable(report);
    }
}
