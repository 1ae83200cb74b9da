package io.krater.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A breakdown byte for byte as urunc's scripts print it: {@code measure_single.py}, {@code measure.py} and {@code
 * measure_to_json.py}. They are about consecutive marks, and say nothing of how many containers took a step.
 */
public final class UruncText {
    /** The width that Python's {@code pprint} keeps to. */
    private static final int WIDTH = 80;

    private static final Pattern NOT_PRINTED = Pattern.compile("[\\x00-\\x1f\\x7f\\\\]");

    private UruncText() {}

    /** One container's steps, a line each: {@code TS00 -> TS01:\t1086512 ns}. */
    public static String single(Timeline timeline) {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i < timeline.size(); i++) {
            StepName step = new StepName(timeline.name(i - 1), timeline.name(i));
            lines.add(step + ":\t" + (timeline.at(i) - timeline.at(i - 1)) + " ns");
        }
        return String.join("\n", lines) + "\n";
    }

    /** Average, maximum and minimum of each step in order of names, as Python's {@code pprint} sets a dictionary. */
    public static String printed(PhaseBreakdown breakdown) {
        List<Step> steps = breakdown.steps().stream()
                .sorted(Comparator.comparing(step -> step.name().toString()))
                .toList();
        List<String> items = steps.stream()
                .map(step -> quoted(step.name().toString()) + ": " + oneLine(step.lengths()))
                .toList();
        String line = "{" + String.join(", ", items) + "}";
        if (line.length() <= WIDTH) {
            return line + "\n";
        }
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < steps.size(); i++) {
            out.append(i == 0 ? "" : ",\n ");
            String key = quoted(steps.get(i).name().toString()) + ": ";
            out.append(key).append(value(steps.get(i).lengths(), 1 + key.length()));
        }
        return out.append("}\n").toString();
    }

    private static List<String> items(Lengths lengths) {
        return List.of(
                "'average': ",
                lengths.cutAverage() + " ns",
                "'maximum': ",
                lengths.max() + " ns",
                "'minimum': ",
                lengths.min() + " ns");
    }

    private static String oneLine(Lengths lengths) {
        List<String> items = items(lengths);
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < items.size(); i += 2) {
            pairs.add(items.get(i) + "'" + items.get(i + 1) + "'");
        }
        return "{" + String.join(", ", pairs) + "}";
    }

    /** A step's figures where they are set from a column on; one more follows them, a comma or a brace. */
    private static String value(Lengths lengths, int column) {
        String line = oneLine(lengths);
        if (line.length() <= WIDTH - column - 1) {
            return line;
        }
        List<String> items = items(lengths);
        StringBuilder out = new StringBuilder("{");
        String margin = " ".repeat(column + 1);
        for (int i = 0; i < items.size(); i += 2) {
            String key = items.get(i);
            String figure = items.get(i + 1);
            out.append(i == 0 ? "" : ",\n" + margin).append(key);
            // the last figure is followed by two braces, or by a brace and a comma
            int room = WIDTH - column - 1 - key.length() - (i + 2 < items.size() ? 1 : 2);
            if (figure.length() + 2 <= room) {
                out.append('\'').append(figure).append('\'');
            } else { // where there is no room pprint breaks text at its spaces
                out.append('\'').append(figure, 0, figure.length() - 2).append("'\n");
                out.append(" ".repeat(column + 1 + key.length())).append("'ns'");
            }
        }
        return out.append('}').toString();
    }

    /** Text as Python's {@code repr} shows it. */
    private static String quoted(String text) {
        boolean twice = text.contains("'") && !text.contains("\"");
        String escaped = NOT_PRINTED
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        switch (found.group().charAt(0)) {
                            case '\\' -> "\\\\";
                            case '\n' -> "\\n";
                            case '\r' -> "\\r";
                            case '\t' -> "\\t";
                            default ->
                                String.format(Locale.ROOT, "\\x%02x", (int)
                                        found.group().charAt(0));
                        }));
        return twice ? "\"" + escaped + "\"" : "'" + escaped.replace("'", "\\'") + "'";
    }

    /** Maximum, minimum and average of each step as the JSON of {@code measure_to_json.py}: one line without an end. */
    public static String json(PhaseBreakdown breakdown) {
        List<String> items = new ArrayList<>();
        for (Step step : breakdown.steps()) {
            Lengths lengths = step.lengths();
            items.add(jsonText(step.name().toString()) + ": {\"maximum\": \"" + lengths.max() + " ns\", \"minimum\": \""
                    + lengths.min() + " ns\", \"average\": \"" + lengths.cutAverage() + " ns\"}");
        }
        return "{" + String.join(", ", items) + "}";
    }

    /** A JSON string in ASCII, as Python writes it. */
    private static String jsonText(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            switch (each) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default ->
                    out.append(each < ' ' || each > '~' ? String.format(Locale.ROOT, "\\u%04x", (int) each) : each);
            }
        }
        return out.append('"').toString();
    }
}
