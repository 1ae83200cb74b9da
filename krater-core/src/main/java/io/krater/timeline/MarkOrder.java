package io.krater.timeline;

import java.util.List;

/**
 * An order in which marks came, and how many timelines have exactly these marks in this order.
 *
 * @param marks names in the order of time
 * @param count timelines
 * @param example the id of the first of them
 */
public record MarkOrder(List<String> marks, int count, String example) {
    /** Copies the names. */
    public MarkOrder {
        marks = List.copyOf(marks);
    }
}
