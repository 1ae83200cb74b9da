package io.krater.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** A breakdown and what is doubtful about it, for people; and as CSV for programs. */
public final class BreakdownText {
    private static final int MOST_ORDERS = 3;

    private BreakdownText() {}

    /** A line for each step in the order of time, and one for the whole; the unit is named above. */
    public static String table(PhaseBreakdown breakdown) {
        return aligned(cells(breakdown));
    }

    /** The table's cells, row by row, its head first; the last row may be shorter. */
    public static List<List<String>> cells(PhaseBreakdown breakdown) {
        LengthUnit unit = LengthUnit.of(breakdown.steps().stream()
                .mapToDouble(step -> step.lengths().median())
                .max()
                .orElse(0));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "step (" + unit.symbol() + ")",
                "n",
                "min",
                "mean",
                "median",
                "p90",
                "max",
                "sd",
                "share",
                "lacking",
                "otherwise"));
        for (Step step : breakdown.inTimeOrder()) {
            List<String> row = figures(shown(step.name().toString()), step.lengths(), unit);
            row.add(String.format(Locale.ROOT, "%.1f %%", 100 * step.share()));
            row.add(String.valueOf(step.missing()));
            row.add(String.valueOf(step.otherwise()));
            rows.add(row);
        }
        breakdown.whole().ifPresent(whole -> rows.add(figures("first to last", whole, unit)));
        return rows;
    }

    private static List<String> figures(String name, Lengths lengths, LengthUnit unit) {
        List<String> row = new ArrayList<>(List.of(name, String.valueOf(lengths.n())));
        List<ToDoubleFunction<Lengths>> figures =
                List.of(Lengths::min, Lengths::mean, Lengths::median, Lengths::p90, Lengths::max);
        figures.forEach(figure -> row.add(unit.of(figure.applyAsDouble(lengths), Locale.ROOT)));
        row.add(lengths.n() < 2 ? "-" : unit.of(lengths.sd(), Locale.ROOT));
        return row;
    }

    private static String aligned(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .filter(row -> row.size() > column)
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String padding = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? row.get(i) + padding : "  " + padding + row.get(i));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    /** What the timelines do not agree on, a sentence a line; none where all have the same marks in the same order. */
    public static List<String> doubts(PhaseBreakdown breakdown) {
        List<String> lines = new ArrayList<>();
        PhaseBreakdown.Completeness complete = breakdown.completeness();
        if (complete.incomplete() > 0) {
            lines.add(complete.incomplete() + " of " + breakdown.timelines() + " timelines are incomplete: "
                    + String.join(
                            ", ",
                            complete.lacking().entrySet().stream()
                                    .sorted(java.util.Map.Entry.comparingByKey())
                                    .map(mark -> mark.getValue() + " lack " + shown(mark.getKey()))
                                    .toList()));
        }
        breakdown.disagreements().forEach(each -> lines.add("the order differs: " + shown(each.toString())));
        if (!breakdown.disagreements().isEmpty() && breakdown.isConsecutive()) {
            lines.add("so steps of consecutive marks have " + breakdown.orders().size()
                    + " orders behind them; name the steps to compare one and the same");
            breakdown.orders().stream()
                    .limit(MOST_ORDERS)
                    .forEach(order -> lines.add("  " + order.count() + " as " + shown(order.example()) + ": "
                            + shown(String.join(" ", order.marks()))));
        }
        return lines;
    }

    private static String shown(String text) {
        return text.replaceAll("\\p{Cntrl}|\\p{Cf}", "?");
    }

    /** The figures of each step in the order of time, times in nanoseconds: a table for R, pandas or a spreadsheet. */
    public static String csv(PhaseBreakdown breakdown) {
        StringBuilder out = new StringBuilder("from,to,n,min_ns,mean_ns,cut_average_ns,median_ns,p90_ns,max_ns,sd_ns,"
                + "share,start_median_ns,lacking,otherwise\n");
        for (Step step : breakdown.inTimeOrder()) {
            Lengths lengths = step.lengths();
            List<Object> cells = List.of(
                    quoted(step.name().from()),
                    quoted(step.name().to()),
                    lengths.n(),
                    lengths.min(),
                    decimal(lengths.mean()),
                    lengths.cutAverage(),
                    decimal(lengths.median()),
                    decimal(lengths.p90()),
                    lengths.max(),
                    lengths.n() < 2 ? "" : decimal(lengths.sd()),
                    String.format(Locale.ROOT, "%.6f", step.share()),
                    decimal(step.start()),
                    step.missing(),
                    step.otherwise());
            out.append(String.join(",", cells.stream().map(String::valueOf).toList()))
                    .append('\n');
        }
        return out.toString();
    }

    /** Every mark of every timeline, a line each, times in nanoseconds. */
    public static String csv(List<Timeline> timelines) {
        StringBuilder out = new StringBuilder("id,mark,title,time_ns\n");
        for (Timeline timeline : timelines) {
            for (int i = 0; i < timeline.size(); i++) {
                out.append(quoted(timeline.id())).append(',');
                out.append(quoted(timeline.name(i))).append(',');
                out.append(timeline.isTitled() ? quoted(timeline.title(i)) : "").append(',');
                out.append(timeline.at(i)).append('\n');
            }
        }
        return out.toString();
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** RFC 4180: quoted where it has to be. */
    private static String quoted(String text) {
        return text.matches("(?s).*[\",\r\n].*") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }
}
