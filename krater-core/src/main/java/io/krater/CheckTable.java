package io.krater;

import io.krater.launch.Check;
import io.krater.launch.Printable;
import java.util.List;
import java.util.Locale;

/** The findings of a preflight as text: those that matter in full, the rest in a line. */
public final class CheckTable {
    private CheckTable() {}

    /** Lines for a terminal, each ended. */
    public static String of(List<Check> checks) {
        StringBuilder text = new StringBuilder();
        int width = checks.stream()
                .mapToInt(check -> check.subject().length())
                .max()
                .orElse(0);
        for (Check check : checks) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-7s  %-" + Math.max(1, width) + "s  %s%n",
                    check.state(),
                    Printable.of(check.subject()),
                    Printable.of(check.found())));
            if (check.state() != Check.State.OK) {
                text.append(indented("means", check.meaning())).append(indented("remedy", check.remedy()));
            }
        }
        return text.toString();
    }

    private static String indented(String label, String value) {
        return value.isEmpty()
                ? ""
                : String.format(Locale.ROOT, "           %-7s %s%n", label + ":", Printable.of(value));
    }
}
