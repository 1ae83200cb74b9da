package io.krater;

import io.krater.launch.FailureReason;
import io.krater.launch.Printable;
import io.krater.plan.PlannedTrial;
import io.krater.plan.TrialId;
import io.krater.plan.TrialPlan;
import io.krater.suite.StopRule;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import io.krater.trial.TrialListener;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how a suite gets on: a bar on a terminal, a line a trial elsewhere. */
final class Progress implements TrialListener {
    private static final int LONGEST = 200;

    private final PrintStream out;
    private final Optional<TerminalLine> terminal;
    private final LongSupplier nanoTime;
    private final Deque<PlannedTrial> rest = new ArrayDeque<>();
    private final RemainingTime remaining;
    private final Function<TrialId, Path> file;
    private @Nullable ProgressBar bar;
    private long startedAt;
    private String bound = "";
    private int total;
    private int failed;

    /**
     * A progress to be shown.
     *
     * @param file where a trial is stored
     */
    Progress(PrintStream out, boolean terminal, Duration pause, LongSupplier nanoTime, Function<TrialId, Path> file) {
        this.file = file;
        this.out = out;
        this.terminal = terminal ? Optional.of(new TerminalLine(out)) : Optional.empty();
        this.nanoTime = nanoTime;
        this.remaining = new RemainingTime(pause);
    }

    /**
     * The trials that will run, in order; those kept from an earlier run are not among them. With a rule to stop, those
     * that may run. What the kept ones took tells what the others will take.
     */
    void expect(List<PlannedTrial> trials, Optional<StopRule> stopRule, List<Trial> kept) {
        kept.forEach(remaining::kept);
        rest.addAll(trials);
        bound = stopRule.isPresent() ? "at most " : "";
    }

    @Override
    public void suiteStarted(TrialPlan plan, int kept) {
        total = rest.size();
        out.printf(
                Locale.ROOT,
                "%s%d trials to run%s, %sseed %d%n",
                total == 0 ? "" : bound,
                total,
                kept == 0 ? "" : " (" + kept + " kept from an earlier run)",
                total == 0 ? "" : estimate(bound.isEmpty() ? "about " : bound, left()) + ", ",
                plan.seed());
        if (terminal.isPresent() && total > 0) {
            terminal.get().measure();
            bar = new ProgressBarBuilder()
                    .setConsumer(terminal.get())
                    .setTaskName("trials")
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(500)
                    .setEtaFunction(state -> left())
                    .build();
        }
    }

    @Override
    public synchronized void trialStarted(PlannedTrial trial) {
        startedAt = nanoTime.getAsLong();
        if (bar != null) {
            bar.setExtraMessage(" " + Printable.of(trial.id().toString()));
        }
    }

    @Override
    public synchronized void trialFinished(Trial trial) {
        PlannedTrial planned = rest.removeFirst();
        Duration took = Duration.ofNanos(nanoTime.getAsLong() - startedAt);
        remaining.finished(planned, took);
        boolean good = trial.outcome().isCompleted();
        failed += good ? 0 : 1;
        if (bar != null) {
            bar.step();
            if (!good) {
                bar.setExtraMessage(" " + failed + " failed");
            }
        }
        if (bar == null || !good) {
            say(String.format(
                    Locale.ROOT,
                    "[%" + Integer.toString(total).length() + "d/%d] %-30s %s %.1f s%s",
                    total - rest.size(),
                    total,
                    trial.id(),
                    how(trial.outcome()),
                    took.toNanos() / 1e9,
                    rest.isEmpty() ? "" : ", " + estimate(bound, left()) + " left"));
            reason(trial.outcome()).ifPresent(reason -> details(reason, trial.id()));
        }
        terminal.ifPresent(TerminalLine::measure);
    }

    /** What else tells why: the last thing that the program said, and where all of it is. */
    private void details(FailureReason reason, TrialId id) {
        List<String> said =
                reason.lastLines().stream().filter(line -> !line.isBlank()).toList();
        if (!said.isEmpty()) {
            String last = said.get(said.size() - 1).strip();
            say("    last line: " + (last.length() > LONGEST ? last.substring(0, LONGEST) + "…" : last));
        }
        say("    all of it: " + file.apply(id));
    }

    private void say(String line) {
        String shown = Printable.of(line);
        terminal.ifPresentOrElse(above -> above.println(shown), () -> out.println(shown));
    }

    @Override
    public void suiteFinished() {
        if (bar != null) {
            bar.close();
        }
        if (failed > 0) {
            out.printf(
                    Locale.ROOT,
                    "%d of %d trials failed; the reasons are in the results%n",
                    failed,
                    total - rest.size());
        }
    }

    private synchronized Optional<Duration> left() {
        return remaining.of(new ArrayList<>(rest));
    }

    private static Optional<FailureReason> reason(Outcome outcome) {
        return outcome instanceof Outcome.Failed bad
                ? Optional.of(bad.reason())
                : outcome instanceof Outcome.TimedOut late ? Optional.of(late.reason()) : Optional.empty();
    }

    private static String how(Outcome outcome) {
        String word = outcome instanceof Outcome.TimedOut ? "TIMED OUT " : "FAILED ";
        return reason(outcome).map(reason -> word + describe(reason) + ",").orElse("ok");
    }

    private static String describe(FailureReason reason) {
        String code = reason.facts().getOrDefault("exit_code", "");
        boolean told = code.isEmpty() || reason.message().matches("(?s).*exit (code|value) " + code + "\\b.*");
        return reason.kind() + ": " + reason.message() + (told ? "" : " (exit code " + code + ")");
    }

    /** A time with how surely it is known; never a number where nothing is known. */
    private static String estimate(String how, Optional<Duration> time) {
        if (time.isEmpty()) {
            return "how long it takes is not known yet";
        }
        boolean brief = time.get().compareTo(Duration.ofMillis(500)) < 0;
        return brief ? (how.startsWith("at most") ? "at most 1 s" : "less than 1 s") : how + clock(time.get());
    }

    static String clock(Duration time) {
        long seconds = time.plusMillis(500).toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
    }
}
