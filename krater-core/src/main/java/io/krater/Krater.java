package io.krater;

import io.krater.suite.Suite;

/** Where a run begins: {@code Krater.run(suite).on(launcher).into(Path.of("results"))}. */
public final class Krater {
    private Krater() {}

    /** A run of this suite, to be told where. */
    public static SuiteRun run(Suite suite) {
        return new SuiteRun(suite);
    }

    /** The library's version, or {@code development} where it does not run from its jar. */
    public static String version() {
        String version = Krater.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
