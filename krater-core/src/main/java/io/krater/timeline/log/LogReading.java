package io.krater.timeline.log;

import io.krater.timeline.Timeline;
import io.krater.timeline.log.Finding.Example;
import io.krater.timeline.log.Finding.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the marks of a log line by line. */
final class LogReading implements LogLines.Handler, MarkSink {
    private final LogFormat format;
    private final Map<String, Container> containers = new LinkedHashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<Kind, Found> found = new EnumMap<>(Kind.class);
    private @Nullable LogLine line;

    /** Most lines belong to the container of the line before. */
    private String lastContainer = "";

    private @Nullable Container last;

    /** The marks of a container as they come. */
    private static final class Container {
        private static final int FEW = 64;

        private final Timeline.Builder marks;
        private String[] names = new String[24];
        private @Nullable Set<String> many;
        private int size;
        private long latest;

        Container(String id) {
            marks = Timeline.of(id);
        }

        /** Looked through while they are few. */
        boolean has(String name) {
            if (many != null) {
                return many.contains(name);
            }
            for (int i = 0; i < size; i++) {
                if (names[i].equals(name)) {
                    return true;
                }
            }
            return false;
        }

        void add(String name, @Nullable String title, long at) {
            marks.mark(name, title, at);
            latest = at;
            if (size == FEW) {
                many = new HashSet<>(Arrays.asList(names).subList(0, size));
            }
            if (many != null) {
                many.add(name);
            } else {
                names = size == names.length ? Arrays.copyOf(names, FEW) : names;
                names[size] = name;
            }
            size++;
        }
    }

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
        Container whose = container(container);
        String name = same(id);
        if (whose.size > 0 && at <= whose.latest) {
            note(at < whose.latest ? Kind.BACKWARDS : Kind.SAME_INSTANT);
        }
        if (whose.has(name)) {
            note(Kind.REPEATED);
        }
        whose.add(name, title == null ? null : same(title), at);
    }

    /** Whether a container has a mark already. */
    boolean has(String container, String id) {
        return container(container).has(id);
    }

    private Container container(String id) {
        Container known = last;
        if (known == null || !lastContainer.equals(id)) {
            known = containers.computeIfAbsent(id, Container::new);
            last = known;
            lastContainer = id;
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
        List<Timeline> built = containers.values().stream()
                .map(container -> container.marks.build())
                .toList();
        List<Finding> findings = new ArrayList<>();
        found.forEach((kind, all) -> findings.add(new Finding(kind, all.count, all.examples)));
        List<String> order = places.entrySet().stream()
                .sorted(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .toList();
        return new TimelineLog(built, findings, order, lines);
    }
}
