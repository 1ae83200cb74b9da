package io.krater;

import io.krater.experiment.Experiment;
import io.krater.result.model.LibraryVersion;
import io.krater.suite.Suite;

/** Where a run begins: {@code Krater.run(suite).on(launcher).into(Path.of("results"))}. */
public final class Krater {
    private Krater() {}

    /** A run of this suite, to be told where. */
    public static SuiteRun run(Suite suite) {
        return new SuiteRun(Experiment.of(suite));
    }

    /** A run of this experiment, to be told where. */
    public static SuiteRun run(Experiment experiment) {
        return new SuiteRun(experiment);
    }

    /** The library's version, as results state it, or {@code development} where the build did not write it down. */
    public static String version() {
        return LibraryVersion.asBuilt().orElse("development");
    }
}
