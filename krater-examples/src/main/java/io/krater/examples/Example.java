package io.krater.examples;

import java.util.List;

/** One numbered example. */
interface Example {
    /** What it shows, in a line. */
    String summary();

    /** Its options, a line each; the first line is the usage. */
    List<String> help();

    /**
     * Runs it.
     *
     * @return the process's exit code
     * @throws Exception as it comes: {@link Examples} shows it as a person needs it
     */
    int run(List<String> arguments) throws Exception;
}
