package io.krater.report;

import io.krater.experiment.lifecycle.Doubt;
import io.krater.experiment.lifecycle.ExcludedLife;
import io.krater.experiment.lifecycle.LifeComparisons;
import io.krater.experiment.lifecycle.LifeComparisons.PhaseComparison;
import io.krater.experiment.lifecycle.LifeComparisons.UsageComparison;
import io.krater.experiment.lifecycle.LifePhase;
import io.krater.experiment.lifecycle.Lives;
import io.krater.experiment.lifecycle.PhaseSum;
import io.krater.experiment.lifecycle.PhaseTable;
import io.krater.stats.Computed;
import io.krater.stats.Estimate;
import io.krater.stats.Interval;
import io.krater.stats.Summary;
import io.krater.stats.compare.Comparison;
import io.krater.stats.compare.GroupSummary;
import io.krater.stats.compare.PairComparison;
import io.krater.stats.test.CliffsDelta;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The page about lives: phases and usage compared, figures, doubts and exclusions. Self-contained; needs no network. */
public final class LifeReport implements Report {
    private static final int MOST_USAGE_ROWS = 1_000;

    private final String title;
    private final Lives lives;
    private final PhaseTable table;
    private final LifeComparisons comparisons;
    private final List<Doubt> doubts;
    private final List<String> notes;

    /**
     * A report of these lives.
     *
     * @param title the page's title
     * @param comparisons what was computed of them
     * @param doubts what to look at before they count
     * @param notes what was odd when they were read, a sentence each
     */
    public LifeReport(
            String title,
            Lives lives,
            PhaseTable table,
            LifeComparisons comparisons,
            List<Doubt> doubts,
            List<String> notes) {
        this.title = title;
        this.lives = lives;
        this.table = table;
        this.comparisons = comparisons;
        this.doubts = List.copyOf(doubts);
        this.notes = List.copyOf(notes);
    }

    @Override
    public String text() {
        String style = Templates.resource("report.css");
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("style", style);
        page.put("styleHash", Templates.cspHash(style));
        page.put("title", title);
        page.put("facts", facts());
        page.put("phases", groupRows());
        page.put("sums", sums());
        page.put(
                "pairs",
                comparisons.phases().stream()
                        .flatMap(each -> pairs(each.phase().name(), each.comparison()).stream())
                        .toList());
        List<Map<String, Object>> usage = comparisons.usage().stream()
                .flatMap(each -> usage(each).stream())
                .toList();
        page.put("usage", usage.subList(0, Math.min(MOST_USAGE_ROWS, usage.size())));
        page.put("hasUsage", !usage.isEmpty());
        page.put("notes", notes);
        page.put("doubts", doubts.stream().map(LifeReport::doubt).toList());
        page.put("hasDoubts", !doubts.isEmpty());
        page.put(
                "exclusions",
                lives.excluded().stream().map(LifeReport::exclusion).toList());
        page.put("hasExclusions", !lives.excluded().isEmpty());
        page.put("phaseFigures", HtmlReport.images(LifeFigures.phases(lives, table)));
        page.put("heatMaps", HtmlReport.images(LifeFigures.heatMaps(lives)));
        page.put("facets", HtmlReport.images(LifeFigures.facets(lives, table)));
        return Templates.of("lives.html.mustache", Escapes.HTML).execute(page);
    }

    private String facts() {
        List<String> counts = new ArrayList<>();
        lives.platforms()
                .forEach(platform ->
                        counts.add(platform + ": " + counted(lives.of(platform).size())));
        int excluded = lives.excluded().size();
        return String.join(", ", counts) + "; " + excluded + " set aside; " + doubts.size() + " doubts";
    }

    private static String counted(int number) {
        return number + (number == 1 ? " life" : " lives");
    }

    private List<Map<String, Object>> groupRows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (PhaseComparison phase : comparisons.phases()) {
            for (GroupSummary group : phase.comparison().groups()) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("phase", phase.phase().name());
                row.put("wait", phase.isWait() ? "wait" : "");
                row.put("platform", group.name());
                summary(row, group.summary());
                rows.add(row);
            }
        }
        return rows;
    }

    private static void summary(Map<String, Object> row, Summary summary) {
        row.put("n", summary.n());
        row.put("mean", text(summary.mean()));
        row.put(
                "interval",
                summary.interval().optional().map(LifeReport::interval).orElse(DisplayUnit.NONE));
        row.put("median", text(summary.median()));
        row.put("min", text(summary.min()));
        row.put("max", text(summary.max()));
        row.put("sd", text(summary.sd()));
    }

    private static String text(Computed<Double> value) {
        return value.optional().map(DisplayUnit::brief).orElse(DisplayUnit.NONE);
    }

    private static String interval(Interval interval) {
        return DisplayUnit.brief(interval.low()) + " to " + DisplayUnit.brief(interval.high());
    }

    private List<String> sums() {
        List<String> sentences = new ArrayList<>();
        int complete = 0;
        double waits = 0;
        for (var life : lives.counted()) {
            Optional<PhaseSum> sum = PhaseSum.of(life, table);
            if (sum.isPresent()) {
                complete++;
                waits += sum.get().waits();
                if (!sum.get().addsUp()) {
                    sentences.add(String.format(
                            Locale.ROOT,
                            "Life %s: phases %.4f s and waits %.4f s leave %.4f s of the whole %.4f s unaccounted for.",
                            life.id(),
                            sum.get().phases(),
                            sum.get().waits(),
                            sum.get().rest(),
                            sum.get().total()));
                }
            }
        }
        List<String> names = table.waits().stream().map(LifePhase::name).toList();
        if (complete > 0 && sentences.isEmpty()) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "In all complete lives (%d) phases and waits add up to the whole. What belongs to no phase (%s) is"
                            + " %.1f s a life on average.",
                    complete,
                    names.isEmpty() ? "nothing" : String.join(", ", names),
                    waits / complete));
        }
        return sentences;
    }

    private static List<Map<String, Object>> pairs(String name, Comparison comparison) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (PairComparison pair : comparison.pairs().optional().orElse(List.of())) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", name);
            row.put("platform", pair.name());
            row.put("reference", pair.reference());
            row.put("difference", estimate(pair.difference()));
            row.put("ratio", estimate(pair.ratio()));
            row.put("test", pair.choice().test().toString());
            row.put(
                    "p",
                    pair.test()
                            .optional()
                            .map(test -> DisplayUnit.p(test.adjustedP()))
                            .orElse(DisplayUnit.NONE));
            row.put("delta", delta(pair.cliffsDelta()));
            row.put("verdict", pair.verdict().toString());
            rows.add(row);
        }
        return rows;
    }

    private static String delta(Computed<CliffsDelta> delta) {
        return delta.optional()
                .map(each -> String.format(Locale.ROOT, "%.2f", each.delta()))
                .orElse(DisplayUnit.NONE);
    }

    private static String estimate(Computed<Estimate> estimate) {
        return estimate.optional()
                .map(each -> DisplayUnit.brief(each.value())
                        + each.interval()
                                .optional()
                                .map(interval -> " (" + interval(interval) + ")")
                                .orElse(""))
                .orElse(DisplayUnit.NONE);
    }

    private static List<Map<String, Object>> usage(UsageComparison each) {
        List<Map<String, Object>> rows = pairs(each.usage().phase().name(), each.comparison());
        Function<String, String> mean = platform -> each.comparison()
                .group(platform)
                .map(group -> text(group.summary().mean()))
                .orElse(DisplayUnit.NONE);
        for (Map<String, Object> row : rows) {
            row.put(
                    "quantity",
                    each.usage().quantity().title() + " ("
                            + each.usage().quantity().unit() + "), "
                            + each.usage().figure().name().toLowerCase(Locale.ROOT));
            row.put("role", each.usage().role());
            row.put("a", mean.apply(String.valueOf(row.get("platform"))));
            row.put("b", mean.apply(String.valueOf(row.get("reference"))));
        }
        return rows;
    }

    private static Map<String, Object> doubt(Doubt doubt) {
        return Map.of(
                "life",
                doubt.life(),
                "platform",
                doubt.platform(),
                "kind",
                doubt.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                "reason",
                doubt.reason());
    }

    private static Map<String, Object> exclusion(ExcludedLife exclusion) {
        return Map.of("life", exclusion.id(), "platform", exclusion.platform(), "reason", exclusion.reason());
    }
}
