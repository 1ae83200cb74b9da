package io.krater.result.krater;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Gives names that differ whatever the case, each as near to what was wished as the rule for names allows. */
final class DistinctNames {
    private static final int LONGEST = 63;

    private final Set<String> taken = new HashSet<>();

    /** A name for this text that was not given before. */
    String of(String text) {
        String wished = KraterFile.label(text);
        String name = wished;
        for (int number = taken.size() + 1; !taken.add(name.toLowerCase(Locale.ROOT)); number++) {
            String ending = "-" + number;
            name = wished.substring(0, Math.min(wished.length(), LONGEST - ending.length())) + ending;
        }
        return name;
    }
}
