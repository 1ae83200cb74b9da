package io.krater.result.warning;

import io.krater.metric.Metrics;
import io.krater.metric.StartMetrics;
import io.krater.result.warning.Warning.Kind;
import io.krater.sample.Column;
import io.krater.sample.SampleSeries;
import io.krater.sample.SampleSet;
import io.krater.sample.Scope;
import io.krater.stats.Sample;
import io.krater.stats.series.SteadyState;
import io.krater.suite.Parameter;
import io.krater.trial.GateTimes;
import io.krater.trial.GatedColumn;
import io.krater.trial.Trial;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A figure of a single trial that is doubtful beyond a threshold. A trial that does not have the figure has no say.
 *
 * @param kind what is doubted
 * @param threshold the bound
 * @param above whether a figure above the bound is doubtful; else one below it is
 * @param figure the figure
 * @param pattern the sentence's beginning, with the worst figure times {@code scale} in it
 * @param scale from the figure to what the sentence says
 * @param advice what to do about it
 */
record TrialRule(
        Kind kind,
        double threshold,
        boolean above,
        Function<Trial, OptionalDouble> figure,
        String pattern,
        double scale,
        String advice) {
    private static final double MICROS = 1e6;
    private static final double PERCENT = 100;
    /** More slices tell no more of where a change lies than to a hundredth of the gate. */
    private static final int MOST_SLICES = 100;

    /** Bounds are conventions, not laws: each is where the effect reaches the size of the differences that are asked for. */
    static final List<TrialRule> ALL = List.of(
            above(
                    Kind.THROTTLING,
                    0.01,
                    trial -> quotient(trial, Optional.empty(), Column.NR_THROTTLED, Column.NR_PERIODS),
                    "the CPU quota ran out in up to %.3g %% of the gate's periods",
                    PERCENT,
                    "raise the CPU limit, or say in the paper that throttled performance is what was measured"),
            above(
                    Kind.CPU_PRESSURE,
                    0.10,
                    trial -> share(trial, Column.CPU_SOME_USEC),
                    "tasks waited for a CPU during up to %.3g %% of the gate",
                    PERCENT,
                    "give the workload cores of its own, or fewer threads; keep the machine quiet"),
            above(
                    Kind.MEMORY_PRESSURE,
                    0.01,
                    trial -> share(trial, Column.MEMORY_SOME_USEC),
                    "tasks waited for memory during up to %.3g %% of the gate",
                    PERCENT,
                    "raise the memory limit or shrink the workload"),
            above(
                    Kind.IO_PRESSURE,
                    0.05,
                    trial -> share(trial, Column.IO_SOME_USEC),
                    "tasks waited for I/O during up to %.3g %% of the gate",
                    PERCENT,
                    "find what reads or writes; warm the page cache before the gate"),
            above(
                    Kind.STEAL,
                    0.005,
                    trial -> quotient(trial, Optional.of(Scope.HOST), Column.HOST_STEAL_USEC, Column.HOST_TOTAL_USEC),
                    "the hypervisor gave up to %.3g %% of the host's CPU time to others",
                    PERCENT,
                    "measure on a machine of your own, or at another time; compare within blocks"),
            above(
                    Kind.SWAP,
                    0,
                    trial -> highest(trial, Column.SWAP_CURRENT),
                    "up to %.4g bytes were swapped out",
                    1,
                    "switch swap off, or raise the memory limit"),
            above(
                    Kind.NEIGHBOURS,
                    0.25,
                    TrialRule::others,
                    "others used up to %.3g cores of the machine within the gate",
                    1,
                    "stop what else runs on the machine; pin the workload to cores of its own"),
            above(
                    Kind.THERMAL_THROTTLING,
                    0,
                    TrialRule::heat,
                    "CPUs were slowed down for heat up to %.0f times during a trial",
                    1,
                    "cool the machine, lower its frequency limit, or rest between trials (pause)"),
            below(
                    Kind.FEW_SAMPLES,
                    10,
                    trial -> gated(trial, Column.USAGE_USEC, column -> OptionalDouble.of(column.count())),
                    "as few as %.0f samples lie within the gate",
                    "sample more often, or lengthen the gate"),
            below(
                    Kind.GATE_COVERAGE,
                    0.9,
                    Metrics.GATE_COVERAGE::of,
                    "samples cover as little as %.2f of the gate",
                    "look at why sampling began late or ended early; rates are taken over what is covered"),
            below(
                    Kind.SHORT_WINDOW,
                    0.5,
                    Metrics.GATE_TIME::of,
                    "the gate is as short as %.3g s",
                    "the kernel counts CPU time in ticks of 1 to 10 ms: lengthen the gate"),
            above(
                    Kind.NOT_STEADY,
                    0.05,
                    TrialRule::unsteady,
                    "CPU use is on another level, or changes on, in the first %.3g %% of the gate (change points of the"
                            + " trial's own samples)",
                    PERCENT,
                    "lengthen the warm-up, so that the gate opens in the steady state; or say that the way there is part of"
                            + " what was measured"),
            above(
                    Kind.LATE_TICKS,
                    0.01,
                    TrialRule::lateTicks,
                    "up to %.3g %% of the sampler's ticks were missed",
                    PERCENT,
                    "give the harness a core of its own, or sample less often"),
            above(
                    Kind.REQUEST_SKEW,
                    0.1,
                    TrialRule::skew,
                    "the requests of a round were sent over up to %.3g %% of its makespan",
                    PERCENT,
                    "what was asked of the runtime was less than all at once: start fewer, or give the harness more CPU"),
            above(
                    Kind.NOT_SETTLED,
                    0,
                    trial -> {
                        String settled = trial.facts().getOrDefault("settled", "");
                        return settled.isEmpty()
                                ? OptionalDouble.empty()
                                : OptionalDouble.of(settled.startsWith("no") ? 1 : 0);
                    },
                    "memory still changed when it was read",
                    1,
                    "wait longer (settle), or say how long after the last start memory was read"),
            above(
                    Kind.HARNESS_STOPPED,
                    0.5,
                    TrialRule::longestDelay,
                    "the harness stood still for up to %.3g s while a trial ran",
                    1,
                    "set these trials aside: edges were seen late by as much. Let nothing stop the harness (Ctrl-Z, a paused"
                            + " machine), and give it a core of its own"),
            above(
                    Kind.COUNTER_FELL,
                    0,
                    TrialRule::falls,
                    "counters that can only rise fell up to %.0f times within a trial",
                    1,
                    "set these trials aside: a counter was reset, or a process ended whose use is then lost; a cgroup keeps"
                            + " the sum"),
            above(
                    Kind.CLOCK_STEP,
                    0.001,
                    trial -> OptionalDouble.of(Math.abs(trial.clockStepNanos() / 1e9)),
                    "the wall clock was set by up to %.3g s during a trial",
                    1,
                    "let NTP settle before the suite; phases read on the wall clock may be off by as much"),
            above(
                    Kind.CLOCK_OFFSET,
                    0.005,
                    trial -> OptionalDouble.of(trial.clockOffset().errorNanos() / 1e9),
                    "the offset between client and node is known only to %.3g s",
                    1,
                    "phases across the two clocks are that uncertain: run the harness nearer to the node"));

    private static TrialRule above(
            Kind kind,
            double threshold,
            Function<Trial, OptionalDouble> figure,
            String pattern,
            double scale,
            String advice) {
        return new TrialRule(kind, threshold, true, figure, pattern, scale, advice);
    }

    private static TrialRule below(
            Kind kind, double threshold, Function<Trial, OptionalDouble> figure, String pattern, String advice) {
        return new TrialRule(kind, threshold, false, figure, pattern, 1, advice);
    }

    boolean crossedBy(double value) {
        return above ? value > threshold : value < threshold;
    }

    private static OptionalDouble gated(Trial trial, Column column, Function<GatedColumn, OptionalDouble> figure) {
        return trial.gated(column).map(figure).orElse(OptionalDouble.empty());
    }

    /** What a launcher that can read the kernel's counts says of the machine that the trial ran on. */
    private static OptionalDouble heat(Trial trial) {
        String count = trial.facts().getOrDefault("thermal_throttles", "");
        return count.matches("[0-9]{1,15}") ? OptionalDouble.of(Double.parseDouble(count)) : OptionalDouble.empty();
    }

    private static OptionalDouble highest(Trial trial, Column column) {
        return gated(trial, column, gated -> {
            var max = gated.max();
            return max.isPresent() ? OptionalDouble.of((double) max.getAsLong()) : OptionalDouble.empty();
        });
    }

    private static OptionalDouble increase(Trial trial, Optional<Scope> scope, Column column) {
        return scope.map(found -> trial.gated(found, column))
                .orElseGet(() -> trial.gated(column))
                .map(GatedColumn::increase)
                .orElse(OptionalDouble.empty());
    }

    /** A counter of microseconds by the gate's length. */
    private static OptionalDouble share(Trial trial, Column column) {
        return combined(
                increase(trial, Optional.empty(), column),
                Metrics.GATE_TIME.of(trial),
                (usec, gate) -> usec / MICROS / gate);
    }

    private static OptionalDouble quotient(Trial trial, Optional<Scope> scope, Column part, Column whole) {
        OptionalDouble all = increase(trial, scope, whole);
        if (all.isEmpty() || all.getAsDouble() <= 0) {
            return OptionalDouble.empty();
        }
        return combined(increase(trial, scope, part), all, (p, w) -> p / w);
    }

    /** What the host was busy with, less the workload, in cores; the harness is part of it. */
    private static OptionalDouble others(Trial trial) {
        OptionalDouble busy = increase(trial, Optional.of(Scope.HOST), Column.HOST_BUSY_USEC);
        OptionalDouble more = combined(
                busy, increase(trial, Optional.empty(), Column.USAGE_USEC), (all, own) -> Math.max(0, all - own));
        return combined(more, Metrics.GATE_TIME.of(trial), (usec, gate) -> usec / MICROS / gate);
    }

    /** The share of the gate before CPU use is steady, by its rate in as many slices of the gate as there are samples. */
    private static OptionalDouble unsteady(Trial trial) {
        GatedColumn usage = trial.gated(Column.USAGE_USEC).orElse(null);
        GateTimes gate = trial.gate().orElse(null);
        if (usage == null || gate == null || usage.count() <= SteadyState.FEWEST) {
            return OptionalDouble.empty();
        }
        int slices = Math.min(MOST_SLICES, usage.count() - 1);
        double[] used = new double[slices];
        OptionalDouble before = usage.at(gate.startNanos());
        for (int i = 0; i < slices; i++) {
            OptionalDouble after =
                    usage.at(gate.startNanos() + (gate.endNanos() - gate.startNanos()) / slices * (i + 1));
            if (before.isEmpty() || after.isEmpty()) {
                return OptionalDouble.empty();
            }
            used[i] = after.getAsDouble() - before.getAsDouble();
            before = after;
        }
        return SteadyState.of(Sample.of(used))
                .optional()
                .map(found -> OptionalDouble.of(found.shareBefore()))
                .orElseGet(OptionalDouble::empty);
    }

    /** Where requests are sent one at a time, they are meant to be apart. */
    private static OptionalDouble skew(Trial trial) {
        boolean burst = trial.variant()
                .parameters()
                .getOrDefault("mode", Parameter.text("burst"))
                .format()
                .equals("burst");
        return burst
                ? combined(StartMetrics.SKEW.of(trial), StartMetrics.MAKESPAN.of(trial), (apart, all) -> apart / all)
                : OptionalDouble.empty();
    }

    private static OptionalDouble longestDelay(Trial trial) {
        return trial.samples().values().stream()
                .mapToDouble(set -> set.maxLatenessNanos() / 1e9)
                .max();
    }

    private static OptionalDouble falls(Trial trial) {
        double falls = 0;
        boolean any = false;
        for (SampleSet set : trial.samples().values()) {
            for (SampleSeries series : List.of(set.fast(), set.slow())) {
                for (Column column : series.columns()) {
                    if (column.kind() == Column.Kind.COUNTER) {
                        any = true;
                        falls += GatedColumn.falls(series, column);
                    }
                }
            }
        }
        return any ? OptionalDouble.of(falls) : OptionalDouble.empty();
    }

    private static OptionalDouble lateTicks(Trial trial) {
        long ticks = 0;
        long late = 0;
        for (var set : trial.samples().values()) {
            ticks += set.ticks();
            late += set.lateTicks();
        }
        return ticks == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) late / ticks);
    }

    private static OptionalDouble combined(
            OptionalDouble a, OptionalDouble b, BiFunction<Double, Double, Double> function) {
        return a.isPresent() && b.isPresent()
                ? OptionalDouble.of(function.apply(a.getAsDouble(), b.getAsDouble()))
                : OptionalDouble.empty();
    }
}
