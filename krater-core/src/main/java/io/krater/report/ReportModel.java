package io.krater.report;

import io.krater.metric.Metric;
import io.krater.result.SuiteResult;
import io.krater.result.compare.MetricComparison;
import io.krater.result.compare.SliceComparison;
import io.krater.result.model.Cell;
import io.krater.result.table.ExclusionText;
import io.krater.result.warning.Warning;
import io.krater.stats.Computed;
import io.krater.stats.Interval;
import io.krater.stats.MedianInterval;
import io.krater.stats.Proportion;
import io.krater.stats.Sample;
import io.krater.stats.Summary;
import io.krater.stats.compare.PairComparison;
import io.krater.stats.compare.Wording;
import io.krater.stats.test.PowerLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** What all templates tell: rows of text, not escaped yet. */
final class ReportModel {
    private static final int MOST_ROWS = 1500;

    private static final int MOST_METRICS = 6;
    private static final int MOST_SUBJECTS = 24;

    /** Notes below a table. */
    private static final int MOST_NOTES = 20;

    private final SuiteResult result;
    private final MetricComparison comparison;

    ReportModel(SuiteResult result, MetricComparison comparison) {
        this.result = result;
        this.comparison = comparison;
    }

    /** The comparison of every slice: how, rows, and notes on what could not be computed. */
    List<Map<String, Object>> comparisons() {
        return comparison.slices().stream().map(ReportModel::comparison).toList();
    }

    private static Map<String, Object> comparison(SliceComparison slice) {
        List<PairComparison> pairs = slice.comparison().pairs().optional().orElse(List.of());
        Set<String> notes = new LinkedHashSet<>();
        slice.comparison().pairs().missing().ifPresent(missing -> notes.add("Pairs are " + missing + "."));
        slice.comparison()
                .groups()
                .forEach(group -> Wording.notes(group).forEach(said -> notes.add(group.name() + ": " + said + ".")));
        pairs.forEach(pair -> {
            Wording.notes(pair).forEach(said -> notes.add(pair.name() + " / " + pair.reference() + ": " + said + "."));
            note(notes, "A test is ", pair.test());
            note(notes, "A ratio is ", pair.ratio());
            pair.ratio().optional().ifPresent(ratio -> note(notes, "An interval of a ratio is ", ratio.interval()));
        });
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("variant", slice.name());
        model.put("how", slice.comparison().how());
        model.put("intervalHead", slice.comparison().intervalHead());
        model.put("pHead", slice.comparison().pHead());
        model.put("hasRows", !pairs.isEmpty());
        model.put("rows", limited(pairs).stream().map(pair -> row(slice, pair)).toList());
        model.put("notes", notes.stream().limit(MOST_NOTES).toList());
        model.put("omitted", omitted(pairs.size(), MOST_ROWS, "pairs"));
        return model;
    }

    /** What was set aside: a row for each reason, with all trials that it concerns. */
    List<Map<String, Object>> exclusions() {
        return ExclusionText.byReason(result).stream()
                .map(alike -> Map.<String, Object>of(
                        "trials",
                        alike.stream()
                                .map(exclusion -> exclusion.trial().toString())
                                .collect(Collectors.joining(", ")),
                        "origin",
                        alike.get(0).origin().label(),
                        "reason",
                        alike.get(0).reason()))
                .toList();
    }

    private static void note(Set<String> notes, String what, Computed<?> computed) {
        computed.missing().ifPresent(missing -> notes.add(what + missing + "."));
    }

    private static Map<String, Object> row(SliceComparison slice, PairComparison pair) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", pair.name());
        row.put("reference", pair.reference());
        row.put("n", size(slice, pair.name()) + " / " + size(slice, pair.reference()));
        row.put(
                "ratioValue",
                pair.ratio().optional().map(r -> Double.toString(r.value())).orElse(""));
        row.put("ratio", text(pair.ratio(), r -> DisplayUnit.ratio(r.value())));
        row.put(
                "interval",
                text(pair.decisive(), i -> DisplayUnit.ratio(i.low()) + " to " + DisplayUnit.ratio(i.high())));
        row.put("typical", text(pair.typical(), r -> DisplayUnit.ratio(r.value())));
        row.put("p", text(pair.test(), t -> DisplayUnit.p(t.adjustedP())));
        row.put("delta", text(pair.cliffsDelta(), d -> String.format(Locale.ROOT, "%.2f", d.delta())));
        row.put("g", text(pair.cohensD(), d -> String.format(Locale.ROOT, "%.2f", d.hedgesG())));
        row.put("trials", text(pair.power().flatMap(PowerLine::range), PowerLine.Range::toString));
        row.put("verdict", pair.verdict().label());
        row.put("verdictClass", pair.verdict().label().replace(' ', '-'));
        return row;
    }

    private static int size(SliceComparison slice, String group) {
        return slice.comparison().group(group).map(g -> g.sample().size()).orElse(0);
    }

    private static <T> String text(Computed<T> computed, Function<T, String> shown) {
        return computed.optional().map(shown).orElse(DisplayUnit.NONE);
    }

    private static <T> List<T> limited(List<T> all) {
        return all.subList(0, Math.min(MOST_ROWS, all.size()));
    }

    /** A sentence about the rows that are left out, or nothing to say. */
    static List<String> omitted(int all, int shown, String what) {
        return all <= shown
                ? List.of()
                : List.of("The first " + shown + " of " + all + " " + what + " are shown; the raw data hold all.");
    }

    /** A table of all cells for a metric. */
    Map<String, Object> cells(Metric metric) {
        List<Cell> cells = result.cells();
        List<Sample> samples = cells.stream()
                .map(cell ->
                        result.sample(metric, cell.environment(), cell.variant().label()))
                .toList();
        List<Summary> summaries = samples.stream().map(Summary::of).toList();
        DisplayUnit shown = DisplayUnit.of(
                metric.unit(),
                summaries.stream()
                        .flatMapToDouble(s -> s.mean().optional().stream().mapToDouble(v -> v)));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_ROWS, cells.size()); i++) {
            Map<String, Object> row = row(
                    cells.get(i), summaries.get(i), MedianInterval.of(samples.get(i), Summary.DEFAULT_LEVEL), shown);
            // what links lead to is in one table only
            row.put("place", metric.name().equals(comparison.metric().name()) ? List.of(anchor(i)) : List.of());
            rows.add(row);
        }
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("label", shown.label(metric.name()));
        model.put("direction", direction(metric).isEmpty() ? "" : ", " + direction(metric));
        model.put("rows", rows);
        model.put("omitted", omitted(cells.size(), MOST_ROWS, "cells"));
        return model;
    }

    private static Map<String, Object> row(Cell cell, Summary summary, Computed<Interval> median, DisplayUnit shown) {
        Optional<Double> half = summary.interval().optional().map(Interval::halfWidth);
        int digits = shown.digits(half, summary.mean().optional());
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("variant", cell.variant().label());
        row.put("environment", cell.environment());
        row.put("n", summary.n());
        row.put("failed", failed(cell));
        row.put(
                "meanValue",
                summary.mean().optional().map(v -> Double.toString(v)).orElse(""));
        row.put("mean", shown.text(summary.mean(), digits));
        row.put("interval", shown.interval(summary.interval(), digits));
        row.put("cv", text(summary.cv(), DisplayUnit::percent));
        row.put("median", shown.text(summary.median(), digits));
        row.put("medianInterval", shown.interval(median, digits));
        row.put("min", shown.text(summary.min(), digits));
        row.put("max", shown.text(summary.max(), digits));
        return row;
    }

    /** Where attempts failed, their share with its interval: none of five is not none at all. */
    private static String failed(Cell cell) {
        String share = Proportion.of(cell.failures(), cell.attempts())
                .interval()
                .optional()
                .filter(interval -> cell.failures() > 0)
                .map(interval -> String.format(
                        Locale.ROOT,
                        " of %d (%.0f to %.0f %%)",
                        cell.attempts(),
                        100 * interval.low(),
                        100 * interval.high()))
                .orElse("");
        return cell.failures() + share;
    }

    static String direction(Metric metric) {
        return switch (metric.direction()) {
            case HIGHER_IS_BETTER -> "higher is better";
            case LOWER_IS_BETTER -> "lower is better";
            case NEUTRAL -> "";
        };
    }

    /**
     * Warnings as rows, one a kind, with its worst case and a link to each cell that it concerns: so a noisy machine does not
     * bury what concerns one cell.
     */
    List<Map<String, Object>> rows(List<Warning> warnings) {
        Map<Warning.Kind, List<Warning>> alike = new LinkedHashMap<>();
        warnings.forEach(warning -> alike.computeIfAbsent(warning.kind(), fresh -> new ArrayList<>())
                .add(warning));
        Map<String, Integer> places = new LinkedHashMap<>();
        List<Cell> cells = result.cells();
        for (int i = 0; i < Math.min(MOST_ROWS, cells.size()); i++) {
            places.put(cells.get(i).environment() + "/" + cells.get(i).variant().label(), i);
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (List<Warning> group : byGravity(alike)) {
            Map<String, Object> row = row(worst(group), seen(group));
            List<String> subjects =
                    group.stream().map(Warning::subject).distinct().toList();
            row.put(
                    "count",
                    subjects.size() == 1 ? "" : subjects.size() + (isCells(subjects, places) ? " cells: " : ": "));
            List<Map<String, Object>> linked = new ArrayList<>();
            for (String subject : subjects.subList(0, Math.min(MOST_SUBJECTS, subjects.size()))) {
                linked.add(subject(subject, places, linked.isEmpty() ? "" : ", "));
            }
            row.put("subjects", linked);
            row.put(
                    "others",
                    subjects.size() > MOST_SUBJECTS ? ", and " + (subjects.size() - MOST_SUBJECTS) + " more" : "");
            rows.add(row);
        }
        return rows;
    }

    private static boolean isCells(List<String> subjects, Map<String, Integer> places) {
        return subjects.stream().allMatch(places::containsKey);
    }

    private static Warning worst(List<Warning> group) {
        return group.stream()
                .max(Comparator.comparingDouble(warning -> Math.abs(warning.number() - warning.threshold())))
                .orElseThrow();
    }

    /** The worst case of each metric that it is about. */
    private static String seen(List<Warning> group) {
        Map<String, List<Warning>> byMetric = new LinkedHashMap<>();
        for (Warning warning : group) {
            String[] subject = warning.subject().split(" ", 2);
            byMetric.computeIfAbsent(subject.length > 1 ? subject[1] : "", fresh -> new ArrayList<>())
                    .add(warning);
        }
        String seen = byMetric.values().stream()
                .limit(MOST_METRICS)
                .map(alike -> alike.size() == 1
                        ? alike.get(0).text()
                        : worst(alike).text() + " (the worst of them, "
                                + worst(alike).subject() + ")")
                .distinct()
                .collect(Collectors.joining("; "));
        return byMetric.size() > MOST_METRICS ? seen + "; ..." : seen;
    }

    /** Letters alone, as an anchor's name. */
    private static String anchor(int place) {
        StringBuilder letters = new StringBuilder("cell");
        for (int rest = place; ; rest = rest / 26 - 1) {
            letters.append((char) ('a' + rest % 26));
            if (rest < 26) {
                return letters.toString();
            }
        }
    }

    /** A link where there is a cell of this name; the metric, where there is one, stands behind it. */
    private static Map<String, Object> subject(String subject, Map<String, Integer> places, String before) {
        Integer place = places.get(subject.split(" ", 2)[0]);
        return Map.of(
                "before",
                before,
                "text",
                subject,
                "cell",
                place == null ? List.of() : List.of(Map.of("place", anchor(place))));
    }

    /** What makes numbers wrong or missing comes before what makes them noisy; else in the order in which they were found. */
    private static List<List<Warning>> byGravity(Map<Warning.Kind, List<Warning>> alike) {
        return alike.values().stream()
                .sorted(Comparator.comparing(group -> !group.get(0).isGrave()))
                .toList();
    }

    private static Map<String, Object> row(Warning warning, String text) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("kind", warning.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        row.put("text", text);
        row.put("number", Double.toString(warning.number()));
        row.put("shown", DisplayUnit.brief(warning.number()));
        row.put("threshold", DisplayUnit.brief(warning.threshold()));
        row.put("advice", warning.advice());
        return row;
    }

    /** The compared metric's unit as its values are shown. */
    String metricLabel() {
        Metric metric = comparison.metric();
        DoubleStream values = comparison.slices().stream()
                .flatMap(v -> v.comparison().groups().stream())
                .flatMapToDouble(g -> DoubleStream.of(g.sample().values()));
        return DisplayUnit.of(metric.unit(), values).label(metric.name());
    }
}
