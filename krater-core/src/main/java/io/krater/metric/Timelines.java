package io.krater.metric;

import io.krater.launch.ClockOffset;
import io.krater.launch.Marks;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.launch.Stamp.Clock;
import io.krater.timeline.Timeline;
import io.krater.timeline.UruncMarks;
import io.krater.trial.Instance;
import io.krater.trial.Trial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Timelines of trials: the marks of each instance on one clock, and marks of logs put to the instances whose containers they
 * tell of.
 */
public final class Timelines {
    private static final int SHORTEST_ID = 12;
    private static final List<Phase> STARTED = List.of(Phase.RUNNING, Phase.READY, Phase.FIRST_OUTPUT);
    private static final Map<Phase, String> LANES = Map.ofEntries(
            Map.entry(Phase.REQUESTED, "client"),
            Map.entry(Phase.ACCEPTED, "API server"),
            Map.entry(Phase.SCHEDULED, "scheduler"),
            Map.entry(Phase.SANDBOX_READY, "kubelet"),
            Map.entry(Phase.CONTAINER_CREATED, "kubelet"),
            Map.entry(Phase.CONTAINER_STARTED, "runtime"),
            Map.entry(Phase.RUNNING, "kubelet"),
            Map.entry(Phase.READY, "kubelet"),
            Map.entry(Phase.FIRST_OUTPUT, "program"),
            Map.entry(Phase.BENCH_START, "program"),
            Map.entry(Phase.BENCH_END, "program"),
            Map.entry(Phase.ENDED, "program"),
            Map.entry(Phase.DELETED, "client"));

    private Timelines() {}

    /**
     * The timeline of each instance of a trial. Times are nanoseconds on the clock of the instance's first mark; a mark on a clock
     * that no known offset relates to it is left out.
     */
    public static List<Timeline> of(Trial trial) {
        if (trial.only().isPresent()) {
            return List.of(timeline(trial.id().toString(), trial.marks(), trial.clockOffset()));
        }
        return trial.instances().stream()
                .map(instance -> timeline(trial.id() + " " + instance.name(), instance.marks(), instance.clockOffset()))
                .toList();
    }

    /**
     * The starts of a trial's instances: the marks from the request until the program's first line and the API's last word on
     * the start, whichever is later. An instance that lacks either end is left out.
     */
    public static List<Timeline> starts(Trial trial) {
        return of(trial).stream().flatMap(Timelines::start).toList();
    }

    private static Stream<Timeline> start(Timeline timeline) {
        OptionalLong from = timeline.at(Phase.REQUESTED.label());
        OptionalLong to = STARTED.stream()
                .map(phase -> timeline.at(phase.label()))
                .flatMapToLong(OptionalLong::stream)
                .max();
        if (from.isEmpty() || to.isEmpty()) {
            return Stream.empty();
        }
        Timeline.Builder start = Timeline.of(timeline.id());
        for (int i = 0; i < timeline.size(); i++) {
            if (timeline.at(i) >= from.getAsLong() && timeline.at(i) <= to.getAsLong()) {
                start.mark(timeline.name(i), timeline.at(i));
            }
        }
        return Stream.of(start.build());
    }

    private static Timeline timeline(String id, Marks marks, ClockOffset offset) {
        Timeline.Builder timeline = Timeline.of(id);
        Optional<Stamp> zero = marks.stamps().values().stream().findFirst();
        zero.ifPresent(first -> marks.stamps().forEach((name, stamp) -> {
            OptionalLong since = offset.between(first, stamp);
            if (since.isPresent()) {
                timeline.mark(name, first.epochNanos() + since.getAsLong());
            }
        }));
        return timeline.build();
    }

    /**
     * The component that a mark belongs to: of a well-known one who brings it about, of urunc's its process, of another what its
     * name begins with up to a point, such as {@code containerd} of {@code containerd.sandbox_ready}; else empty.
     */
    public static String lane(String mark) {
        return Phase.named(mark).map(LANES::get).orElseGet(() -> UruncMarks.lane(mark));
    }

    /**
     * The trial with the marks of logs' timelines, put to those of its instances whose container they tell of: whose fact
     * {@code container_id}, or the cgroup named by {@code container_cgroup}, has the timeline's id, which may be shortened to
     * {@value #SHORTEST_ID} digits. The marks are on the node's clock. A name that an instance has already stays as it is; where a
     * timeline has a name twice the last counts.
     *
     * @param timelines by any container ids; those of other containers are passed over
     */
    public static Trial attach(Trial trial, Collection<Timeline> timelines) {
        return attach(trial, byId(timelines));
    }

    /** {@link #attach} for many trials: the timelines are sorted once. */
    public static UnaryOperator<Trial> attaching(Collection<Timeline> timelines) {
        Map<String, List<Timeline>> byId = byId(timelines);
        return trial -> attach(trial, byId);
    }

    /** Timelines by the first digits of their ids, so that many trials find theirs quickly. */
    private static Map<String, List<Timeline>> byId(Collection<Timeline> timelines) {
        Map<String, List<Timeline>> byId = new HashMap<>();
        for (Timeline timeline : timelines) {
            if (timeline.id().length() >= SHORTEST_ID) {
                byId.computeIfAbsent(timeline.id().substring(0, SHORTEST_ID), unseen -> new ArrayList<>())
                        .add(timeline);
            }
        }
        return byId;
    }

    private static Trial attach(Trial trial, Map<String, List<Timeline>> byId) {
        List<Instance> instances = new ArrayList<>();
        boolean found = false;
        for (Instance instance : trial.instances()) {
            Marks marks = instance.marks();
            String container = containerId(instance.facts()).orElse("");
            if (container.length() >= SHORTEST_ID) {
                for (Timeline timeline : byId.getOrDefault(container.substring(0, SHORTEST_ID), List.of())) {
                    if (container.startsWith(timeline.id())) {
                        marks = marks.and(marks(timeline, nodeClock(instance)));
                        found = true;
                    }
                }
            }
            instances.add(new Instance(
                    instance.name(),
                    instance.node(),
                    instance.outcome(),
                    marks,
                    instance.gate(),
                    instance.workloadResult(),
                    instance.log(),
                    instance.samples(),
                    instance.clockOffset(),
                    instance.facts()));
        }
        return !found
                ? trial
                : new Trial(
                        trial.id(),
                        trial.position(),
                        trial.block(),
                        trial.variant(),
                        trial.limits(),
                        trial.outcome(),
                        instances,
                        trial.whole(),
                        trial.clockStepNanos());
    }

    private static Marks marks(Timeline timeline, Clock clock) {
        Map<String, Stamp> stamps = new LinkedHashMap<>();
        for (int i = 0; i < timeline.size(); i++) {
            if (!timeline.name(i).isBlank()) {
                stamps.put(timeline.name(i), new Stamp(timeline.at(i), clock));
            }
        }
        return Marks.of(stamps);
    }

    /** The node's clock as the instance's own marks name it. */
    private static Clock nodeClock(Instance instance) {
        return instance.marks().stamps().values().stream()
                .map(Stamp::clock)
                .filter(clock -> clock.kind() == Clock.Kind.NODE)
                .findFirst()
                .orElse(Clock.NODE);
    }

    /** Without the runtime that the API puts before it ({@code containerd://...}), or from the name of a cgroup. */
    private static Optional<String> containerId(Map<String, String> facts) {
        String id = facts.get("container_id");
        if (id != null) {
            return Optional.of(id.substring(id.lastIndexOf('/') + 1));
        }
        return Optional.ofNullable(facts.get("container_cgroup"))
                .map(path -> path.replaceFirst("^.*[/:-]([0-9a-f]{64})(\\.scope)?(/container)?$", "$1"));
    }
}
