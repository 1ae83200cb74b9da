package io.krater.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import io.krater.monitor.HostSourceException.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The charts that an agent has of those that are wanted, and their values in a range. */
final class NetdataQuery {
    private static final double BYTES_PER_MIB = 1 << 20;
    private static final long NANOS = 1_000_000_000;

    private final NetdataClient client;
    private final List<Found> charts;
    private final double memoryMib;

    /** A quantity and the charts that hold it. */
    private record Found(NetdataChart chart, List<String> ids) {}

    private NetdataQuery(NetdataClient client, List<Found> charts, double memoryMib) {
        this.client = client;
        this.charts = charts;
        this.memoryMib = memoryMib;
    }

    /**
     * Finds the charts: of the known ones those that are there, of those asked for by name all.
     *
     * @throws HostSourceException if one that was asked for is not there, or the agent cannot be asked
     */
    static NetdataQuery open(NetdataClient client, List<NetdataChart> own) throws HostSourceException {
        JsonNode all = client.get("api/v1/charts").path("charts");
        if (!all.isObject()) {
            throw client.problem(Kind.MALFORMED, "the list of charts has no charts: is it Netdata?", null);
        }
        List<String> ids = new ArrayList<>();
        all.fieldNames().forEachRemaining(ids::add);
        List<Found> found = new ArrayList<>();
        for (NetdataChart chart : own) {
            List<String> matching = ids.stream().filter(chart::matches).toList();
            if (matching.isEmpty()) {
                throw client.problem(
                        Kind.NOT_FOUND, "Netdata has no chart " + chart.chart() + " (api/v1/charts lists them)", null);
            }
            found.add(new Found(chart, matching));
        }
        double memory = memoryMib(client);
        for (NetdataChart chart : NetdataChart.KNOWN) {
            List<String> matching = ids.stream().filter(chart::matches).toList();
            boolean known = chart.conversion() != NetdataChart.Conversion.OF_MEMORY_MIB || memory > 0;
            if (!matching.isEmpty() && known) {
                found.add(new Found(chart, matching));
            }
        }
        return new NetdataQuery(client, List.copyOf(found), memory);
    }

    /** The host's memory; 0 where the agent does not say. */
    private static double memoryMib(NetdataClient client) throws HostSourceException {
        return client.get("api/v1/info").path("ram_total").asDouble(0) / BYTES_PER_MIB;
    }

    /** Passes on the values of a range, chart by chart; seconds since the Unix epoch, the first excluded. */
    void read(long after, long before, long step, HostProbe.Sink sink) throws HostSourceException {
        HostSourceException absent = null;
        boolean any = false;
        for (Found each : charts) {
            TreeMap<Long, Double> values = new TreeMap<>();
            for (String id : each.ids) {
                try {
                    values(id, each.chart.dimension(), after, before, step, values);
                    any = true;
                } catch (HostSourceException failed) {
                    // the agent's answer where it has nothing of this chart in this range
                    if (failed.kind() != Kind.NOT_FOUND) {
                        throw failed;
                    }
                    absent = failed;
                }
            }
            for (Map.Entry<Long, Double> value : values.entrySet()) {
                double converted = each.chart.conversion().apply(value.getValue(), memoryMib);
                if (Double.isFinite(converted)) {
                    sink.sample(each.chart.quantity(), value.getKey() * NANOS, converted);
                }
            }
        }
        if (absent != null && !any) {
            throw absent;
        }
    }

    /** Adds the values of a chart; of two for one moment the larger stays. */
    private void values(String id, String dimension, long after, long before, long step, Map<Long, Double> into)
            throws HostSourceException {
        long points = Math.max(1, (before - after) / step);
        JsonNode answer =
                client.get("api/v1/data?chart=" + encoded(id) + "&dimensions=" + encoded(dimension) + "&after="
                        + (after + 1) + "&before=" + before + "&points=" + points
                        + "&group=average&format=json&options=seconds");
        JsonNode rows = answer.path("data");
        if (!rows.isArray() || answer.path("labels").size() < 2) {
            throw client.problem(Kind.MALFORMED, "the answer for chart " + id + " has no table of " + dimension, null);
        }
        for (JsonNode row : rows) {
            long at = row.path(0).asLong(-1);
            JsonNode value = row.path(1);
            if (value.isNumber() && at > after && at <= before) {
                into.merge(at, value.asDouble(), Math::max);
            }
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
