package io.krater.trial;

import io.krater.launch.Capture;
import io.krater.launch.Check;
import io.krater.launch.ClockOffset;
import io.krater.launch.Execution;
import io.krater.launch.ExecutionListener;
import io.krater.launch.Exit;
import io.krater.launch.FailureReason;
import io.krater.launch.LaunchException;
import io.krater.launch.LaunchRequest;
import io.krater.launch.Launcher;
import io.krater.launch.LogLine;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.plan.TrialId;
import io.krater.sample.SampleSet;
import io.krater.suite.Suite;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A launcher whose executions do what a script says, at times of a manual clock. */
public final class ScriptedLauncher implements Launcher {
    /** What happens to one execution. */
    public interface Script {
        void play(Stage stage);
    }

    /** What a script can do. */
    public final class Stage {
        private final ExecutionListener listener;
        private final LaunchRequest request;
        private Runnable onKill = () -> exit(0, 137);
        private Runnable onClose = () -> {};
        private List<SampleSet> samples = List.of();
        private boolean ended;
        private final List<Phase> marks = new ArrayList<>();

        Stage(LaunchRequest request, ExecutionListener listener) {
            this.request = request;
            this.listener = listener;
        }

        public LaunchRequest request() {
            return request;
        }

        public Stage line(long millis, String text) {
            clock.in(millis * 1_000_000, () -> {
                if (!ended) {
                    listener.line(new LogLine(now(), text, false));
                }
            });
            return this;
        }

        public Stage phase(long millis, Phase phase) {
            clock.in(millis * 1_000_000, () -> listener.phase(phase, now()));
            return this;
        }

        public Stage exit(long millis, int code) {
            clock.in(millis * 1_000_000, () -> end(code));
            return this;
        }

        public Stage refuse(long millis, FailureReason reason) {
            clock.in(millis * 1_000_000, () -> listener.refused(reason, now()));
            return this;
        }

        /** What happens when the execution was closed. */
        public Stage closing(Runnable what) {
            onClose = what;
            return this;
        }

        public Stage then(long millis, Runnable what) {
            clock.in(millis * 1_000_000, what);
            return this;
        }

        public Stage samples(List<SampleSet> sets) {
            samples = sets;
            return this;
        }

        public Stage ignoringKill() {
            onKill = () -> {};
            return this;
        }

        public List<Phase> marks() {
            return List.copyOf(marks);
        }

        private void end(int code) {
            if (ended) {
                return;
            }
            ended = true;
            Optional<FailureReason> failure = code == 0
                    ? Optional.empty()
                    : Optional.of(FailureReason.of(FailureReason.Kind.CRASHED, "exit code " + code)
                            .with("code", Integer.toString(code)));
            listener.exited(new Exit(now(), OptionalInt.of(code), failure));
        }
    }

    private final ManualClock clock;
    private final Function<TrialId, Script> scripts;
    private final List<Stage> stages = Collections.synchronizedList(new ArrayList<>());
    private List<Check> checks = List.of(Check.ok("script", "ready"));
    private Optional<Runnable> refusal = Optional.empty();
    private final AtomicInteger open = new AtomicInteger();

    public ScriptedLauncher(ManualClock clock, Function<TrialId, Script> scripts) {
        this.clock = clock;
        this.scripts = scripts;
    }

    /** The executions so far, in order. */
    public List<Stage> stages() {
        return stages;
    }

    /** The same, with a preflight that fails. */
    public ScriptedLauncher refusing(String found, String remedy) {
        checks = List.of(Check.error("script", found, "trials cannot run", remedy));
        return this;
    }

    /** The same, with trials that are refused after this happened. */
    public ScriptedLauncher refusingTrials(Runnable happens) {
        refusal = Optional.of(happens);
        return this;
    }

    /** Executions that were not closed. */
    public int open() {
        return open.get();
    }

    private Stamp now() {
        return Stamp.node(clock.epochNanos());
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public List<Check> preflight(Suite suite) {
        return checks;
    }

    @Override
    public Capture capture(Suite suite) {
        return new Capture(Map.of("kernel", "scripted"), Map.of());
    }

    @Override
    public Execution prepare(LaunchRequest request, ExecutionListener listener) throws LaunchException {
        if (refusal.isPresent()) {
            refusal.get().run();
            throw new LaunchException(FailureReason.of(FailureReason.Kind.PLATFORM_ERROR, "refused"));
        }
        Stage stage = new Stage(request, listener);
        stages.add(stage);
        open.incrementAndGet();
        return new Execution() {
            private boolean closed;

            @Override
            public void start() {
                listener.phase(Phase.REQUESTED, now());
                scripts.apply(request.trial().id()).play(stage);
            }

            @Override
            public void mark(Phase edge) {
                stage.marks.add(edge);
            }

            @Override
            public List<SampleSet> samples() {
                return stage.samples;
            }

            @Override
            public ClockOffset clockOffset() {
                return ClockOffset.none();
            }

            @Override
            public Map<String, String> facts() {
                return Map.of();
            }

            @Override
            public void kill() {
                stage.onKill.run();
            }

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    open.decrementAndGet();
                    stage.onClose.run();
                }
            }
        };
    }

    @Override
    public List<String> cleanup() {
        return List.of();
    }

    @Override
    public void close() {}
}
