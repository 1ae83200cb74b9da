package io.krater.timeline;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The marks of one container, process or pod in the order of their times.
 *
 * <p>A mark has a name, a time in nanoseconds since any zero that all marks share, and perhaps a title, where a log gives both
 * an id and a name. Marks of equal times stand in the order in which they were added. A name may come more than once; where one
 * is asked for by name, the last counts, as in urunc's scripts. Immutable and thread-safe, equal by content.
 */
public final class Timeline {
    private final String id;
    private final String[] names;
    private final String @Nullable [] titles;
    private final long[] times;

    private Timeline(String id, String[] names, String @Nullable [] titles, long[] times) {
        this.id = id;
        this.names = names;
        this.titles = titles;
        this.times = times;
    }

    /** Begins a timeline of the container, process or pod of this name. */
    public static Builder of(String id) {
        Objects.requireNonNull(id, "of must not be null");
        return new Builder(id);
    }

    /** Whose marks these are. */
    public String id() {
        return id;
    }

    /** How many marks there are. */
    public int size() {
        return times.length;
    }

    /** The name of a mark, counted from 0. */
    public String name(int index) {
        return names[index];
    }

    /** What the log calls the mark besides its id, or else its name. */
    public String title(int index) {
        return titles == null ? names[index] : titles[index];
    }

    /** When a mark was set, in nanoseconds. */
    public long at(int index) {
        return times[index];
    }

    /** The marks' names in the order of time. */
    public List<String> names() {
        return Collections.unmodifiableList(Arrays.asList(names));
    }

    /** When the mark of a name was set, the last one if there are several; empty where there is none. */
    public OptionalLong at(String name) {
        for (int i = names.length - 1; i >= 0; i--) {
            if (names[i].equals(name)) {
                return OptionalLong.of(times[i]);
            }
        }
        return OptionalLong.empty();
    }

    /** Nanoseconds from a mark to another, negative where the other came first; empty where one is missing. */
    public OptionalLong between(String from, String to) {
        OptionalLong start = at(from);
        OptionalLong end = at(to);
        return start.isPresent() && end.isPresent()
                ? OptionalLong.of(end.getAsLong() - start.getAsLong())
                : OptionalLong.empty();
    }

    /** Nanoseconds from the first mark to the last; empty where there are fewer than two. */
    public OptionalLong whole() {
        return times.length < 2 ? OptionalLong.empty() : OptionalLong.of(times[times.length - 1] - times[0]);
    }

    /** Whether the log gave names besides the ids. */
    public boolean isTitled() {
        return titles != null;
    }

    /** This timeline with its marks' titles as their names, so that versions of a log can be compared. */
    public Timeline byTitle() {
        return titles == null ? this : new Timeline(id, titles, null, times);
    }

    /** This timeline with the titles that a set gives to its ids; a mark that the set does not know keeps its id. */
    public Timeline titled(MarkSet set) {
        String[] given = Arrays.stream(names)
                .map(name -> set.find(name).map(MarkSet.Meaning::name).orElse(name))
                .toArray(String[]::new);
        return new Timeline(id, names, given, times);
    }

    /** This timeline with more marks, in the order of all their times. */
    public Timeline with(Timeline more) {
        Builder all = of(id);
        for (Timeline each : List.of(this, more)) {
            for (int i = 0; i < each.size(); i++) {
                all.mark(each.name(i), each.isTitled() ? each.title(i) : null, each.at(i));
            }
        }
        return all.build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Timeline that
                && id.equals(that.id)
                && Arrays.equals(names, that.names)
                && Arrays.equals(titles, that.titles)
                && Arrays.equals(times, that.times);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, Arrays.hashCode(names), Arrays.hashCode(times));
    }

    @Override
    public String toString() {
        return id
                + IntStream.range(0, size())
                        .mapToObj(i -> names[i] + "=" + times[i])
                        .toList();
    }

    /** Collects marks in any order. Not thread-safe. */
    public static final class Builder {
        private final String id;
        private String[] names = new String[24];
        private String @Nullable [] titles;
        private long[] times = new long[24];
        private int size;

        private Builder(String id) {
            this.id = Objects.requireNonNull(id, "id");
        }

        /** Adds a mark at a time in nanoseconds. */
        public Builder mark(String name, long at) {
            Objects.requireNonNull(name, "name of mark must not be null");
            return mark(name, null, at);
        }

        /** Adds a mark that is called something besides, or not where that is null, at a time in nanoseconds. */
        public Builder mark(String name, @Nullable String title, long at) {
            Objects.requireNonNull(name, "name");
            if (size == times.length) {
                names = Arrays.copyOf(names, 2 * size);
                times = Arrays.copyOf(times, 2 * size);
            }
            if (title != null || titles != null) {
                title(title == null ? name : title);
            }
            names[size] = name;
            times[size++] = at;
            return this;
        }

        private void title(String title) {
            String[] grown = titles == null ? Arrays.copyOf(names, names.length) : titles;
            titles = grown.length == names.length ? grown : Arrays.copyOf(grown, names.length);
            titles[size] = title;
        }

        /**
         * Returns the timeline.
         *
         * @throws IllegalArgumentException when the marks lie further apart than a long holds, about 292 years
         */
        public Timeline build() {
            Optional<int[]> order = order();
            String[] sortedNames = new String[size];
            String[] sortedTitles = titles == null ? null : new String[size];
            long[] sortedTimes = new long[size];
            for (int i = 0; i < size; i++) {
                int from = order.isPresent() ? order.get()[i] : i;
                sortedNames[i] = names[from];
                sortedTimes[i] = times[from];
                if (sortedTitles != null && titles != null) {
                    sortedTitles[i] = titles[from];
                }
            }
            if (size > 1 && sortedTimes[size - 1] - sortedTimes[0] < 0) {
                throw new IllegalArgumentException("marks must lie less than 2^63 ns apart, those of " + id
                        + " lie from " + sortedTimes[0] + " to " + sortedTimes[size - 1]);
            }
            return new Timeline(id, sortedNames, sortedTitles, sortedTimes);
        }

        /** The places of the marks in the order of time, equal ones as they came; empty where they are in order. */
        private Optional<int[]> order() {
            for (int i = 1; i < size; i++) {
                if (times[i] < times[i - 1]) {
                    return Optional.of(IntStream.range(0, size)
                            .boxed()
                            .sorted(Comparator.comparingLong(place -> times[place]))
                            .mapToInt(Integer::intValue)
                            .toArray());
                }
            }
            return Optional.empty();
        }
    }
}
