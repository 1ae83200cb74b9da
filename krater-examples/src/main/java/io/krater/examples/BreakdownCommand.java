package io.krater.examples;

import io.krater.examples.TimelineSources.Read;
import io.krater.metric.Timelines;
import io.krater.report.BreakdownReport;
import io.krater.report.Waterfall;
import io.krater.timeline.BreakdownText;
import io.krater.timeline.MarkSet;
import io.krater.timeline.PhaseBreakdown;
import io.krater.timeline.Steps;
import io.krater.timeline.Timeline;
import io.krater.timeline.UruncMarks;
import io.krater.timeline.UruncText;
import io.krater.timeline.log.Finding;
import io.krater.timeline.log.TimelineLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Breaks logs of timestamps down into steps. */
@Command(
        name = "breakdown",
        description = "break logs of timestamps (urunc's, containerd's, JSON lines, text) down into steps",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was done",
            "1:a log cannot be read, or holds no timestamps",
            "2:the command line is wrong",
            "3:no such container"
        })
final class BreakdownCommand implements Callable<Integer> {
    private static final int NO_SUCH_CONTAINER = 3;
    private static final int MOST_NAMED = 20;

    private enum Form {
        TABLE,
        URUNC,
        JSON,
        CSV,
        MARKS
    }

    private enum Ids {
        AUTO,
        URUNC20,
        URUNC19
    }

    @Parameters(
            paramLabel = "LOG",
            arity = "1..*",
            description =
                    "logs, an environment each; - is standard input, and .gz is unpacked; or a results folder, whose trials' own marks are broken down, by environment")
    private List<String> logs = List.of();

    @Option(
            names = "--container",
            paramLabel = "ID",
            description =
                    "this container alone; the beginning of its id is enough. Printed as urunc's measure_single.py does")
    private @Nullable String container;

    @Option(names = "--json", description = "print JSON as urunc's measure_to_json.py does, the same as --as json")
    private boolean json;

    @Option(
            names = "--as",
            paramLabel = "FORM",
            description =
                    "what is printed: ${COMPLETION-CANDIDATES}; urunc is what measure.py prints, marks is a line of CSV a mark")
    private Form form = Form.TABLE;

    @Option(
            names = "--steps",
            split = ",",
            paramLabel = "MARK",
            description = "steps between these marks in this order, instead of from each mark to the next in time")
    private List<String> steps = List.of();

    @Option(
            names = "--ids",
            description =
                    "urunc's ids meant other things before and after one of 20 was dropped; to be said where the log"
                            + " does not tell: ${COMPLETION-CANDIDATES}")
    private Ids ids = Ids.AUTO;

    @Option(
            names = "--names",
            description = "call marks by their names (CR.invoked), which mean the same in all versions")
    private boolean names;

    @Option(
            names = "--join",
            description =
                    "the logs tell of the same containers: the marks of all of them, by container, of those that all name")
    private boolean join;

    @Option(
            names = "--attach",
            paramLabel = "LOG",
            description = "a log of containers that the results folder's trials started: its marks are put to theirs")
    private List<String> attach = List.of();

    @Option(names = "--html", paramLabel = "FILE", description = "write a page with the waterfall")
    private @Nullable Path html;

    @Option(names = "--svg", paramLabel = "FILE", description = "write the waterfall as SVG")
    private @Nullable Path svg;

    @Option(names = "--png", paramLabel = "FILE", description = "write the waterfall as PNG, 288 dpi at 8.5 cm")
    private @Nullable Path png;

    @Mixin
    private LogOptions format = new LogOptions();

    @Override
    public Integer call() throws IOException {
        List<Read> all = new ArrayList<>();
        for (String log : logs) {
            if (Files.isDirectory(Path.of(log))) {
                all.addAll(TimelineSources.results(log, attach, format, names));
                continue;
            }
            TimelineLog read = TimelineSources.read(log, format);
            List<Timeline> chosen = read.timelines();
            if (container != null) {
                chosen = read.beginning(container);
                if (chosen.size() != 1) {
                    return noSuchContainer(log, container, chosen.isEmpty() ? read.timelines() : chosen, chosen.size());
                }
            }
            if (chosen.isEmpty()) {
                read.findings().forEach(finding -> System.err.println(log + ": " + finding.sentence()));
                System.err.println(log + ": there are no timestamps in its " + read.lines() + " lines; --help shows how"
                        + " logs are read that are not urunc's");
                return 1;
            }
            all.add(prepared(log, read, chosen));
        }
        if (join && all.size() > 1) {
            Read joined = TimelineSources.joined(all);
            if (joined.timelines().isEmpty()) {
                System.err.println("no container is in all of the logs, so there is nothing to join");
                return NO_SUCH_CONTAINER;
            }
            all = List.of(joined);
        }
        List<String> unknown = unknownSteps(all);
        if (!unknown.isEmpty()) {
            System.err.println("no timeline has the mark " + String.join(", ", unknown) + " of --steps; there are "
                    + String.join(", ", marks(all)));
            return NO_SUCH_CONTAINER;
        }
        Map<String, PhaseBreakdown> breakdowns = new LinkedHashMap<>();
        for (Read read : all) {
            breakdowns.put(read.name(), PhaseBreakdown.of(read.timelines(), rule()));
        }
        print(all, breakdowns);
        figures(all, breakdowns);
        return 0;
    }

    private Steps rule() {
        return steps.isEmpty() ? Steps.consecutive() : Steps.inOrder(steps);
    }

    private List<String> unknownSteps(List<Read> all) {
        Set<String> there = marks(all);
        return steps.stream().filter(mark -> !there.contains(mark)).toList();
    }

    private static Set<String> marks(List<Read> all) {
        return all.stream()
                .flatMap(read -> read.timelines().stream())
                .flatMap(timeline -> timeline.names().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static int noSuchContainer(String log, String id, List<Timeline> there, int matching) {
        System.err.println(
                matching == 0
                        ? log + " has no container \"" + id + "\"; there are " + there.size() + ":"
                        : log + " has " + matching + " containers whose ids begin with \"" + id + "\":");
        there.stream().limit(MOST_NAMED).forEach(each -> System.err.println("  " + each.id()));
        if (there.size() > MOST_NAMED) {
            System.err.println("  and " + (there.size() - MOST_NAMED) + " more (--as marks lists all)");
        }
        return NO_SUCH_CONTAINER;
    }

    private Read prepared(String log, TimelineLog read, List<Timeline> chosen) {
        List<String> notes =
                new ArrayList<>(read.findings().stream().map(Finding::sentence).toList());
        Optional<MarkSet> told = format.isUrunc() ? UruncMarks.of(chosen) : Optional.empty();
        MarkSet set = switch (ids) {
            case URUNC20 -> UruncMarks.TWENTY;
            case URUNC19 -> UruncMarks.NINETEEN;
            case AUTO -> told.orElse(new MarkSet("", List.of()));
        };
        boolean untold = told.isEmpty()
                && ids == Ids.AUTO
                && chosen.stream()
                        .anyMatch(each -> !each.isTitled() && each.at("TS07").isPresent());
        if (format.isUrunc() && untold) {
            notes.add(
                    "the ids may be of urunc's 20 or of its 19, which mean different things from TS07 on; --ids says which");
        }
        boolean mixed = chosen.stream()
                        .map(UruncMarks::of)
                        .flatMap(Optional::stream)
                        .distinct()
                        .count()
                > 1;
        if (mixed) {
            notes.add("containers of urunc versions with 20 ids and with 19 are in one log: the same id means different"
                    + " things; --names tells them apart");
        }
        List<Timeline> named = !names
                ? chosen
                : chosen.stream()
                        .map(each -> (each.isTitled()
                                        ? each
                                        : each.titled(UruncMarks.of(each).orElse(set)))
                                .byTitle())
                        .toList();
        String name =
                log.equals("-") ? "standard input" : String.valueOf(Path.of(log).getFileName());
        return new Read(name, named, notes, set);
    }

    private void print(List<Read> all, Map<String, PhaseBreakdown> breakdowns) {
        Form wanted = json ? Form.JSON : form;
        for (Read read : all) {
            PhaseBreakdown breakdown = breakdowns.get(read.name());
            if (breakdown == null) {
                continue;
            }
            switch (wanted) {
                case JSON -> System.out.print(UruncText.json(breakdown) + (isTerminal() ? "\n" : ""));
                case URUNC -> System.out.print(UruncText.printed(breakdown));
                case CSV -> System.out.print(BreakdownText.csv(breakdown));
                case MARKS -> System.out.print(BreakdownText.csv(read.timelines()));
                case TABLE -> table(read, breakdown, all.size() > 1);
            }
            if (wanted == Form.TABLE && container == null) {
                BreakdownText.doubts(breakdown).forEach(System.out::println);
            }
            read.notes().forEach(note -> System.err.println(read.name() + ": " + note));
        }
    }

    private void table(Read read, PhaseBreakdown breakdown, boolean several) {
        if (several) {
            System.out.println(read.name() + ", " + breakdown.timelines() + " timelines");
        }
        if (container != null && steps.isEmpty()) {
            System.out.print(UruncText.single(read.timelines().get(0)));
        } else {
            System.out.print(BreakdownText.table(breakdown));
        }
    }

    private void figures(List<Read> all, Map<String, PhaseBreakdown> breakdowns) throws IOException {
        if (html == null && svg == null && png == null) {
            return;
        }
        List<Waterfall.Panel> panels = new ArrayList<>();
        Map<String, List<String>> notes = new LinkedHashMap<>();
        breakdowns.forEach((name, breakdown) -> panels.add(new Waterfall.Panel(name, breakdown)));
        all.forEach(read -> notes.put(read.name(), read.notes()));
        UnaryOperator<String> lane =
                mark -> all.get(0).lanes().find(mark).map(MarkSet.Meaning::lane).orElseGet(() -> Timelines.lane(mark));
        if (html != null) {
            new BreakdownReport(String.join(", ", breakdowns.keySet()), panels, notes, lane).write(html);
        }
        if (svg != null) {
            Files.writeString(svg, Waterfall.of("waterfall", panels, lane).svg());
        }
        if (png != null) {
            Files.write(png, Waterfall.of("waterfall", panels, lane).png(3));
        }
    }

    /** Whether standard output is a terminal; from Java 22 on {@code System.console()} no longer says. */
    private static boolean isTerminal() {
        try {
            String output = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return output.startsWith("/dev/pts/") || output.startsWith("/dev/tty");
        } catch (IOException unknown) {
            return false; // then it is as if piped
        }
    }
}
