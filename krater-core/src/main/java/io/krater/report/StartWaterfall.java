package io.krater.report;

import io.krater.metric.Timelines;
import io.krater.report.Waterfall.Panel;
import io.krater.result.SuiteResult;
import io.krater.timeline.PhaseBreakdown;
import io.krater.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The waterfall of a result's starts: every mark from the request until the program's first line and the API's last word. */
final class StartWaterfall {
    private static final int FEWEST_STEPS = 2;

    private StartWaterfall() {}

    static Optional<Figure> of(SuiteResult result) {
        List<Panel> panels = panels(result);
        boolean worth =
                panels.stream().anyMatch(panel -> panel.breakdown().steps().size() >= FEWEST_STEPS);
        return worth ? Optional.of(Waterfall.of("waterfall", panels, Timelines::lane)) : Optional.empty();
    }

    /** A panel for each environment that has a start. */
    static List<Panel> panels(SuiteResult result) {
        List<Panel> panels = new ArrayList<>();
        result.suite().environments().forEach(environment -> {
            List<Timeline> starts = result.trials().stream()
                    .filter(trial -> trial.counts() && trial.id().environment().equals(environment.name()))
                    .flatMap(trial -> Timelines.starts(trial).stream())
                    .toList();
            PhaseBreakdown breakdown = PhaseBreakdown.of(starts);
            if (!breakdown.steps().isEmpty()) {
                panels.add(new Panel(environment.name(), breakdown));
            }
        });
        return panels;
    }
}
