package io.krater.suite;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rule for names that become folders, labels and table headings. */
public final class Names {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?");

    private Names() {}

    /**
     * The name, if it keeps the rule: 1 to 63 letters, digits, {@code _} or {@code -}, a letter or digit at both ends.
     *
     * @param what what it names, for the message
     * @throws IllegalArgumentException if it breaks the rule
     */
    public static String check(String what, String name) {
        if (!ALLOWED.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " must be 1 to 63 of A-Z a-z 0-9 _ - and begin and end with a letter or"
                            + " digit (it names folders and labels), was \"" + name + "\"");
        }
        return name;
    }

    /**
     * Refuses a list that is not there, or one with gaps.
     *
     * @throws NullPointerException naming what it is
     */
    public static void present(String what, List<?> given) {
        Objects.requireNonNull(given, what + " must not be null").forEach(one -> element(what, one));
    }

    /** The same of an array. */
    public static void present(String what, Object[] given) {
        for (Object one : Objects.requireNonNull(given, what + " must not be null")) {
            element(what, one);
        }
    }

    private static void element(String what, @Nullable Object one) {
        Objects.requireNonNull(one, what + " must hold no null");
    }

    /** What no program can be given: its arguments end at a NUL. */
    static void arguments(String what, List<String> words) {
        words.forEach(word -> {
            if (word.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(what + " must hold no NUL, was " + words);
            }
        });
    }

    static void distinct(String what, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            // folders may be on a file system that folds case
            if (!seen.add(name.toLowerCase(java.util.Locale.ROOT))) {
                throw new IllegalArgumentException(what + " must be distinct, \"" + name + "\" was given twice");
            }
        }
    }
}
