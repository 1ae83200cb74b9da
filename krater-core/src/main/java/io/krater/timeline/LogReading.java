package io.krater.timeline;

import io.krater.timeline.Finding.Example;
import io.krater.timeline.Finding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Collects the marks of a log line by line. */
final class LogReading implements LogLines.Handler, MarkSink {
    private final LogFormat format;
    private final Map<String, Timeline.Builder> timelines = new LinkedHashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<Kind, Found> found = new EnumMap<>(Kind.class);
    private @Nullable LogLine line;

    /** Most lines belong to the container of the line before. */
    private String lastContainer = "";

    private Timeline.@Nullable Builder last;

    private static final class Found {
        private long count;
        private final List<Example> examples = new ArrayList<>();
    }

    LogReading(LogFormat format) {
        this.format = format;
    }

    @Override
    public void line(LogLine next) {
        line = next;
        format.read(next, this);
    }

    @Override
    public void tooLong(LogLine beginning) {
        line = beginning;
        leaveOut(Kind.TOO_LONG);
    }

    @Override
    public void mark(String container, String id, @Nullable String title, long at) {
        Timeline.Builder timeline = timeline(container);
        String name = same(id);
        OptionalLong before = timeline.latest();
        if (before.isPresent() && at <= before.getAsLong()) {
            note(at < before.getAsLong() ? Kind.BACKWARDS : Kind.SAME_INSTANT);
        }
        if (timeline.has(name)) {
            note(Kind.REPEATED);
        }
        timeline.mark(name, title == null ? null : same(title), at);
    }

    private Timeline.Builder timeline(String container) {
        Timeline.Builder known = last;
        if (known == null || !lastContainer.equals(container)) {
            known = timelines.computeIfAbsent(container, Timeline::of);
            last = known;
            lastContainer = container;
        }
        return known;
    }

    /** One string for all equal ones: a log has few names and many lines. */
    private String same(String name) {
        String known = names.putIfAbsent(name, name);
        return known == null ? name : known;
    }

    @Override
    public void order(String id, int place) {
        places.put(same(id), place);
    }

    @Override
    public void leaveOut(Kind why) {
        note(why);
    }

    private void note(Kind kind) {
        Found all = found.computeIfAbsent(kind, unseen -> new Found());
        all.count++;
        if (all.examples.size() < Finding.MOST_EXAMPLES && line != null) {
            all.examples.add(new Example(line.number(), line.shown()));
        }
    }

    TimelineLog result(long lines) {
        List<Timeline> built =
                timelines.values().stream().map(Timeline.Builder::build).toList();
        List<Finding> findings = new ArrayList<>();
        found.forEach((kind, all) -> findings.add(new Finding(kind, all.count, all.examples)));
        List<String> order = places.entrySet().stream()
                .sorted(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .toList();
        return new TimelineLog(built, findings, order, lines);
    }
}
