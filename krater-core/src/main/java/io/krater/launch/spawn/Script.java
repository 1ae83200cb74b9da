package io.krater.launch.spawn;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Builds shell scripts out of words that may hold anything. */
final class Script {
    private Script() {}

    /** A word as a POSIX shell reads it back unchanged: in single quotes, which hold all but themselves. */
    static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    static String words(List<String> words) {
        return words.stream().map(Script::quote).collect(Collectors.joining(" "));
    }

    /** Variables as they stand before a command. */
    static String assignments(Map<String, String> variables) {
        return variables.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + quote(entry.getValue()) + " ")
                .collect(Collectors.joining());
    }
}
