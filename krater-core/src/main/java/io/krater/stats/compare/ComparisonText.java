package io.krater.stats.compare;

import io.krater.stats.Computed;
import io.krater.stats.Estimate;
import io.krater.stats.Interval;
import io.krater.stats.Numbers;
import io.krater.stats.Summary;
import io.krater.stats.test.PowerLine;
import io.krater.text.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A {@link Comparison} as lines of text. */
final class ComparisonText {
    private static final String NONE = "-";
    private static final String INDENT = "  ";
    private static final int MOST_NOTES = 20;

    private final Comparison comparison;
    private final ComparisonSettings settings;
    private final int width;
    private final Set<String> notes = new LinkedHashSet<>();
    private final Map<String, List<String>> pairsByReason = new LinkedHashMap<>();

    ComparisonText(Comparison comparison, int width) {
        this.comparison = comparison;
        this.settings = comparison.settings();
        this.width = width;
    }

    String render() {
        StringBuilder out = new StringBuilder(wrapped("", title()));
        if (!comparison.groups().isEmpty()) {
            out.append(groups(comparison.groups()));
        }
        if (comparison.pairs() instanceof Computed.Value<List<PairComparison>> pairs) {
            out.append('\n').append(wrapped("", method()));
            out.append(pairs(pairs.value()));
        } else {
            out.append(wrapped("", "Pairs are " + comparison.pairs() + "."));
        }
        notes.stream().limit(MOST_NOTES).forEach(note -> out.append(wrapped(INDENT, note)));
        if (notes.size() > MOST_NOTES) {
            out.append(INDENT)
                    .append("... and ")
                    .append(notes.size() - MOST_NOTES)
                    .append(" more notes\n");
        }
        return out.toString();
    }

    private String title() {
        String unit = comparison.unit().isEmpty() ? "" : " in " + comparison.unit();
        return TextTable.plain(comparison.metric() + unit) + " ("
                + comparison.direction().label() + ")";
    }

    private String groups(List<GroupSummary> groups) {
        for (GroupSummary group : groups) {
            group.check().warnings().forEach(w -> notes.add(group.name() + ": " + w.text()));
            Wording.notes(group).forEach(said -> notes.add(group.name() + ": " + said));
        }
        Function<Function<Summary, Computed<Double>>, List<String>> column = part -> groups.stream()
                .map(g -> part.apply(g.summary()).optional().map(Numbers::of).orElse(NONE))
                .toList();
        return new TextTable()
                .column(9, "group", cells(groups, g -> shortened(g.name())))
                .column(8, "n", cells(groups, g -> String.valueOf(g.summary().n())))
                .column(7, "mean", column.apply(Summary::mean))
                .column(
                        6,
                        percentLevel(),
                        cells(groups, g -> interval(g.summary().interval())))
                .column(2, "sd", column.apply(Summary::sd))
                .column(
                        5,
                        "CV",
                        cells(
                                groups,
                                g -> g.summary()
                                        .cv()
                                        .optional()
                                        .map(Numbers::percent)
                                        .orElse(NONE)))
                .column(4, "median", column.apply(Summary::median))
                .column(1, "min", column.apply(Summary::min))
                .column(1, "max", column.apply(Summary::max))
                .column(3, "doubts", cells(groups, ComparisonText::doubts))
                .render(INDENT, width);
    }

    private static String doubts(GroupSummary group) {
        int count = group.check().warnings().size();
        return count == 0 ? NONE : String.valueOf(count);
    }

    private String method() {
        return comparison.how() + " Means' differences and ratios: BCa intervals from "
                + settings.bootstrap().resamples() + " resamples, seed "
                + settings.bootstrap().seed() + ".";
    }

    private String pairs(List<PairComparison> pairs) {
        pairs.forEach(this::noteMissing);
        pairsByReason.forEach((reason, concerned) -> notes.add(String.join(", ", concerned) + ": " + reason));
        String needed = "n for " + Numbers.brief(100 * settings.target()) + " %";
        TextTable table = new TextTable()
                .column(9, "pair", cells(pairs, this::shortNames))
                .column(7, "ratio", cells(pairs, p -> value(p.ratio())))
                .column(6, comparison.intervalHead(), cells(pairs, p -> interval(p.decisive())))
                .column(3, "typical", cells(pairs, p -> value(p.typical())))
                .column(2, "difference", cells(pairs, p -> value(p.difference())))
                .column(
                        1,
                        percentLevel(),
                        cells(pairs, p -> interval(p.difference().flatMap(Estimate::interval))))
                .column(5, comparison.pHead(), cells(pairs, p -> text(p.test(), t -> Numbers.p(t.adjustedP()))))
                .column(3, "d", cells(pairs, p -> text(p.cohensD(), d -> decimals(d.d()))))
                .column(3, "delta", cells(pairs, p -> text(p.cliffsDelta(), d -> decimals(d.delta()))));
        if (settings.margin().isPresent()) {
            table.column(4, "p (same)", cells(pairs, p -> text(p.equivalence(), e -> Numbers.p(e.adjustedP()))));
        }
        return table.column(2, needed, cells(pairs, p -> text(p.power().flatMap(PowerLine::range), String::valueOf)))
                .column(8, "verdict", cells(pairs, p -> p.verdict().label()))
                .render(INDENT, width);
    }

    /** What is missing for a reason that is not an empty group's, with all the pairs that it concerns. */
    private void noteMissing(PairComparison pair) {
        List<String> empty = emptyOf(pair);
        if (!empty.isEmpty()) {
            empty.forEach(name -> notes.add(name + ": has no trials, so its pairs are not computable"));
            return;
        }
        Wording.notes(pair).forEach(said -> notes.add(names(pair) + ": " + said));
        note(pair, "the test is ", pair.test());
        note(pair, "the ratio is ", pair.ratio());
        pair.ratio().optional().ifPresent(r -> note(pair, "the interval of the ratio is ", r.interval()));
    }

    private List<String> emptyOf(PairComparison pair) {
        return comparison.groups().stream()
                .filter(g -> g.sample().size() == 0)
                .map(GroupSummary::name)
                .filter(name -> name.equals(pair.name()) || name.equals(pair.reference()))
                .toList();
    }

    private void note(PairComparison pair, String what, Computed<?> computed) {
        if (!computed.isComputed()) {
            pairsByReason
                    .computeIfAbsent(what + computed, reason -> new ArrayList<>())
                    .add(names(pair));
        }
    }

    private static String names(PairComparison pair) {
        return pair.name() + " / " + pair.reference();
    }

    private String shortNames(PairComparison pair) {
        return shortened(pair.name()) + " / " + shortened(pair.reference());
    }

    /** A long name without its middle: image names differ at either end. */
    private String shortened(String name) {
        int most = Math.max(8, 3 * width / 10);
        int[] characters = name.codePoints().toArray();
        if (characters.length <= most) {
            return name;
        }
        int head = most / 2;
        int tail = most - head - 1;
        return new String(characters, 0, head) + "…" + new String(characters, characters.length - tail, tail);
    }

    private String percentLevel() {
        return String.format(Locale.ROOT, "%.3g %% interval", 100 * settings.level())
                .replace(".0 %", " %");
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String value(Computed<Estimate> estimate) {
        return text(estimate, e -> Numbers.of(e.value()));
    }

    private static String interval(Computed<Interval> interval) {
        return text(interval, Numbers::interval);
    }

    private static <T> String text(Computed<T> computed, Function<T, String> shown) {
        return computed.optional().map(shown).orElse(NONE);
    }

    private static <T> List<String> cells(List<T> rows, Function<T, String> cell) {
        return rows.stream().map(cell).toList();
    }

    private String wrapped(String indent, String text) {
        StringBuilder out = new StringBuilder();
        String start = indent;
        String rest = TextTable.plain(text);
        while (start.length() + rest.length() > width) {
            int room = Math.max(1, width - start.length());
            int space = rest.lastIndexOf(' ', room);
            // a word longer than the line, such as an image's name, is cut
            int end = space > 0 ? space : room;
            out.append(start).append(rest, 0, end).append('\n');
            rest = rest.substring(space > 0 ? end + 1 : end);
            start = indent + (indent.isEmpty() ? "" : INDENT);
        }
        return out.append(start).append(rest).append('\n').toString();
    }
}
