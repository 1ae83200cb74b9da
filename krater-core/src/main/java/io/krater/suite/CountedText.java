package io.krater.suite;

/** A text that lets itself be looked at so often and no more, so that a pattern cannot run for ever. */
final class CountedText implements CharSequence {
    private final CharSequence text;
    private final long[] left;

    CountedText(CharSequence text, long[] left) {
        this.text = text;
        this.left = left;
    }

    @Override
    public char charAt(int index) {
        if (--left[0] < 0) {
            throw new SpentException();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new CountedText(text.subSequence(start, end), left);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** All looks are spent. */
    static final class SpentException extends RuntimeException {
        private static final long serialVersionUID = 1;

        SpentException() {
            super("spent", null, false, false);
        }
    }
}
