package io.krater.suite;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a local program is run, beyond its command: what every shell lets one say. They are attributes of their environment, so
 * that results hold them and a suite that says them differently is another one.
 *
 * @param input file that is the program's standard input, resolved in its working directory; empty input where absent
 * @param outputDiscarded whether standard output goes to {@code /dev/null}; standard error is always kept in the log
 * @param directory working directory; the harness's own, or the launcher's, where absent
 * @param exitCodes exit codes of a trial that counts, 0 to 255; 0 alone until told otherwise
 */
public record ProcessOptions(
        Optional<String> input, boolean outputDiscarded, Optional<String> directory, Set<Integer> exitCodes) {
    private static final String INPUT = "stdin";
    private static final String OUTPUT = "stdout";
    private static final String DISCARDED = "discarded";
    private static final String KEPT = "kept";
    private static final String DIRECTORY = "directory";
    private static final String EXIT_CODES = "exit_codes";
    private static final String ANY = "any";

    /** What a program exits with by itself; from 126 on it is a shell that speaks of a program or a signal. */
    static final Set<Integer> ANY_EXIT_CODE =
            IntStream.rangeClosed(0, 125).boxed().collect(Collectors.toUnmodifiableSet());

    /** A program run as a launcher does unless told otherwise. */
    public static final ProcessOptions USUAL = new ProcessOptions(Optional.empty(), false, Optional.empty(), Set.of(0));

    /**
     * Copies the set.
     *
     * @throws IllegalArgumentException if there is no exit code, one is out of range, or a path is blank
     */
    public ProcessOptions {
        exitCodes = Set.copyOf(exitCodes);
        if (exitCodes.isEmpty() || exitCodes.stream().anyMatch(code -> code < 0 || code > 255)) {
            throw new IllegalArgumentException("exit codes must be in 0..255, at least one, were " + exitCodes);
        }
        requirePath("standard input", input);
        requirePath("working directory", directory);
    }

    private static void requirePath(String what, Optional<String> path) {
        if (path.isPresent() && (path.get().isBlank() || path.get().indexOf('\0') >= 0)) {
            throw new IllegalArgumentException(what + " must be a path, was \"" + path.get() + "\"");
        }
    }

    /** The options of an environment. */
    public static ProcessOptions of(Environment environment) {
        Map<String, String> attributes = environment.attributes();
        return new ProcessOptions(
                Optional.ofNullable(attributes.get(INPUT)),
                DISCARDED.equals(attributes.get(OUTPUT)),
                Optional.ofNullable(attributes.get(DIRECTORY)),
                Optional.ofNullable(attributes.get(EXIT_CODES))
                        .map(ProcessOptions::codes)
                        .orElse(USUAL.exitCodes));
    }

    private static Set<Integer> codes(String text) {
        return text.equals(ANY)
                ? ANY_EXIT_CODE
                : Set.of(text.split(" ", -1)).stream().map(Integer::valueOf).collect(Collectors.toSet());
    }

    /** What was said as attributes; what was not said has none. */
    static Map<String, String> attributes(
            Optional<String> input,
            Optional<Boolean> outputDiscarded,
            Optional<String> directory,
            Optional<Set<Integer>> exitCodes) {
        ProcessOptions checked =
                new ProcessOptions(input, outputDiscarded.orElse(false), directory, exitCodes.orElse(USUAL.exitCodes));
        Map<String, String> attributes = new LinkedHashMap<>();
        input.ifPresent(file -> attributes.put(INPUT, file));
        outputDiscarded.ifPresent(discarded -> attributes.put(OUTPUT, discarded ? DISCARDED : KEPT));
        directory.ifPresent(folder -> attributes.put(DIRECTORY, folder));
        exitCodes.ifPresent(given -> attributes.put(EXIT_CODES, text(checked.exitCodes())));
        return attributes;
    }

    private static String text(Set<Integer> codes) {
        return codes.equals(ANY_EXIT_CODE)
                ? ANY
                : new TreeSet<>(codes).stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
