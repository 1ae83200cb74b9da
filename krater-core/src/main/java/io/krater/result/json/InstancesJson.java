package io.krater.result.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import io.krater.launch.Marks;
import io.krater.launch.Stamp;
import io.krater.launch.Stamp.Clock;
import io.krater.trial.Instance;
import io.krater.trial.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The instances of a trial as columns, so that hundreds of them take little room and time:
 *
 * <pre>
 * {"names":["a","b"], "nodes":["n1",null],
 *  "marks":{"requested":{"clock":"client","at_ns":[t0,d]}, "running":{"clock":["node:n1","node:n2"],"at_ns":[t0,null]}},
 *  "details":[{"instance":1,"outcome":{...}}]}
 * </pre>
 *
 * <p>{@code at_ns} holds the first time and then differences to the last one present; {@code null} stands for a moment that
 * was not observed. {@code clock} is one for all or one for each.
 */
final class InstancesJson {
    private final List<String> names = new ArrayList<>();
    private final List<Optional<String>> nodes = new ArrayList<>();
    private final Map<String, MarkColumn> marks = new LinkedHashMap<>();
    private final Map<Integer, InstanceJson> details = new HashMap<>();

    /** The moments of one name: a time or {@link #ABSENT} for each instance. */
    private static final class MarkColumn {
        static final long ABSENT = Long.MIN_VALUE;

        final List<Clock> clocks = new ArrayList<>();
        final LongColumn times = new LongColumn();
        long[] at = {};

        Clock clock(int place) {
            return clocks.size() == 1 ? clocks.get(0) : clocks.get(place);
        }
    }

    private InstancesJson() {}

    static void write(JsonGenerator json, List<Instance> instances) throws IOException {
        json.writeObjectFieldStart("instances");
        json.writeArrayFieldStart("names");
        for (Instance instance : instances) {
            json.writeString(JsonOut.whole(instance.name()));
        }
        json.writeEndArray();
        if (instances.stream().anyMatch(instance -> instance.node().isPresent())) {
            json.writeArrayFieldStart("nodes");
            for (Instance instance : instances) {
                json.writeString(instance.node().map(JsonOut::whole).orElse(null));
            }
            json.writeEndArray();
        }
        json.writeObjectFieldStart("marks");
        Set<String> observed = new LinkedHashSet<>();
        instances.forEach(instance -> observed.addAll(instance.marks().names()));
        for (String mark : observed) {
            json.writeObjectFieldStart(JsonOut.whole(mark));
            column(
                    json,
                    instances.stream()
                            .map(instance -> instance.marks().at(mark))
                            .toList());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeArrayFieldStart("details");
        for (int i = 0; i < instances.size(); i++) {
            if (InstanceJson.isNeeded(instances.get(i))) {
                InstanceJson.write(json, i, instances.get(i));
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void column(JsonGenerator json, List<Optional<Stamp>> stamps) throws IOException {
        List<Clock> clocks = stamps.stream()
                .flatMap(Optional::stream)
                .map(Stamp::clock)
                .distinct()
                .toList();
        if (clocks.size() == 1) {
            json.writeStringField("clock", JsonOut.whole(clocks.get(0).label()));
        } else {
            json.writeArrayFieldStart("clock");
            for (Optional<Stamp> stamp : stamps) {
                json.writeString(
                        stamp.map(at -> JsonOut.whole(at.clock().label())).orElse(null));
            }
            json.writeEndArray();
        }
        json.writeArrayFieldStart("at_ns");
        long before = 0;
        for (Optional<Stamp> stamp : stamps) {
            if (stamp.isPresent()) {
                json.writeNumber(stamp.get().epochNanos() - before);
                before = stamp.get().epochNanos();
            } else {
                json.writeNull();
            }
        }
        json.writeEndArray();
    }

    static List<Instance> read(JsonIn in) throws IOException {
        InstancesJson read = new InstancesJson();
        in.object(name -> read.field(in, name));
        return read.instances();
    }

    private void field(JsonIn in, String name) throws IOException {
        switch (name) {
            case "names" -> in.array(() -> names.add(in.string()));
            case "nodes" -> in.array(() -> nodes.add(in.isNull() ? Optional.empty() : Optional.of(in.string())));
            case "marks" -> in.object(mark -> marks.put(mark, column(in)));
            case "details" ->
                in.array(() -> {
                    InstanceJson detail = InstanceJson.read(in);
                    details.put(detail.place(), detail);
                });
            default -> in.skip();
        }
    }

    private static MarkColumn column(JsonIn in) throws IOException {
        MarkColumn column = new MarkColumn();
        in.object(name -> {
            switch (name) {
                case "clock" -> {
                    if (in.token() == JsonToken.START_ARRAY) {
                        in.array(() -> column.clocks.add(in.isNull() ? Clock.CLIENT : Clock.of(in.string())));
                    } else {
                        column.clocks.add(Clock.of(in.string()));
                    }
                }
                case "at_ns" -> {
                    long[] before = new long[1];
                    in.array(() -> column.times.add(in.isNull() ? MarkColumn.ABSENT : (before[0] += in.integer())));
                }
                default -> in.skip();
            }
        });
        column.at = column.times.toArray();
        return column;
    }

    private List<Instance> instances() throws IOException {
        for (Map.Entry<String, MarkColumn> mark : marks.entrySet()) {
            int clocks = mark.getValue().clocks.size();
            if (mark.getValue().at.length != names.size() || (clocks != 1 && clocks != names.size())) {
                throw new DamagedFileException("mark " + mark.getKey() + " has " + mark.getValue().at.length
                        + " times and " + clocks + " clocks for " + names.size() + " instances");
            }
        }
        if (!nodes.isEmpty() && nodes.size() != names.size()) {
            throw new DamagedFileException("there are " + nodes.size() + " nodes for " + names.size() + " instances");
        }
        List<Instance> instances = new ArrayList<>(names.size());
        Marks last = Marks.none();
        for (int i = 0; i < names.size(); i++) {
            last = marks(i, last);
            Optional<String> node = nodes.isEmpty() ? Optional.empty() : nodes.get(i);
            InstanceJson detail = details.get(i);
            Instance bare = Instance.of(names.get(i), Outcome.completed(), last);
            instances.add(
                    detail != null
                            ? detail.instance(names.get(i), node, last)
                            : node.isEmpty() ? bare : bare.on(node.get()));
        }
        return instances;
    }

    private Marks marks(int place, Marks like) {
        Map<String, Stamp> stamps = new LinkedHashMap<>();
        for (Map.Entry<String, MarkColumn> mark : marks.entrySet()) {
            long at = mark.getValue().at[place];
            if (at != MarkColumn.ABSENT) {
                stamps.put(mark.getKey(), new Stamp(at, mark.getValue().clock(place)));
            }
        }
        return Marks.like(like, stamps);
    }
}
