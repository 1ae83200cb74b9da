package io.krater.result.warning;

import io.krater.cgroup.HostFacts;
import io.krater.launch.Printable;
import io.krater.metric.Metric;
import io.krater.monitor.HostGap;
import io.krater.result.compare.MachineDifferences;
import io.krater.result.model.Cell;
import io.krater.result.model.Part;
import io.krater.result.model.ResultData;
import io.krater.result.model.Stopping;
import io.krater.result.table.ResultTable;
import io.krater.result.warning.Warning.Kind;
import io.krater.stats.Interval;
import io.krater.stats.Proportion;
import io.krater.stats.Sample;
import io.krater.stats.bootstrap.Bootstrap;
import io.krater.stats.series.SeriesCheck;
import io.krater.stats.series.SeriesWarning;
import io.krater.suite.PrecisionRule;
import io.krater.suite.Variant;
import io.krater.trial.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds what to doubt in a result: in the series of trials, in each trial's samples, in the machine, and between the
 * suite's starts. Nothing is dropped or mended. What a result does not hold cannot be doubted either: where nothing is
 * known of the host, there is no warning of steal, which does not mean that there was none.
 */
public final class Warnings {
    private final ResultData result;
    private final List<Warning> warnings = new ArrayList<>();

    private Warnings(ResultData result) {
        this.result = result;
    }

    /** The warnings of a result, those of the whole suite first, then cell by cell. */
    public static List<Warning> of(ResultData result) {
        return of(result, ResultTable.chief(result));
    }

    /** The same, with the series of these metrics looked at. */
    public static List<Warning> of(ResultData result, List<Metric> metrics) {
        Warnings found = new Warnings(result);
        found.parts();
        found.machine();
        found.hosts();
        found.precision();
        found.nodes();
        for (Cell cell : result.cells()) {
            found.trials(cell);
            found.samples(cell);
            FactRule.ALL.forEach(rule -> found.facts(cell, rule));
            metrics.forEach(metric -> found.series(cell, metric));
        }
        return List.copyOf(found.warnings);
    }

    /** What every start but the first says differently from the one before it. */
    private void parts() {
        List<Part> parts = result.parts();
        for (int i = 1; i < parts.size(); i++) {
            List<String> changed = MachineDifferences.between(
                    MachineDifferences.facts(parts.get(i - 1)), MachineDifferences.facts(parts.get(i)));
            if (!changed.isEmpty()) {
                add(
                        Kind.PART_CHANGED,
                        "suite",
                        "between the starts " + parts.get(i - 1).run() + " and "
                                + parts.get(i).run() + " of this suite: " + String.join("; ", changed),
                        changed.size(),
                        0,
                        "run the suite anew in another folder, or compare only trials of one start");
            }
        }
    }

    private void hosts() {
        result.hosts()
                .forEach((run, record) -> record.roles().keySet().forEach(host -> {
                    List<HostGap> gaps = record.gaps().stream()
                            .filter(gap -> gap.host().equals(host))
                            .sorted(Comparator.comparingDouble(HostGap::seconds).reversed())
                            .toList();
                    if (!gaps.isEmpty()) {
                        HostGap longest = gaps.get(0);
                        add(
                                Kind.HOST_GAP,
                                "host " + host,
                                String.format(
                                        Locale.ROOT,
                                        "in run %s there are no samples%s for %.1f s%s: %s",
                                        run,
                                        longest.quantities().isEmpty()
                                                ? ""
                                                : " of " + String.join(", ", longest.quantities()),
                                        longest.seconds(),
                                        gaps.size() == 1 ? "" : ", and in " + (gaps.size() - 1) + " more gaps",
                                        longest.reason()),
                                longest.seconds(),
                                0,
                                "what the host did then is not known; nothing was filled in");
                    }
                }));
    }

    private void machine() {
        for (Part part : result.parts().stream().limit(1).toList()) {
            Map<String, String> host = part.capture().host();
            if (HostFacts.isOn(host, "turbo")) {
                add(
                        Kind.TURBO,
                        "host",
                        "the CPUs may run above their nominal frequency (turbo is on)",
                        1,
                        0,
                        "switch turbo off, or say that it was on: speed then depends on heat and on how many cores are busy");
            }
            boolean pinned = result.suite()
                    .schedule()
                    .filter(schedule -> !schedule.cores().isEmpty())
                    .isPresent();
            if (!pinned && HostFacts.isOn(host, "smt")) {
                add(
                        Kind.SHARED_CORES,
                        "host",
                        "logical CPUs share physical cores (SMT is on), and the workload is not pinned",
                        1,
                        0,
                        "pin the workload to a whole physical core, or switch SMT off");
            }
        }
    }

    /** Where each environment ran on a node of its own, a difference of environments may be one of nodes. */
    private void nodes() {
        Map<String, Set<String>> nodes = new LinkedHashMap<>();
        for (Cell cell : result.cells()) {
            for (Trial trial : cell.completed()) {
                trial.instances()
                        .forEach(instance -> instance.node()
                                .ifPresent(node -> nodes.computeIfAbsent(cell.environment(), name -> new TreeSet<>())
                                        .add(node)));
            }
        }
        Set<String> all = new TreeSet<>();
        nodes.values().forEach(all::addAll);
        if (all.size() > 1) {
            boolean apart = nodes.values().stream().anyMatch(own -> !own.equals(all));
            add(
                    Kind.SEVERAL_NODES,
                    "suite",
                    "trials ran on " + all.size() + " nodes"
                            + (apart
                                    ? ", and not every environment on each: "
                                            + nodes.entrySet().stream()
                                                    .map(own ->
                                                            own.getKey() + " on " + String.join(", ", own.getValue()))
                                                    .collect(Collectors.joining("; "))
                                    : ""),
                    all.size(),
                    1,
                    apart
                            ? "pin the suite to one node: a difference of these environments may be one of their nodes"
                            : "pin the suite to one node, or expect what nodes differ by within the scatter");
        }
    }

    private void precision() {
        result.stopping().ifPresent(stopping -> {
            if (stopping.rule() instanceof PrecisionRule rule) {
                stopping.unmet().forEach(cell -> precision(stopping, rule, cell));
            }
            for (Stopping.PairAnswer pair : stopping.untold()) {
                add(
                        Kind.VERDICT_NOT_TOLD,
                        pair.environment() + "/" + pair.variant() + " "
                                + stopping.rule().metric(),
                        "the suite ended with " + fewest(pair) + " of at most " + stopping.mostTrials()
                                + " trials, and how " + pair + " differ is open",
                        1,
                        0,
                        "allow more trials, or say that these could not tell; with a margin, equal ones can end, too");
            }
        });
    }

    private int fewest(Stopping.PairAnswer pair) {
        return Stream.of(pair.environment(), pair.reference())
                .flatMap(name -> result.cell(name, pair.variant()).stream())
                .mapToInt(cell -> cell.completed().size())
                .min()
                .orElse(0);
    }

    private void precision(Stopping stopping, PrecisionRule rule, Stopping.CellPrecision cell) {
        Optional<Double> half = cell.relativeHalfWidth().optional();
        add(
                Kind.PRECISION_NOT_MET,
                cell.environment() + "/" + cell.variant() + " " + rule.metric(),
                "the suite ended with " + cell.n() + " of at most " + stopping.mostTrials() + " trials and "
                        + half.map(width ->
                                        String.format(Locale.ROOT, "an interval of ± %.2g %% of the mean", 100 * width))
                                .orElse("no interval")
                        + (cell.doubts().isEmpty() ? "" : ", " + String.join(" and ", cell.doubts())),
                half.orElse((double) cell.n()),
                half.isPresent() ? rule.relativeHalfWidth() : stopping.mostTrials(),
                cell.doubts().isEmpty()
                        ? "allow more trials, or quote the interval as it is: it is wider than was planned"
                        : "look at the trials; an interval of such trials is less sure than it says");
    }

    private void trials(Cell cell) {
        int n = cell.completed().size();
        if (n < Bootstrap.FEWEST_FOR_TWO_MEANS) {
            add(
                    Kind.FEW_TRIALS,
                    name(cell),
                    n + (n == 1 ? " trial was" : " trials were") + " completed",
                    n,
                    Bootstrap.FEWEST_FOR_TWO_MEANS,
                    "run at least " + Bootstrap.FEWEST_FOR_TWO_MEANS
                            + " trials for an interval of a ratio, and 20 or more for a paper");
        }
        if (cell.failures() > 0) {
            Proportion share = Proportion.of(cell.failures(), cell.attempts());
            String interval = share.interval().optional().map(Warnings::percent).orElse("");
            add(
                    Kind.FAILURES,
                    name(cell),
                    cell.failures() + " of " + cell.attempts() + " attempts failed" + interval,
                    cell.failures(),
                    0,
                    "read the reasons; report the failure rate beside the figures, which hold for completed trials only");
        }
    }

    private static String percent(Interval interval) {
        return String.format(
                Locale.ROOT,
                " (%s 95 %% interval %.1f to %.1f %%)",
                interval.method().label(),
                100 * interval.low(),
                100 * interval.high());
    }

    private void samples(Cell cell) {
        for (TrialRule rule : TrialRule.ALL) {
            int crossing = 0;
            int known = 0;
            double worst = rule.threshold();
            for (Trial trial : cell.completed()) {
                OptionalDouble value = rule.figure().apply(trial);
                if (value.isPresent()) {
                    known++;
                    boolean crosses = rule.crossedBy(value.getAsDouble());
                    crossing += crosses ? 1 : 0;
                    boolean worse = rule.above() ? value.getAsDouble() > worst : value.getAsDouble() < worst;
                    worst = crosses && worse ? value.getAsDouble() : worst;
                }
            }
            if (crossing > 0) {
                String seen = String.format(Locale.ROOT, rule.pattern(), worst * rule.scale());
                add(
                        rule.kind(),
                        name(cell),
                        seen + ", beyond the threshold in " + crossing + " of " + known + " trials",
                        worst,
                        rule.threshold(),
                        rule.advice());
            }
        }
    }

    private void facts(Cell cell, FactRule rule) {
        List<String> found = cell.completed().stream()
                .flatMap(trial -> rule.in(trial).stream())
                .toList();
        if (!found.isEmpty()) {
            add(
                    rule.kind(),
                    name(cell),
                    rule.seen() + ", in " + found.size() + " of "
                            + cell.completed().size() + " trials (" + Printable.of(found.get(0)) + ")",
                    found.size(),
                    0,
                    rule.advice());
        }
    }

    private void series(Cell cell, Metric metric) {
        Variant variant = cell.variant();
        Sample sample = result.sample(metric, cell.environment(), variant.label());
        int missing = cell.completed().size() - sample.size();
        if (missing > 0 && (sample.size() > 0 || !outOfRange(cell, metric).isEmpty())) {
            add(
                    Kind.MISSING_VALUES,
                    name(cell) + " " + metric.name(),
                    missing + " of " + cell.completed().size() + " completed trials do not have " + metric.name()
                            + outOfRange(cell, metric),
                    missing,
                    0,
                    "find out why: if the missing ones are special, the rest is a biased sample");
        }
        for (SeriesWarning doubt : SeriesCheck.of(sample).warnings()) {
            add(
                    Kind.valueOf(doubt.kind().name()),
                    name(cell) + " " + metric.name(),
                    doubt.text(),
                    doubt.number(),
                    doubt.threshold(),
                    doubt.kind().advice());
        }
    }

    /** Values that no statistic can take, such as 1e300, stand apart from those that are not there. */
    private static String outOfRange(Cell cell, Metric metric) {
        List<Double> beyond = cell.completed().stream()
                .map(metric::of)
                .filter(value -> value.isPresent() && !Sample.takes(value.getAsDouble()))
                .map(OptionalDouble::getAsDouble)
                .toList();
        return beyond.isEmpty()
                ? ""
                : "; in " + beyond.size() + " of them it is out of the range that is computed with (such as "
                        + beyond.get(0) + ")";
    }

    private static String name(Cell cell) {
        return cell.environment() + "/" + cell.variant().label();
    }

    private void add(Kind kind, String subject, String text, double number, double threshold, String advice) {
        warnings.add(new Warning(kind, subject, text, number, threshold, advice));
    }
}
