package io.krater.examples;

import io.krater.metric.Timelines;
import io.krater.result.SuiteResult;
import io.krater.timeline.MarkSet;
import io.krater.timeline.Timeline;
import io.krater.timeline.log.Finding;
import io.krater.timeline.log.TimelineLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Where timelines come from: logs, several logs of the same containers, results with logs attached. */
final class TimelineSources {
    private TimelineSources() {}

    /**
     * Timelines that are broken down together.
     *
     * @param name of the environment
     * @param timelines those that are meant
     * @param notes what is to be said of where they come from, a sentence each
     * @param lanes which component sets a mark, as far as it is known
     */
    record Read(String name, List<Timeline> timelines, List<String> notes, MarkSet lanes) {}

    /** Reads a log; {@code -} is standard input, and what ends with {@code .gz} is unpacked. */
    static TimelineLog read(String log, LogOptions reading) throws IOException {
        if (log.equals("-")) {
            return reading.read(System.in);
        }
        try (InputStream file = Files.newInputStream(Path.of(log));
                InputStream in = log.endsWith(".gz") ? new GZIPInputStream(file, 1 << 16) : file) {
            return reading.read(in);
        }
    }

    /** A log's name in tables: the file's, or all that was given where two files are called the same. */
    static String name(String log, List<String> all) {
        if (log.equals("-")) {
            return "standard input";
        }
        String file = String.valueOf(Path.of(log).getFileName());
        boolean alone = all.stream()
                        .filter(each -> file.equals(String.valueOf(Path.of(each).getFileName())))
                        .count()
                <= 1;
        return alone ? file : log;
    }

    /** One environment of several logs: the containers that all of them name, with the marks of all. */
    static Read joined(List<Read> all) {
        Map<String, Timeline> timelines = new LinkedHashMap<>();
        all.get(0).timelines().forEach(each -> timelines.put(each.id(), each));
        List<String> notes = new ArrayList<>(all.get(0).notes());
        for (Read more : all.subList(1, all.size())) {
            Map<String, Timeline> own = new LinkedHashMap<>();
            more.timelines().forEach(each -> own.put(each.id(), each));
            timelines.keySet().retainAll(own.keySet());
            timelines.replaceAll((id, timeline) -> timeline.with(own.getOrDefault(id, timeline)));
            notes.addAll(more.notes());
        }
        String name = String.join(" + ", all.stream().map(Read::name).toList());
        return new Read(name, List.copyOf(timelines.values()), notes, all.get(0).lanes());
    }

    /** The starts of a results folder's completed trials, an environment each, with the marks of attached logs. */
    static List<Read> results(String folder, List<String> attached, LogOptions format, boolean byTitle)
            throws IOException {
        SuiteResult result = SuiteResult.read(Path.of(folder));
        List<String> notes = new ArrayList<>(result.warnings());
        for (String log : attached) {
            TimelineLog read = read(log, format);
            result = result.attach(
                    byTitle ? read.timelines().stream().map(Timeline::byTitle).toList() : read.timelines());
            notes.addAll(read.findings().stream()
                    .filter(finding -> finding.kind() != Finding.Kind.FOREIGN)
                    .map(finding -> log + ": " + finding.sentence())
                    .toList());
        }
        List<Read> all = new ArrayList<>();
        for (var environment : result.suite().environments()) {
            List<Timeline> starts = result.trials().stream()
                    .filter(trial -> trial.outcome().isCompleted()
                            && trial.id().environment().equals(environment.name()))
                    .flatMap(trial -> Timelines.starts(trial).stream())
                    .toList();
            all.add(new Read(
                    environment.name(), starts, all.isEmpty() ? notes : List.of(), new MarkSet("", List.of())));
        }
        return all;
    }
}
