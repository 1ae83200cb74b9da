package io.krater.result.rund;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was amiss in the files, a sentence each, named from the folder that was asked for. Thread-safe. */
final class Problems {
    private final Path root;
    private final List<String> sentences = Collections.synchronizedList(new ArrayList<>());

    Problems(Path root) {
        this.root = root;
    }

    /** Notes it and gives the sentence. */
    String add(Path file, int line, String problem) {
        String place = root.relativize(file) + (line > 0 ? ":" + line : "");
        String sentence = place + ": " + problem;
        sentences.add(sentence);
        return sentence;
    }

    List<String> sorted() {
        synchronized (sentences) {
            return sentences.stream().sorted().toList();
        }
    }
}
