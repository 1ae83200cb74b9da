package io.krater.suite;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is measured of a program's life: between two lines of its log, or all of it.
 *
 * @param start the line that opens the gate; empty where the program's start does
 * @param end the line that closes the gate; empty where the program's end does
 * @param held whether the launcher is asked to keep the program waiting until the sampler is attached, for programs that
 *     would be over before that; local processes always wait, pods cannot
 */
public record Gate(Optional<Pattern> start, Optional<Pattern> end, boolean held) {
    /** Characters that a pattern may look at in one line: a fraction of a second. */
    private static final long MOST_STEPS = 20_000_000;

    /**
     * The gate between two lines; each is found anywhere in a line, without regard to case.
     *
     * @throws IllegalArgumentException if one of them is blank
     */
    public static Gate between(String start, String end) {
        return new Gate(Optional.of(literal(start)), Optional.of(literal(end)), false);
    }

    /** The gate between two lines that match regular expressions. */
    public static Gate between(Pattern start, Pattern end) {
        return new Gate(Optional.of(start), Optional.of(end), false);
    }

    /** The program's whole life, for programs that know nothing of gates. */
    public static Gate wholeLife() {
        return new Gate(Optional.empty(), Optional.empty(), false);
    }

    /** The same gate, with the wish that the program is held until the sampler is attached. */
    public Gate hold() {
        return new Gate(start, end, true);
    }

    /**
     * Whether this line opens the gate.
     *
     * @throws TooSlowException if the pattern needs far more steps than the line has characters
     */
    public boolean opens(String line) {
        return start.map(pattern -> find(pattern, line)).orElse(false);
    }

    /**
     * Whether this line closes the gate.
     *
     * @throws TooSlowException if the pattern needs far more steps than the line has characters
     */
    public boolean closes(String line) {
        return end.map(pattern -> find(pattern, line)).orElse(false);
    }

    private static boolean find(Pattern pattern, String line) {
        try {
            return pattern.matcher(new CountedText(line, new long[] {MOST_STEPS}))
                    .find();
        } catch (CountedText.SpentException | StackOverflowError spent) {
            throw new TooSlowException(pattern, line.length());
        }
    }

    /** A gate's pattern goes back and forth on a line without an end in sight. */
    public static final class TooSlowException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooSlowException(Pattern pattern, int length) {
            super("the gate's pattern " + pattern.pattern() + " takes too long on a line of " + length
                    + " characters, because it can match in too many ways; make it simpler, such as the words alone");
        }
    }

    private static Pattern literal(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("gate line must not be blank, was \"" + text + "\"");
        }
        return Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE);
    }
}
