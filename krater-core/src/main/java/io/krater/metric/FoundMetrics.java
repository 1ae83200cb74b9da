package io.krater.metric;

import io.krater.trial.MeasuredValue;
import io.krater.trial.Trial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which metrics some trials have a say in: the built-in ones, and whatever the sessions of their experiment measured. */
public final class FoundMetrics {
    private FoundMetrics() {}

    /**
     * Those of rounds and of what is held where there are such trials, then the built-in ones, then any other figure that a
     * session has measured, under its own name.
     */
    public static List<Metric> of(Collection<Trial> trials) {
        List<Metric> found = new ArrayList<>();
        if (trials.stream()
                .anyMatch(trial -> trial.variant().number(HoldMetrics.DENSITY).isPresent())) {
            found.addAll(HoldMetrics.all());
        }
        if (trials.stream().anyMatch(StartMetrics::isRound)) {
            found.addAll(StartMetrics.all());
        }
        found.addAll(Metrics.all());
        Map<String, String> units = new LinkedHashMap<>();
        for (Trial trial : trials) {
            for (Map.Entry<String, MeasuredValue> figure :
                    trial.whole().figures().entrySet()) {
                units.putIfAbsent(figure.getKey(), figure.getValue().unit());
            }
        }
        found.forEach(metric -> units.remove(metric.name()));
        units.forEach((name, unit) -> {
            if (DerivedMetric.isName(name)) {
                found.add(Metric.measured(name, unit, Direction.NEUTRAL));
            }
        });
        return List.copyOf(found);
    }
}
