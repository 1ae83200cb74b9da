package io.krater.report;

import io.krater.report.Waterfall.Panel;
import io.krater.timeline.BreakdownText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A page about where the time goes: the waterfall, each environment's table, and what is doubtful. Self-contained, needs no
 * network.
 */
public final class BreakdownReport implements Report {
    private final String title;
    private final List<Panel> panels;
    private final Map<String, List<String>> notes;
    private final UnaryOperator<String> lane;

    /**
     * Makes the page.
     *
     * @param title what was measured
     * @param panels environments, at least one
     * @param notes sentences to stand below an environment's table, by its name, such as what was left out of a log
     * @param lane the lane of a mark, as for {@link Waterfall#of}
     */
    public BreakdownReport(
            String title, List<Panel> panels, Map<String, List<String>> notes, UnaryOperator<String> lane) {
        this.title = title;
        this.panels = List.copyOf(panels);
        this.notes = Map.copyOf(notes);
        this.lane = lane;
    }

    @Override
    public String text() {
        String style = Templates.resource("report.css");
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("style", style);
        page.put("styleHash", Templates.cspHash(style));
        page.put("title", title);
        page.put("problem", List.of());
        page.put("figures", List.of());
        try {
            if (panels.stream().anyMatch(panel -> !panel.breakdown().steps().isEmpty())) {
                page.put("figures", List.of(HtmlReport.image(Waterfall.of("waterfall", panels, lane))));
            }
        } catch (LinkageError | InternalError noFonts) {
            page.put("problem", List.of(HtmlReport.noFonts(noFonts)));
        }
        page.put("panels", panels.stream().map(this::panel).toList());
        return Templates.of("breakdown.html.mustache", Escapes.HTML).execute(page);
    }

    private Map<String, Object> panel(Panel panel) {
        List<List<String>> table = BreakdownText.cells(panel.breakdown());
        return Map.of(
                "name", panel.name(),
                "doubts", BreakdownText.doubts(panel.breakdown()),
                "head", row(table.get(0)),
                "rows",
                        table.subList(1, table.size()).stream()
                                .map(cells -> Map.of("cells", row(cells)))
                                .toList(),
                "notes", notes.getOrDefault(panel.name(), List.of()));
    }

    private static List<Map<String, Object>> row(List<String> cells) {
        List<Map<String, Object>> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(Map.of("text", cell, "first", row.isEmpty()));
        }
        return row;
    }
}
