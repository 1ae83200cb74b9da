package io.krater.monitor;

import java.util.ArrayList;
import java.util.List;

/** The fields of a line of CSV (RFC 4180), whatever stands between them. */
final class CsvFields {
    private CsvFields() {}

    /**
     * Splits a line.
     *
     * @throws IllegalArgumentException if a quote is opened and not closed
     */
    static List<String> split(String line, char separator) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"' && (quoted || field.toString().isBlank())) {
                quoted = !quoted;
                if (quoted) {
                    field.setLength(0);
                }
            } else if (c == separator && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a quote is opened and not closed");
        }
        fields.add(field.toString());
        return fields;
    }
}
