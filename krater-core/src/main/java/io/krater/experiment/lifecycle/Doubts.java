package io.krater.experiment.lifecycle;

import io.krater.experiment.lifecycle.Doubt.Kind;
import io.krater.monitor.HostQuantity;
import io.krater.monitor.HostSeries;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks for lives that may be broken: what to propose for exclusion, each with its reason. */
public final class Doubts {
    /** A hole this many intervals long is a gap. */
    private static final double GAP = 2.5;
    /** A clock that is off by this many intervals shows in the stamps. */
    private static final double CLOCK = 2;

    private final PhaseTable table;
    private final List<Doubt> doubts = new ArrayList<>();

    private Doubts(PhaseTable table) {
        this.table = table;
    }

    /** What is odd about the lives that count, life by life. */
    public static List<Doubt> of(Lives lives, PhaseTable table) {
        Doubts search = new Doubts(table);
        for (String platform : lives.platforms()) {
            List<Life> all = lives.of(platform);
            Map<String, Long> usual = usualHosts(all);
            for (Life life : all) {
                search.events(life);
                search.hosts(life, usual);
                search.samples(life);
                new ClockCheck(life).doubts().forEach(search.doubts::add);
            }
        }
        return List.copyOf(search.doubts);
    }

    private void add(Life life, Kind kind, String reason) {
        doubts.add(new Doubt(life.id(), life.platform(), kind, reason));
    }

    private void events(Life life) {
        Map<String, Long> counts = life.events().stream()
                .collect(Collectors.groupingBy(LifeEvent::type, TreeMap::new, Collectors.counting()));
        List<String> missing = table.events().stream()
                .filter(type -> !counts.containsKey(type))
                .toList();
        if (!missing.isEmpty()) {
            add(life, Kind.MISSING_EVENT, "events are missing: " + String.join(", ", missing));
        }
        counts.forEach((type, count) -> {
            if (count > 1 && table.events().contains(type)) {
                add(life, Kind.REPEATED_EVENT, "event " + type + " came " + count + " times");
            }
        });
        String before = null;
        double beforeAt = 0;
        for (String type : table.events()) {
            OptionalDouble at = life.at(type);
            if (at.isPresent()) {
                if (before != null && at.getAsDouble() < beforeAt) {
                    add(life, Kind.EVENT_ORDER, "event " + type + " came before " + before);
                }
                before = type;
                beforeAt = at.getAsDouble();
            }
        }
    }

    /** How many hosts of each role the most lives have. */
    private static Map<String, Long> usualHosts(List<Life> lives) {
        Map<Map<String, Long>, Long> kinds = lives.stream()
                .map(Doubts::hostsByRole)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return kinds.entrySet().stream()
                .max(Map.Entry.<Map<String, Long>, Long>comparingByValue()
                        .thenComparing(entry -> entry.getKey().values().stream()
                                .mapToLong(n -> n)
                                .sum()))
                .map(Map.Entry::getKey)
                .orElse(Map.of());
    }

    private static Map<String, Long> hostsByRole(Life life) {
        return life.hosts().stream()
                .filter(LifeHost::isMeasured)
                .collect(Collectors.groupingBy(LifeHost::role, TreeMap::new, Collectors.counting()));
    }

    private void hosts(Life life, Map<String, Long> usual) {
        Map<String, Long> own = hostsByRole(life);
        if (own.isEmpty()) {
            add(life, Kind.MISSING_HOST, "no hosts are listed");
        } else {
            usual.forEach((role, count) -> {
                long here = own.getOrDefault(role, 0L);
                if (here < count) {
                    add(
                            life,
                            Kind.MISSING_HOST,
                            here + " hosts with the role " + role + ", the platform's other lives have " + count);
                }
            });
        }
        Set<String> measured = new LinkedHashSet<>();
        life.metrics().series().stream()
                .filter(series -> series.size() > 0)
                .forEach(series -> measured.add(series.host()));
        for (LifeHost host : life.hosts()) {
            if (host.isMeasured() && !measured.remove(host.name())) {
                add(life, Kind.NO_SAMPLES, "host " + host.name() + " (" + host.role() + ") has no samples");
            }
            measured.remove(host.name());
        }
        if (!own.isEmpty()) {
            measured.forEach(host -> add(life, Kind.UNKNOWN_HOST, "host " + host + " has samples and is not listed"));
        }
    }

    /** Holes, each host's longest alone: one is reason enough to look. */
    private void samples(Life life) {
        OptionalDouble start = life.at(table.total().from());
        OptionalDouble end = life.at(table.total().to());
        for (HostSeries series : life.metrics().of(HostQuantity.CPU)) {
            if (series.size() < 2) {
                continue;
            }
            double interval = series.interval() / 1e9;
            List<double[]> holes = new ArrayList<>();
            double before = start.orElse(seconds(series, 0));
            for (int i = 0; i < series.size(); i++) {
                holes.add(new double[] {before, seconds(series, i)});
                before = seconds(series, i);
            }
            holes.add(new double[] {before, end.orElse(before)});
            double[] longest = holes.stream()
                    .max(Comparator.comparingDouble(hole -> hole[1] - hole[0]))
                    .orElseThrow();
            if (longest[1] - longest[0] > GAP * interval) {
                double since = start.orElse(seconds(series, 0));
                add(
                        life,
                        Kind.GAP,
                        String.format(
                                Locale.ROOT,
                                "host %s has no samples for %.0f s from second %.0f on (they come every %.0f s)",
                                series.host(),
                                longest[1] - longest[0],
                                longest[0] - since,
                                interval));
            }
        }
    }

    private static double seconds(HostSeries series, int index) {
        return series.epochNanos(index) / 1e9;
    }

    /**
     * Compares the stamps of hosts that were measured together: those with as many samples as the others whose stamps begin or
     * end at another time have another clock.
     */
    private record ClockCheck(Life life) {
        List<Doubt> doubts() {
            List<HostSeries> all = life.metrics().of(HostQuantity.CPU).stream()
                    .filter(series -> series.size() > 2)
                    .toList();
            if (all.size() < 3) {
                return List.of(); // of two clocks none can be said to be the wrong one
            }
            List<Doubt> doubts = new ArrayList<>();
            double interval = median(all.stream().mapToDouble(HostSeries::interval)) / 1e9;
            double first = median(all.stream().mapToDouble(series -> seconds(series, 0)));
            double last = median(all.stream().mapToDouble(series -> seconds(series, series.size() - 1)));
            double size = median(all.stream().mapToDouble(HostSeries::size));
            for (HostSeries series : all) {
                double early = seconds(series, 0) - first;
                double late = seconds(series, series.size() - 1) - last;
                boolean complete = Math.abs(series.size() - size) <= Math.max(2, size / 200);
                if (complete && Math.max(Math.abs(early), Math.abs(late)) > CLOCK * interval) {
                    doubts.add(new Doubt(
                            life.id(),
                            life.platform(),
                            Kind.CLOCK,
                            String.format(
                                    Locale.ROOT,
                                    "the stamps of host %s are %+.0f s off the other hosts' at the beginning and %+.0f s at"
                                            + " the end: was its clock set?",
                                    series.host(),
                                    early,
                                    late)));
                }
            }
            return doubts;
        }

        private static double median(java.util.stream.DoubleStream values) {
            double[] sorted = values.sorted().toArray();
            return sorted[sorted.length / 2];
        }
    }
}
