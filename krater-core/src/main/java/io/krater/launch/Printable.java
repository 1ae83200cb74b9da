package io.krater.launch;

/**
 * Text that programs, platforms or users chose, made fit to be shown: a control character in it, such as the one that
 * begins a terminal's control sequence, is written as {@code \x1b}, and so are those that turn the direction of text. What
 * is stored stays as it was.
 */
public final class Printable {
    private Printable() {}

    /** The text with its control characters spelled out; a line feed and a tab become a blank. */
    public static String of(String text) {
        if (text.chars().noneMatch(Printable::isControl)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\t') {
                shown.append(' ');
            } else if (isControl(c)) {
                shown.append(String.format(c < 0x100 ? "\\x%02x" : "\\u%04x", (int) c));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }

    /** C0, DEL, C1 (ECMA-48), and Unicode's controls of direction and lines (UAX 9). */
    private static boolean isControl(int c) {
        return c < 0x20
                || (c >= 0x7f && c < 0xa0)
                || c == 0x200e
                || c == 0x200f
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }
}
