package io.krater.timeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the ids of a log mean: data, because a version of a program may give an id another meaning.
 *
 * @param name of the set, such as {@code urunc, 20 ids}
 * @param marks in the order in which they are expected
 */
public record MarkSet(String name, List<Meaning> marks) {

    /**
     * What an id means.
     *
     * @param id as the log has it, such as {@code TS00}
     * @param name that keeps its meaning over versions, such as {@code CR.invoked}
     * @param lane the process or component that sets it, such as {@code create}
     * @param description in a few words
     */
    public record Meaning(String id, String name, String lane, String description) {}

    /** Checks that no id comes twice. */
    public MarkSet {
        marks = List.copyOf(marks);
        Map<String, Meaning> seen = new HashMap<>();
        for (Meaning mark : marks) {
            if (seen.put(mark.id(), mark) != null) {
                throw new IllegalArgumentException("an id has one meaning in a set, " + mark.id() + " was given two");
            }
        }
    }

    /** The meaning of an id, or of a name; empty where the set knows neither. */
    public Optional<Meaning> find(String idOrName) {
        return marks.stream()
                .filter(mark -> mark.id().equals(idOrName) || mark.name().equals(idOrName))
                .findFirst();
    }

    /** The ids in order. */
    public List<String> ids() {
        return marks.stream().map(Meaning::id).toList();
    }
}
