package io.krater.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of text whose columns are left out, the least important first, until it fits. The first column stands left, the
 * others right. Control characters in a cell, which could move a terminal's cursor, are shown as a question mark.
 */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<Column> columns = new ArrayList<>();

    private record Column(int importance, List<String> cells) {
        int width() {
            return cells.stream()
                    .mapToInt(c -> c.codePointCount(0, c.length()))
                    .max()
                    .orElse(0);
        }
    }

    /** Adds a column with its title and cells; the column of the least importance is the first to go, with its equals. */
    public TextTable column(int importance, String title, List<String> cells) {
        List<String> all = new ArrayList<>();
        all.add(title);
        cells.forEach(c -> all.add(plain(c)));
        columns.add(new Column(importance, all));
        return this;
    }

    public static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}|\\p{Cf}", "?");
    }

    public String render(String indent, int width) {
        List<Column> kept = new ArrayList<>(columns);
        while (kept.size() > 2 && indent.length() + total(kept) > width) {
            int least = leastImportance(kept);
            kept.removeIf(c -> c.importance() == least);
        }
        StringBuilder out = new StringBuilder();
        int rows = columns.get(0).cells().size();
        for (int row = 0; row < rows; row++) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < kept.size(); i++) {
                append(line, kept.get(i), row, i == 0);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    private static void append(StringBuilder line, Column column, int row, boolean first) {
        String cell = column.cells().get(row);
        String padding = " ".repeat(column.width() - cell.codePointCount(0, cell.length()));
        line.append(first ? cell + padding : GAP + padding + cell);
    }

    private static int leastImportance(List<Column> columns) {
        return columns.stream().mapToInt(Column::importance).min().orElseThrow();
    }

    private static int total(List<Column> columns) {
        return columns.stream().mapToInt(Column::width).sum() + GAP.length() * (columns.size() - 1);
    }
}
