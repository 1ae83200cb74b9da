package io.krater.experiment.lifecycle.study;

import io.krater.experiment.lifecycle.Lives;
import java.util.List;

/**
 * What was read from the study's export.
 *
 * @param lives the lives
 * @param notes what was left out or is odd about the files, a sentence each
 */
public record StudyData(Lives lives, List<String> notes) {
    /** Copies the list. */
    public StudyData {
        notes = List.copyOf(notes);
    }
}
