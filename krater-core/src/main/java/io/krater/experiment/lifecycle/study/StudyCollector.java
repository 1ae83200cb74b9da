package io.krater.experiment.lifecycle.study;

import io.krater.experiment.lifecycle.Life;
import io.krater.experiment.lifecycle.LifeEvent;
import io.krater.experiment.lifecycle.LifeHost;
import io.krater.experiment.lifecycle.Lives;
import io.krater.monitor.HostMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts the tables together, in the order simulations, hosts, events, metrics. Not thread-safe. */
final class StudyCollector {
    private static final String TYPE_PREFIX = "EventType.";

    private final double ramMib;
    private final Map<String, Double> ramOfHosts;
    private final List<String> notes;
    private final Map<String, Run> runs = new LinkedHashMap<>();
    /** By sim_id and by MongoDB's id. */
    private final Map<String, Run> byAnyId = new HashMap<>();
    /** Rows that belong to no simulation, by table and id. */
    private final Map<String, Integer> orphans = new TreeMap<>();

    private final MetricsReader metrics;

    /** A simulation in the making. */
    private record Run(String id, String key, String platform, Map<String, LifeHost> hosts, List<LifeEvent> events) {}

    StudyCollector(double ramMib, Map<String, Double> ramOfHosts, List<String> notes) {
        this.ramMib = ramMib;
        this.ramOfHosts = ramOfHosts;
        this.notes = notes;
        this.metrics = new MetricsReader(this::ramMib);
    }

    void take(StudyFolder.Table table, Rows rows) throws IOException {
        switch (table) {
            case SIMULATIONS -> simulations(rows);
            case HOSTS -> hosts(rows);
            case EVENTS -> events(rows);
            case METRICS -> metrics.read(rows);
        }
    }

    private void simulations(Rows rows) throws IOException {
        int key = rows.column("_id");
        int id = rows.column("sim_id");
        int platform = rows.column("platform");
        while (rows.next()) {
            String objectId = rows.text(key);
            String name = wholeNumber(rows.text(id).isEmpty() ? objectId : rows.text(id));
            if (name.isBlank() || rows.text(platform).isBlank()) {
                throw rows.bad("a simulation needs sim_id and platform, was \"" + name + "\" and \""
                        + rows.text(platform) + "\"");
            }
            Run run = new Run(name, objectId, rows.text(platform), new LinkedHashMap<>(), new ArrayList<>());
            Run before = runs.putIfAbsent(name, run);
            if (before != null && !(before.key.equals(objectId) && before.platform.equals(run.platform))) {
                throw rows.bad("sim_id " + name + " is there twice, as " + before.platform + " and as " + run.platform
                        + ": ids must be unique");
            }
            byAnyId.putIfAbsent(name, run);
            if (!objectId.isEmpty()) {
                byAnyId.putIfAbsent(objectId, run);
            }
        }
    }

    /** R and pandas write whole numbers as {@code 5000.0} where a column has gaps. */
    private static String wholeNumber(String id) {
        return id.strip().replaceFirst("^(\\d+)\\.0$", "$1");
    }

    private @Nullable Run run(Rows rows, String table) throws IOException {
        String id = rows.text(rows.column("simulation_id"));
        if (id.isEmpty()) {
            id = rows.text(rows.column("sim_id"));
        }
        Run run = byAnyId.get(wholeNumber(id));
        if (run == null) {
            orphans.merge(table + " of simulation " + (id.isEmpty() ? "(none)" : id), 1, Integer::sum);
        }
        return run;
    }

    private void hosts(Rows rows) throws IOException {
        int name = rows.column("hostname");
        int role = rows.column("role");
        int ram = rows.column("ram_total");
        while (rows.next()) {
            Run run = run(rows, "hosts");
            if (run == null) {
                continue;
            }
            if (rows.text(name).isBlank()) {
                throw rows.bad("a host needs a hostname");
            }
            double mib = rows.number(ram);
            if (mib <= 0) {
                throw rows.bad("ram_total must be above 0 MiB, was " + mib);
            }
            OptionalDouble total = Double.isNaN(mib) ? OptionalDouble.empty() : OptionalDouble.of(mib);
            LifeHost host = new LifeHost(rows.text(name), rows.text(role), total);
            LifeHost before = run.hosts.putIfAbsent(host.name(), host);
            if (before != null && !before.equals(host)) {
                throw rows.bad("host " + host.name() + " is there twice in simulation " + run.id + ", as "
                        + before.role() + " and as " + host.role());
            }
        }
    }

    private double ramMib(String host) {
        Double told = ramOfHosts.get(host);
        if (told != null) {
            return told;
        }
        return runs.values().stream()
                .map(run -> run.hosts.get(host))
                .filter(known -> known != null && known.memoryMib().isPresent())
                .mapToDouble(known -> known.memoryMib().getAsDouble())
                .findFirst()
                .orElse(ramMib);
    }

    private void events(Rows rows) throws IOException {
        int type = rows.column("event_type");
        int time = rows.column("timestamp");
        int host = rows.column("hostname");
        while (rows.next()) {
            Run run = run(rows, "events");
            if (run == null) {
                continue;
            }
            String name = rows.text(type).strip();
            name = name.startsWith(TYPE_PREFIX) ? name.substring(TYPE_PREFIX.length()) : name;
            if (name.isEmpty()) {
                throw rows.bad("an event needs an event_type");
            }
            if (NumberText.isAbsent(rows.text(time))) {
                throw rows.bad("event " + name + " of simulation " + run.id + " needs a timestamp, was \""
                        + rows.text(time) + "\"");
            }
            run.events.add(
                    new LifeEvent(name, NumberText.seconds(rows, "timestamp", rows.text(time)), rows.text(host)));
        }
    }

    StudyData finish() {
        List<Life> lives = new ArrayList<>();
        List<String> platforms =
                runs.values().stream().map(Run::platform).distinct().toList();
        Comparator<Run> order = Comparator.<Run>comparingInt(run -> platforms.indexOf(run.platform))
                .thenComparing(Run::id, StudyCollector::compareIds);
        runs.values().stream().sorted(order).forEach(run -> {
            Life life = new Life(run.id, run.platform, List.copyOf(run.hosts.values()), run.events, HostMetrics.none());
            lives.add(life.with(metrics.of(life, run.key)));
        });
        orphans.forEach((what, rows) -> notes.add(
                rows + (rows == 1 ? " row" : " rows") + " of " + what + " left out: there is no such simulation"));
        metrics.leftOut(notes);
        return new StudyData(Lives.of(lives), notes);
    }

    /** Numbers by size, before all else. */
    static int compareIds(String a, String b) {
        boolean numbers = a.matches("\\d{1,18}") && b.matches("\\d{1,18}");
        return numbers ? Long.compare(Long.parseLong(a), Long.parseLong(b)) : a.compareTo(b);
    }
}
