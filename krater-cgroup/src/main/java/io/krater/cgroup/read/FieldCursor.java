package io.krater.cgroup.read;

/** Walks through a line of fields that are parted by single blanks. Reused; allocates nothing. */
public final class FieldCursor {
    private byte[] bytes = {};
    private int length;
    private int at;

    /** Starts at the first field. */
    public void start(byte[] line, int lineLength) {
        bytes = line;
        length = lineLength;
        at = 0;
    }

    /** Starts after a name in parentheses, which may hold parentheses itself; at the end if there is none. */
    public void startAfterName(byte[] line, int lineLength) {
        start(line, lineLength);
        int close = lineLength - 1;
        while (close >= 0 && line[close] != ')') {
            close--;
        }
        at = close < 0 ? lineLength : Math.min(close + 2, lineLength);
    }

    /** Leaves out so many fields. */
    public void skip(int fields) {
        for (int i = 0; i < fields; i++) {
            toNext();
        }
    }

    /** The number in the next field, or {@link Decimal#NONE} if it is not a number or not closed. */
    public long next() {
        int from = at;
        toNext();
        return at <= length && at > from ? Decimal.parse(bytes, from, length, bytes[at - 1]) : Decimal.NONE;
    }

    private void toNext() {
        while (at < length && bytes[at] != ' ' && bytes[at] != '\n') {
            at++;
        }
        at++;
    }
}
