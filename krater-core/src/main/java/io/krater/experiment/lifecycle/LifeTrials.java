package io.krater.experiment.lifecycle;

import io.krater.launch.Stamp;
import io.krater.monitor.HostMetrics;
import io.krater.monitor.HostRecord;
import io.krater.monitor.HostSeries;
import io.krater.trial.Trial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;

/** Lives out of trials: marks become events, and what hosts were measured meanwhile becomes theirs. */
final class LifeTrials {
    private LifeTrials() {}

    static Lives lives(Collection<Trial> trials, Collection<HostRecord> hosts) {
        List<Life> counted = new ArrayList<>();
        List<ExcludedLife> excluded = new ArrayList<>();
        trials.stream()
                .sorted(Comparator.comparing((Trial trial) -> trial.id().environment())
                        .thenComparing(trial -> trial.id().number()))
                .forEach(trial -> {
                    String id = trial.id().environment() + "-" + trial.id().number();
                    trial.exclusion()
                            .ifPresentOrElse(
                                    exclusion -> excluded.add(
                                            new ExcludedLife(id, trial.id().environment(), exclusion.reason())),
                                    () -> counted.add(life(id, trial, hosts)));
                });
        return new Lives(counted, excluded);
    }

    private static Life life(String id, Trial trial, Collection<HostRecord> hosts) {
        Map<String, Stamp> marks = trial.marks().stamps();
        List<LifeEvent> events = marks.entrySet().stream()
                .map(mark -> new LifeEvent(mark.getKey(), mark.getValue().epochNanos() / 1e9, ""))
                .toList();
        LongSummaryStatistics span =
                marks.values().stream().mapToLong(Stamp::epochNanos).summaryStatistics();
        Optional<HostRecord> record = hosts.stream()
                .filter(each ->
                        span.getCount() > 0 && each.beginNanos() <= span.getMin() && each.endNanos() >= span.getMax())
                .findFirst();
        List<LifeHost> named = record.stream()
                .flatMap(each -> each.roles().entrySet().stream())
                .map(host -> LifeHost.of(host.getKey(), host.getValue()))
                .toList();
        List<HostSeries> series = record.stream()
                .flatMap(each -> each.metrics().series().stream())
                .map(each -> each.between(span.getMin(), span.getMax() + 1))
                .toList();
        return new Life(id, trial.id().environment(), named, events, new HostMetrics(series));
    }
}
