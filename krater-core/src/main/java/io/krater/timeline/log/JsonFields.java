package io.krater.timeline.log;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which field of a JSON object is what. A point in a name goes into an object: {@code metadata.name}.
 *
 * @param container the field that names the container, process or pod; empty where all lines belong to one
 * @param single what the container is called where no field names it
 * @param mark the field with the mark's id
 * @param title the field with what the mark is called besides; may be empty
 * @param order the field with the mark's place in order; may be empty
 * @param time the field with the time
 * @param form how the time is written
 */
public record JsonFields(
        Optional<String> container,
        String single,
        String mark,
        Optional<String> title,
        Optional<String> order,
        String time,
        TimeForm form) {

    /** Fields of a log of many containers. */
    public static JsonFields of(String container, String mark, String time, TimeForm form) {
        return new JsonFields(Optional.of(container), "", mark, Optional.empty(), Optional.empty(), time, form);
    }

    /** Fields of a log all of whose lines belong to one container, process or pod. */
    public static JsonFields ofSingle(String name, String mark, String time, TimeForm form) {
        return new JsonFields(Optional.empty(), name, mark, Optional.empty(), Optional.empty(), time, form);
    }

    boolean goInto(String object) {
        String prefix = object + ".";
        return Stream.of(container, Optional.of(mark), title, order, Optional.of(time))
                .anyMatch(field -> field.isPresent() && field.get().startsWith(prefix));
    }
}
