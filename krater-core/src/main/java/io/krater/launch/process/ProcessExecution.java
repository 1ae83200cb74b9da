package io.krater.launch.process;

import io.krater.launch.ClockOffset;
import io.krater.launch.Execution;
import io.krater.launch.ExecutionListener;
import io.krater.launch.Exit;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Phase;
import io.krater.launch.Sampling;
import io.krater.launch.Stamp;
import io.krater.launch.Together;
import io.krater.launch.spawn.Gate;
import io.krater.launch.spawn.HeldProcess;
import io.krater.launch.spawn.Uninterrupted;
import io.krater.sample.SampleSet;
import io.krater.sample.SteadyClock;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A program of this machine, held until it is started. A daemon thread of its own reads its output and, when both output
 * and program have ended, tells the exit.
 */
final class ProcessExecution implements Execution {
    /** Fact that names a process whose use is in no figure. */
    static final String WORKED_ELSEWHERE = "worked_elsewhere";

    /** How long output may stay open once everything was killed, before the rest of it is given up. */
    static final Duration ABANDON = Duration.ofSeconds(2);

    private static final String KILLED_BEFORE = "the held program ended before it was started: it was killed";
    private static final int LONGEST_ERRORS = 4 * 1024;
    private static final Duration HOLD = Duration.ofSeconds(30);
    private static final Duration GONE = Duration.ofSeconds(10);

    /** How often it is looked where the program's processes are: a program that leaves its cgroup may come back. */
    private static final long WATCH_NANOS = Duration.ofMillis(50).toNanos();

    private static final Logger LOG = System.getLogger(ProcessExecution.class.getName());

    private final StartedProgram spawned;
    private final HeldProcess process;
    private final Confinement confinement;
    private final LauncherContext context;
    private final SteadyClock clock;
    private final EventDispatcher events;
    private final OutputReader reader;
    private final Thread readerThread;
    private final Map<String, String> facts = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<ScheduledFuture<?>> timers = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong endedAt = new AtomicLong();
    private final AtomicBoolean finished = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch told = new CountDownLatch(1);
    private final OptionalLong heatBefore;
    private volatile ExecutionSampler sampled;
    private volatile boolean outputEnded;
    private volatile boolean killed;
    private volatile boolean nothingLeft;
    private volatile boolean closedByListener;
    private volatile @Nullable Throwable outputFailure;
    private volatile Optional<String> movedTo = Optional.empty();

    ProcessExecution(StartedProgram spawned, ExecutionListener listener, LauncherContext context) {
        this.spawned = spawned;
        this.process = spawned.process();
        this.confinement = spawned.confinement();
        this.context = context;
        this.clock = context.clock();
        this.events = new EventDispatcher(listener);
        this.reader = new OutputReader(process.output(), clock::now, events);
        this.readerThread = new Thread(this::read, "krater-output");
        this.readerThread.setDaemon(true);
        this.sampled = ExecutionSampler.nothing();
        this.heatBefore = context.throttling().total();
        facts.put("program", spawned.program());
    }

    /** Puts the held shell where it belongs and attaches the sampler. */
    void hold(Sampling sampling) throws IOException {
        readerThread.start();
        var unused = process.exit().thenRun(this::programEnded);
        long pid = awaitHeld();
        readerThread.setName("krater-output-" + pid);
        sampled = ExecutionSampler.attach(context.sampler(), sampling, confinement.cgroup(), pid);
        awaitEntered();
        facts.putAll(confinement.facts());
        facts.put("pid", Long.toString(pid));
        spawned.prepared().pinnedBy().ifPresent(tool -> facts.put("pinned_by", tool));
        // as the kernel has it, however it came about
        Machine.allowed(Path.of("/proc", Long.toString(pid), "status"))
                .ifPresent(cpus -> facts.put("cpus_allowed", cpus.toString()));
    }

    private long awaitHeld() throws IOException {
        OutputReader.Held held = reader.awaitHeld(HOLD);
        if (held.pid() == 0) {
            String errors = shellErrors().strip();
            throw new IOException(
                    "the shell that holds it did not start: " + held.said() + (errors.isEmpty() ? "" : ": " + errors));
        }
        return held.pid();
    }

    private void awaitEntered() throws IOException {
        if (!Uninterrupted.await(entered, HOLD)) {
            throw new IOException("it was not confined within " + HOLD.toSeconds() + " s");
        }
        if (outputFailure instanceof IOException refused) {
            throw refused;
        }
    }

    /** By the reading thread, for it takes the kernel up to 10 ms, in which the sampler is attached. */
    private void enter(long pid) throws IOException {
        process.isUp(pid);
        confinement.enter(pid);
        entered.countDown();
    }

    @Override
    public void start() {
        events.claim();
        release();
        watch();
    }

    /** Looks where the program and what it started are, now and then; where many run at once, at the gate's edges alone. */
    private void watch() {
        if (!context.areFew()) {
            return;
        }
        timers.add(context.timers()
                .scheduleWithFixedDelay(
                        () -> {
                            if (process.isAlive() && context.areFew()) {
                                look();
                            }
                        },
                        WATCH_NANOS,
                        WATCH_NANOS,
                        TimeUnit.NANOSECONDS));
    }

    private void look() {
        confinement.movedTo(process.pid()).ifPresent(place -> {
            movedTo = Optional.of(place);
            facts.putIfAbsent("moved_to", place);
        });
        confinement.workerElsewhere(process.pid()).ifPresent(worker -> facts.putIfAbsent(WORKED_ELSEWHERE, worker));
    }

    private void release() {
        if (killed) {
            // the kernel may still take the word that releases it
            refuse(KILLED_BEFORE);
            return;
        }
        try {
            events.request(() -> {
                sampled.now();
                Stamp at = Stamp.client(clock.now());
                process.release();
                return at;
            });
        } catch (IOException e) {
            refuse("the held program ended before it was started: " + e.getMessage());
        }
    }

    private void refuse(String why) {
        FailureReason reason = FailureReason.of(Kind.PLATFORM_ERROR, why).with("program", spawned.program());
        events.refused(reason, Stamp.client(clock.now()));
        killQuietly();
    }

    /**
     * Starts several with one request: all wait at one gate, which one write opens.
     *
     * @param all each once
     * @param gates makes the gate
     * @return what was thrown for those that could not be started
     */
    static Map<Execution, RuntimeException> startTogether(
            List<ProcessExecution> all, Uninterrupted.Question<Gate> gates) {
        IdentityHashMap<Execution, RuntimeException> faults = new IdentityHashMap<>();
        List<ProcessExecution> claimed = new ArrayList<>(all);
        Together.inTurn(claimed, one -> one.events.claim()).forEach(faults::put);
        claimed.removeIf(faults::containsKey);
        try (Gate gate = gates.ask()) {
            List<ProcessExecution> waiting = atGate(claimed, gate);
            if (waiting.isEmpty()) {
                return faults;
            }
            waiting.forEach(one -> one.sampled.now());
            EventDispatcher.request(waiting.stream().map(one -> one.events).toList(), () -> {
                        Stamp at = Stamp.client(waiting.get(0).clock.now());
                        gate.open(claimed.size());
                        return at;
                    })
                    .forEach((place, fault) -> faults.put(waiting.get(place), fault));
            waiting.forEach(ProcessExecution::watch);
        } catch (IOException e) {
            claimed.forEach(one -> one.refuse("it could not be started with the others: " + e.getMessage()));
        }
        return faults;
    }

    /** Sends all to the gate, and waits until they are there; those that do not come are refused. */
    private static List<ProcessExecution> atGate(List<ProcessExecution> all, Gate gate) throws IOException {
        List<ProcessExecution> coming = new ArrayList<>();
        for (ProcessExecution one : all) {
            if (one.killed) {
                one.refuse(KILLED_BEFORE);
                continue;
            }
            try {
                one.process.goTo(gate);
                coming.add(one);
            } catch (IOException gone) {
                one.refuse("the held program ended before it was started: " + gone.getMessage());
            }
        }
        gate.await(coming.stream().map(one -> one.process).toList(), HOLD);
        List<ProcessExecution> there = new ArrayList<>();
        for (ProcessExecution one : coming) {
            if (gate.hasSeen(one.process)) {
                there.add(one);
            } else {
                one.refuse("the held program ended before it was started, or does not run");
            }
        }
        return there;
    }

    private void read() {
        try {
            reader.run(this::enter);
        } catch (IOException e) {
            reader.refuse(e);
            outputFailure = e;
            killQuietly();
        } catch (RuntimeException | Error e) {
            // a listener that breaks must not leave the program to block on a full pipe
            outputFailure = e;
            killQuietly();
            throw e;
        } finally {
            outputEnded = true;
            entered.countDown();
            finish();
        }
    }

    /** The program itself has ended; its children may still write. */
    private void programEnded() {
        endedAt.compareAndSet(0, clock.now());
        if (!outputEnded) {
            timers.add(context.timers()
                    .schedule(this::endStragglers, context.stragglers().toNanos(), TimeUnit.NANOSECONDS));
        }
    }

    private void endStragglers() {
        if (!outputEnded) {
            facts.put("output", "held open by children of the program after its end; they were killed");
            killQuietly();
            timers.add(context.timers().schedule(this::abandonOutput, ABANDON.toNanos(), TimeUnit.NANOSECONDS));
        }
    }

    private void abandonOutput() {
        if (!outputEnded) {
            facts.put("output", "held open by a process outside the execution; the rest was not read");
            finish();
        }
    }

    /** Tells the exit, once program and output have ended. */
    private void finish() {
        if (!finished.compareAndSet(false, true)) {
            return;
        }
        OptionalInt value = process.awaitExit();
        endedAt.compareAndSet(0, clock.now());
        sampled.now();
        if (!confinement.countsTheEnded()) {
            // as of now: nothing has been used since, and the last lines may have been read after the end
            ShellTimes.parse(shellErrors()).ifPresent(times -> sampled.ended(times, clock.now()));
        }
        endSurvivors();
        Exit exit = exit(value);
        events.ended(uncounted(withOutputFailure(exit)));
        timers.forEach(timer -> timer.cancel(false));
        told.countDown();
        if (closedByListener) {
            dispose();
        }
    }

    private Exit exit(OptionalInt value) {
        Stamp at = Stamp.node(endedAt.get());
        if (value.isEmpty()) {
            FailureReason reason = FailureReason.of(
                            Kind.PLATFORM_ERROR,
                            "how the program ended is not known: the shell that waited for it was killed; run it again")
                    .with("program", spawned.program());
            return new Exit(at, value, Optional.of(reason));
        }
        ProcessExit ending = new ProcessExit(
                value.getAsInt(),
                killed,
                confinement.oomKills(),
                confinement.memoryLimit(),
                events.shellMessage(),
                spawned.program(),
                spawned.options().exitCodes());
        ending.oomKills().ifPresent(count -> facts.put("oom_kill", Long.toString(count)));
        return ending.exit(at);
    }

    /** What the shell said on a stream of its own, which nobody but it holds; empty where it shares the program's. */
    private String shellErrors() {
        try {
            return process.errors().isPresent()
                    ? new String(process.errors().get().readNBytes(LONGEST_ERRORS), StandardCharsets.UTF_8)
                    : "";
        } catch (IOException e) {
            return ""; // then the last CPU times stay unknown, and the samples end before the program
        }
    }

    private void endSurvivors() {
        try {
            int left = confinement.processes().size();
            List<Long> strays = confinement.strays();
            if (left + strays.size() > 0) {
                facts.put("outlived_by", left + strays.size() + " of its processes, which were killed");
                confinement.kill();
            }
            for (long stray : strays) {
                confinement
                        .movedTo(stray)
                        .ifPresent(place -> facts.putIfAbsent(WORKED_ELSEWHERE, "process " + stray + " in " + place));
                ProcessHandle.of(stray).ifPresent(ProcessHandle::destroyForcibly);
            }
            nothingLeft = left == 0;
        } catch (IOException e) {
            facts.put("outlived_by", "unknown: " + e.getMessage());
        }
    }

    private Exit withOutputFailure(Exit exit) {
        Throwable failure = outputFailure;
        if (failure == null || closed.get()) {
            return exit;
        }
        FailureReason reason = FailureReason.of(
                        failure instanceof IOException ? Kind.LOG_LOST : Kind.PLATFORM_ERROR,
                        "the output was not read to its end: " + failure)
                .with("program", spawned.program());
        return new Exit(exit.at(), exit.code(), Optional.of(reason));
    }

    /** What a program does elsewhere than in its cgroup is not counted; no figures are better than zeros. */
    private Exit uncounted(Exit exit) {
        if (movedTo.isEmpty() || exit.failure().isPresent()) {
            return exit;
        }
        FailureReason reason = FailureReason.of(
                        Kind.NO_SAMPLES,
                        "the program moved itself to another cgroup, where what it uses is not counted; sudo, su, systemd-run and"
                                + " the like do that: run the program itself, as the user that it needs")
                .with("moved_to", movedTo.get())
                .with("program", spawned.program());
        return new Exit(exit.at(), exit.code(), Optional.of(reason));
    }

    @Override
    public void mark(Phase edge) {
        sampled.mark(edge);
        look();
    }

    @Override
    public List<SampleSet> samples() {
        return sampled.stop();
    }

    @Override
    public ClockOffset clockOffset() {
        return ClockOffset.none();
    }

    @Override
    public Map<String, String> facts() {
        OptionalLong throttling = heatBefore.isPresent() ? context.throttling().total() : heatBefore;
        throttling.ifPresent(count -> facts.put(ThermalThrottling.FACT, Long.toString(count - heatBefore.getAsLong())));
        synchronized (facts) {
            return Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        }
    }

    @Override
    public void kill() {
        if (process.isAlive()) {
            killed = true;
        }
        killQuietly();
    }

    private void killQuietly() {
        // it may be on its way into its confinement
        process.kill();
        try {
            confinement.kill();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot kill all processes of " + spawned.program() + ", only its first", e);
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (!nothingLeft) {
            kill();
        }
        if (events.isTelling()) {
            closedByListener = true; // which cannot wait for what it is being told
        } else {
            if (!Uninterrupted.await(told, GONE)) {
                LOG.log(Level.WARNING, "{0} does not end though it was killed", spawned.program());
            }
            dispose();
        }
    }

    private void dispose() {
        samples();
        timers.forEach(timer -> timer.cancel(false));
        try {
            process.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "pipes of " + spawned.program() + " were closed already", e);
        }
        try {
            confinement.remove();
            events.deleted(Stamp.client(clock.now()));
        } catch (IOException e) {
            facts.put("not_removed", String.valueOf(e.getMessage()));
            LOG.log(Level.WARNING, "something remains of " + spawned.program() + "; the next start removes it", e);
        }
        context.gone(this);
    }
}
