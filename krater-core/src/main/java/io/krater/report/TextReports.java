package io.krater.report;

import io.krater.result.SuiteResult;
import io.krater.result.compare.Factor;
import io.krater.result.compare.MetricComparison;
import io.krater.result.model.Stopping;
import io.krater.result.warning.Warning;
import io.krater.result.warning.Warnings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reports that are text: Markdown and LaTeX. */
final class TextReports {
    private static final int MOST_WARNINGS = 30;

    private final SuiteResult result;
    private final MetricComparison comparison;
    private final ReportModel model;

    TextReports(SuiteResult result, MetricComparison comparison) {
        this.result = result;
        this.comparison = comparison;
        this.model = new ReportModel(result, comparison);
    }

    String markdown() {
        List<Warning> warnings = Warnings.of(result);
        List<Map<String, Object>> rows = model.rows(warnings);
        Map<String, Object> page = common();
        page.put("hasExclusions", !result.exclusions().isEmpty());
        page.put("exclusions", model.exclusions());
        page.put("warningCount", warnings.size());
        page.put("hasWarnings", !warnings.isEmpty());
        page.put("warnings", rows.stream().limit(MOST_WARNINGS).toList());
        page.put("warningsOmitted", ReportModel.omitted(rows.size(), MOST_WARNINGS, "warnings"));
        page.put("method", Method.sentences(result, comparison, false));
        return Templates.of("report.md.mustache", Escapes.MARKDOWN_TEXT).execute(page);
    }

    String latex() {
        return Templates.of("table.tex.mustache", Escapes.LATEX_TEXT).execute(common());
    }

    private Map<String, Object> common() {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("suite", result.suite().name());
        page.put("slice", comparison.factor() == Factor.VARIANT ? "environment" : "variant");
        page.put("factor", comparison.factor().one());
        page.put("intervalHead", intervalHead());
        page.put("pHead", pHead());
        page.put("sentences", new Conclusion(comparison).sentences());
        page.put("metric", comparison.metric().name());
        page.put("metricLabel", model.metricLabel());
        page.put("comparisons", model.comparisons());
        page.put("cells", model.cells(comparison.metric()));
        page.put("stopping", result.stopping().map(Stopping::sentences).orElse(List.of()));
        return page;
    }

    private String intervalHead() {
        return comparison.slices().stream()
                .map(slice -> slice.comparison().intervalHead())
                .findFirst()
                .orElse("interval");
    }

    private String pHead() {
        return comparison.slices().stream()
                .map(slice -> slice.comparison().pHead())
                .findFirst()
                .orElse("p");
    }
}
