package io.krater.experiment.lifecycle.study;

import java.io.IOException;

/** The study's data cannot be read as they are: says the file, the place, the value, and what would do. */
public final class StudyFormatException extends IOException {
    private static final long serialVersionUID = 1;

    private final String place;

    StudyFormatException(String place, String problem) {
        super(place + ": " + problem);
        this.place = place;
    }

    StudyFormatException(String place, String problem, Throwable cause) {
        super(place + ": " + problem, cause);
        this.place = place;
    }

    /** The file, and the line where there is one. */
    public String place() {
        return place;
    }
}
