package io.krater.timeline.log;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text that a pattern with named groups finds marks in. */
final class TextLog implements LogFormat {
    private final Pattern pattern;
    private final TimeForm time;
    private final String container;
    private final boolean named;

    TextLog(Pattern pattern, TimeForm time, String container) {
        this.pattern = pattern;
        this.time = time;
        this.container = container;
        for (String group : List.of("mark", "time")) {
            if (!has(group)) {
                throw new IllegalArgumentException(
                        "the pattern needs a group (?<" + group + ">...), it was " + pattern);
            }
        }
        named = has("container");
        if (!named && container.isEmpty()) {
            throw new IllegalArgumentException(
                    "the pattern has no group (?<container>...), so the container needs a name: " + pattern);
        }
    }

    /** Java 17 cannot be asked for a pattern's groups. */
    private boolean has(String group) {
        return pattern.pattern().contains("(?<" + group + ">");
    }

    @Override
    public void read(LogLine line, MarkSink into) {
        Matcher found = pattern.matcher(line.text());
        boolean matches;
        try {
            matches = found.find();
        } catch (StackOverflowError deep) { // alternatives that repeat take a frame for each character of a long line
            matches = false;
        }
        if (!matches) {
            into.leaveOut(line.isBinary() ? Finding.Kind.BINARY : Finding.Kind.FOREIGN);
            return;
        }
        String mark = found.group("mark");
        String whose = named ? found.group("container") : container;
        String at = found.group("time");
        if (mark == null || mark.isEmpty() || at == null) {
            into.leaveOut(Finding.Kind.FOREIGN);
        } else if (whose == null || whose.isEmpty()) {
            into.leaveOut(Finding.Kind.NO_CONTAINER);
        } else {
            try {
                into.mark(whose, mark, null, time.nanos(at));
            } catch (BadTimeException bad) {
                into.leaveOut(bad.kind());
            }
        }
    }
}
