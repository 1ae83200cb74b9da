package io.krater.experiment.lifecycle.study;

import io.krater.experiment.lifecycle.Decimals;
import io.krater.experiment.lifecycle.Life;
import io.krater.experiment.lifecycle.LifeEvent;
import io.krater.monitor.HostMetrics;
import io.krater.monitor.HostQuantity;
import io.krater.monitor.HostSeries;
import io.krater.monitor.HostSeriesBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * Reads Netdata's values row by row and keeps those that are shown, as the study computes them: CPU % = 100 - idle, memory %
 * = used / total x 100, disk utilisation as it is, each rounded to 4 decimals. Not thread-safe.
 */
final class MetricsReader {
    /** A sample this close to a life is its own, where rows do not say whose they are: twice the study's interval. */
    private static final double SLACK_SECONDS = 10;

    private static final int NO_QUANTITY = 0;
    /** Rows of this library's own runs hold the quantity itself: these come after those of Netdata. */
    private static final int OWN = 16;

    private static final List<HostQuantity> QUANTITIES = HostQuantity.known();

    private final ToDoubleFunction<String> ramMib;
    private final Symbols runs = new Symbols();
    private final Symbols hosts = new Symbols();
    private final Symbols charts = new Symbols();
    private final Symbols dimensions = new Symbols();
    /** Which quantity a chart's dimension is, counted from 1; filled as they come. */
    private final Map<Integer, Integer> quantities = new HashMap<>();

    private final List<Double> ramOfHosts = new ArrayList<>();
    private final Map<Long, HostSeriesBuilder> series = new LinkedHashMap<>();
    private final Map<Long, HostSeries> built = new LinkedHashMap<>();
    private final Set<Long> claimed = new TreeSet<>();
    private long absent;
    private long placedByTime;
    private long unplaced;

    MetricsReader(ToDoubleFunction<String> ramMib) {
        this.ramMib = ramMib;
    }

    void read(Rows rows) throws IOException {
        int runColumn = rows.column("simulation_id") >= 0 ? rows.column("simulation_id") : rows.column("sim_id");
        int host = rows.column("hostname");
        int chart = rows.column("chart_name");
        int dimension = rows.column("id");
        int value = rows.column("value");
        int time = rows.column("timestamp");
        while (rows.next()) {
            int quantity = quantity(rows.symbol(chart, charts), rows.symbol(dimension, dimensions));
            if (quantity == NO_QUANTITY) {
                continue;
            }
            double number = rows.number(value);
            if (Double.isNaN(number)) {
                absent++;
                continue;
            }
            int hostSymbol = rows.symbol(host, hosts);
            long key = ((long) rows.symbol(runColumn, runs) << 32) | (long) hostSymbol << 5 | quantity;
            HostSeriesBuilder builder = series.get(key);
            if (builder == null) {
                builder = HostSeries.of(hosts.text(hostSymbol), QUANTITIES.get((quantity - 1) % OWN));
                series.put(key, builder);
            }
            builder.add(nanos(stamp(rows, time)), value(quantity, number, hostSymbol));
        }
    }

    private int quantity(int chart, int dimension) {
        int key = chart << 16 | dimension;
        Integer known = quantities.get(key);
        if (known == null) {
            known = quantity(charts.text(chart), dimensions.text(dimension));
            quantities.put(key, known);
        }
        return known;
    }

    private static int quantity(String chart, String dimension) {
        return switch (chart + " " + dimension) {
            case "system.cpu idle" -> 1;
            case "system.ram used" -> 2;
            case "system.io in" -> 4;
            case "system.io out" -> 5;
            case "system.net received", "system.net InOctets" -> 6;
            case "system.net sent", "system.net OutOctets" -> 7;
            default -> {
                if (dimension.equals("value")) {
                    yield own(chart);
                }
                yield chart.startsWith("disk_util.") && dimension.equals("utilization") ? 3 : NO_QUANTITY;
            }
        };
    }

    private static int own(String name) {
        return HostQuantity.named(name)
                .map(known -> OWN + 1 + QUANTITIES.indexOf(known))
                .orElse(NO_QUANTITY);
    }

    private double value(int quantity, double number, int host) {
        return switch (quantity) {
            case 1 -> Decimals.round(100 - number, 4);
            case 2 -> Decimals.round(number / ramOf(host) * 100, 4);
            // Netdata draws what leaves below the axis
            case 5, 7 -> Decimals.round(Math.abs(number), 4);
            default -> Decimals.round(number, 4);
        };
    }

    private double ramOf(int host) {
        while (ramOfHosts.size() <= host) {
            ramOfHosts.add(Double.NaN);
        }
        if (ramOfHosts.get(host).isNaN()) {
            ramOfHosts.set(host, ramMib.applyAsDouble(hosts.text(host)));
        }
        return ramOfHosts.get(host);
    }

    private static double stamp(Rows rows, int column) throws IOException {
        try {
            double number = rows.number(column);
            if (!Double.isNaN(number)) {
                return NumberText.seconds(rows, "timestamp", number);
            }
        } catch (StudyFormatException date) {
            return NumberText.seconds(rows, "timestamp", rows.text(column));
        }
        throw rows.bad("a sample needs a timestamp, was \"" + rows.text(column) + "\"");
    }

    private static long nanos(double seconds) {
        long whole = (long) Math.floor(seconds);
        return whole * 1_000_000_000 + Math.round((seconds - whole) * 1e9);
    }

    /** What was measured of a life's hosts: rows with its id, or with none and its hosts in its time. */
    HostMetrics of(Life life, String key) {
        if (built.isEmpty()) {
            series.forEach((id, builder) -> built.put(id, builder.build()));
            series.clear();
        }
        List<HostSeries> own = new ArrayList<>();
        built.forEach((id, each) -> {
            String run = runs.text((int) (id >>> 32));
            if (run.isEmpty()) {
                HostSeries part = inTimeOf(life, each);
                placedByTime += part.size();
                if (part.size() > 0) {
                    own.add(part);
                }
            } else if (run.equals(life.id()) || run.equals(key) || run.equals(life.id() + ".0")) {
                claimed.add(id);
                own.add(each);
            }
        });
        return new HostMetrics(own);
    }

    private static HostSeries inTimeOf(Life life, HostSeries all) {
        List<LifeEvent> events = life.events();
        if (events.isEmpty() || life.role(all.host()).isEmpty()) {
            return all.between(0, 0);
        }
        return all.between(
                nanos(events.get(0).epochSeconds() - SLACK_SECONDS),
                nanos(events.get(events.size() - 1).epochSeconds() + SLACK_SECONDS) + 1);
    }

    /** Says what was not used. To be called when all lives have had theirs. */
    void leftOut(List<String> notes) {
        if (absent > 0) {
            notes.add(absent + " samples have no value and are left out");
        }
        long untold = 0;
        for (Map.Entry<Long, HostSeries> each : built.entrySet()) {
            String run = runs.text((int) (each.getKey() >>> 32));
            if (run.isEmpty()) {
                untold += each.getValue().size();
            } else if (!claimed.contains(each.getKey())) {
                unplaced += each.getValue().size();
            }
        }
        if (unplaced > 0) {
            notes.add(unplaced + " samples are left out: there is no simulation of their id");
        }
        if (untold > placedByTime) {
            notes.add((untold - placedByTime) + " samples without an id are left out: no simulation with their host ran"
                    + " then (" + (int) SLACK_SECONDS + " s before and after are allowed)");
        }
    }
}
