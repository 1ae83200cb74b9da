package io.krater.result.rund;

import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Marks;
import io.krater.metric.HoldMetrics;
import io.krater.plan.TrialId;
import io.krater.suite.Resources;
import io.krater.suite.Variant;
import io.krater.trial.Instance;
import io.krater.trial.MeasuredValue;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A file {@code result_<M>MB_<density>.txt}: smem's table of the runtime's processes, in KiB.
 *
 * <pre>
 * Name USS PSS RSS VSS
 * containerd-shim-kata-v2 11000 14000 40000 700000
 * </pre>
 */
final class MemoryFile {
    private static final List<String> KINDS = List.of("uss", "pss", "rss");
    private static final double KIB = 1024;

    private final Map<String, Long> sums = new LinkedHashMap<>();
    private int processes;

    private MemoryFile() {}

    static Trial trial(Path file, TrialId id, Variant variant, int density, Problems problems) {
        MemoryFile memory = new MemoryFile();
        Optional<String> problem;
        try {
            problem = memory.read(file, problems);
        } catch (IOException unreadable) {
            problem = Optional.of(problems.add(file, 0, "cannot be read: " + unreadable.getMessage()));
        }
        Outcome outcome = problem.<Outcome>map(
                        reason -> new Outcome.Failed(FailureReason.of(Kind.UNREADABLE_LOG, reason)))
                .orElse(Outcome.completed());
        Map<String, MeasuredValue> figures = problem.isPresent() ? Map.of() : memory.figures(density);
        return new Trial(
                id,
                0,
                0,
                variant,
                Resources.unlimited(),
                outcome,
                List.of(Instance.of(Trial.ONLY, outcome, Marks.none())),
                new Trial.Whole(Marks.none(), Map.of(), figures, Map.of("processes", "by smem, in KiB")),
                0);
    }

    private Map<String, MeasuredValue> figures(int density) {
        Map<String, MeasuredValue> figures = new LinkedHashMap<>();
        sums.forEach((kind, kib) -> {
            figures.put(kind + "_total", new MeasuredValue(kib * KIB, "B"));
            figures.put(kind + "_per_container", new MeasuredValue(kib * KIB / density, "B"));
        });
        figures.put("processes", new MeasuredValue(processes, ""));
        figures.put(HoldMetrics.HELD.name(), new MeasuredValue(density, ""));
        return figures;
    }

    /** Why the file cannot be used; empty where it can. */
    private Optional<String> read(Path file, Problems problems) throws IOException {
        Fields fields = Fields.of(file);
        if (!fields.nextLine()) {
            return Optional.of(problems.add(file, 0, "is empty: smem has written nothing"));
        }
        List<String> columns = new ArrayList<>();
        while (!fields.atEnd()) {
            columns.add(fields.text().toLowerCase(Locale.ROOT));
        }
        if (columns.size() < 2 || !columns.contains("pss")) {
            return Optional.of(problems.add(
                    file,
                    fields.line(),
                    "must name smem's columns with PSS among them, was \"" + fields.whole() + "\""));
        }
        while (fields.nextLine()) {
            if (!row(fields, columns)) {
                return Optional.of(problems.add(
                        file,
                        fields.line(),
                        "not " + columns.size() + " fields as the head has, was \"" + fields.whole()
                                + "\"; this density is set aside"));
            }
        }
        return Optional.empty();
    }

    private boolean row(Fields fields, List<String> columns) {
        fields.text();
        for (String column : columns.subList(1, columns.size())) {
            long value = fields.number();
            if (value < 0) {
                return false;
            }
            if (KINDS.contains(column)) {
                sums.merge(column, value, Long::sum);
            }
        }
        processes++;
        return fields.atEnd();
    }
}
