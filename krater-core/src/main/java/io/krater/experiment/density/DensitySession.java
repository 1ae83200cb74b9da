package io.krater.experiment.density;

import io.krater.experiment.Bench;
import io.krater.experiment.Session;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Marks;
import io.krater.launch.Stamp;
import io.krater.metric.HoldMetrics;
import io.krater.plan.PlannedTrial;
import io.krater.sample.SteadyClock;
import io.krater.suite.Resources;
import io.krater.suite.Suite;
import io.krater.suite.Variant;
import io.krater.trial.Burst;
import io.krater.trial.Instance;
import io.krater.trial.MeasuredValue;
import io.krater.trial.Outcome;
import io.krater.trial.Trial;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A ramp: holds what its trials have started, and lets more be started on top. */
final class DensitySession implements Session {
    private final DensitySettings settings;
    private final Bench bench;
    private final Session onTop;
    private final DensityProbe probe;
    private @Nullable Ramp ramp;
    private volatile @Nullable Burst current;
    private volatile boolean interrupted;

    /**
     * What is held under one limit of memory.
     *
     * @param memory the limit, in bytes; empty for none
     * @param bench a bench whose design has this limit
     * @param held all that was started
     * @param availableBefore the kernel's MemAvailable before the first, in bytes
     */
    private record Ramp(OptionalLong memory, Bench bench, Burst held, OptionalLong availableBefore) {}

    /** Why no more can be started; the ramp then stays as it is. */
    private @Nullable FailureReason ended;

    DensitySession(DensitySettings settings, Session onTop, Bench bench) {
        this.settings = settings;
        this.bench = bench;
        this.onTop = onTop;
        this.probe = new DensityProbe(settings, bench.clock());
    }

    @Override
    public Trial run(PlannedTrial planned) throws InterruptedException {
        SteadyClock steady = SteadyClock.anchoredTo(bench.clock());
        Variant variant = planned.variant();
        Ramp here = rampOf(DensityVariant.memory(variant));
        long begin = bench.clock().epochNanos();
        int wanted = DensityVariant.density(variant);
        boolean toRefusal = DensityVariant.isToRefusal(variant);
        Optional<FailureReason> refused = grow(here, planned, wanted);
        List<Instance> held = here.held().instances(settings.ready());
        List<String> over = here.held().ended();
        if (refused.isEmpty() && !over.isEmpty()) {
            refused = Optional.of(FailureReason.of(
                    Kind.PLATFORM_ERROR,
                    over.size() + " of " + held.size() + " held instances ended by themselves ("
                            + String.join(", ", over.stream().limit(20).toList()) + (over.size() > 20 ? ", ..." : "")
                            + ")"));
            ended = refused.get();
        }
        if (interrupted) {
            return trial(planned, here, begin, new Outcome.Failed(interruption()), held, Map.of(), Map.of(), steady);
        }
        if (refused.isPresent() && !toRefusal) {
            return trial(planned, here, begin, new Outcome.Failed(refused.get()), held, Map.of(), Map.of(), steady);
        }
        if (DensityVariant.level(variant).isPresent()) {
            return onTop.run(planned);
        }
        return measured(planned, here, begin, held, refused, steady);
    }

    private Trial measured(
            PlannedTrial planned,
            Ramp here,
            long begin,
            List<Instance> held,
            Optional<FailureReason> refused,
            SteadyClock steady)
            throws InterruptedException {
        List<Instance> alive = held.stream()
                .filter(instance -> instance.outcome().isCompleted())
                .toList();
        Map<String, MeasuredValue> figures = new LinkedHashMap<>();
        Map<String, String> facts = new LinkedHashMap<>();
        refused.ifPresent(reason -> facts.put("refusal", reason.message()));
        figures.put(HoldMetrics.HELD.name(), new MeasuredValue(alive.size(), ""));
        try {
            probe.measure(alive, here.availableBefore(), figures, facts);
        } catch (IOException unreadable) {
            FailureReason reason = FailureReason.of(
                    Kind.NO_SAMPLES, "memory of the runtime's processes cannot be read: " + unreadable);
            return trial(planned, here, begin, new Outcome.Failed(reason), held, figures, facts, steady);
        }
        Outcome outcome = interrupted ? new Outcome.Failed(interruption()) : Outcome.completed();
        return trial(planned, here, begin, outcome, held, figures, facts, steady);
    }

    private static FailureReason interruption() {
        return FailureReason.of(Kind.INTERRUPTED, "the run was interrupted during this density");
    }

    private Trial trial(
            PlannedTrial planned,
            Ramp here,
            long begin,
            Outcome outcome,
            List<Instance> held,
            Map<String, MeasuredValue> figures,
            Map<String, String> facts,
            SteadyClock steady) {
        Map<String, Stamp> marks = new LinkedHashMap<>();
        marks.put("density_begin", Stamp.client(begin));
        marks.put("density_end", Stamp.client(bench.clock().epochNanos()));
        List<Instance> instances =
                held.isEmpty() ? List.of(Instance.of(Trial.ONLY, outcome, Marks.none())) : List.copyOf(held);
        return Trial.of(
                planned,
                here.bench().design().resources(),
                outcome,
                instances,
                new Trial.Whole(Marks.of(marks), Map.of(), figures, facts),
                steady.offsetNanos());
    }

    /** The ramp under this limit; another one that is there is taken down first. */
    private Ramp rampOf(OptionalLong memory) {
        Ramp there = ramp;
        if (there != null && there.memory().equals(memory)) {
            return there;
        }
        takeDown();
        Suite design = memory.isEmpty()
                ? bench.design()
                : bench.design().toBuilder()
                        .limits(new Resources(bench.design().resources().cpuMillis(), memory))
                        .build();
        Bench limited = new Bench(design, bench.launcher(), bench.run(), bench.clock());
        Ramp fresh = new Ramp(memory, limited, limited.burst(), probe.available());
        ramp = fresh;
        current = fresh.held();
        ended = null;
        if (interrupted) {
            fresh.held().interrupt();
        }
        return fresh;
    }

    /** Starts what is missing, in batches, each awaited; why it ended before, if it did. */
    private Optional<FailureReason> grow(Ramp here, PlannedTrial planned, int wanted) throws InterruptedException {
        while (here.held().size() < wanted && ended == null && !interrupted) {
            Optional<FailureReason> full = probe.roomForMore();
            if (full.isPresent()) {
                ended = reached(here.held().size(), wanted, full.get());
                break;
            }
            int before = here.held().size();
            int more = Math.min(settings.batch(), wanted - before);
            here.held().prepare(planned, more).send();
            int ready = here.held().awaitReady(settings.ready(), settings.readyTimeout());
            if (ready < before + more && !interrupted) {
                ended = reached(ready, wanted, firstFailure(here));
            }
        }
        FailureReason why = ended;
        return here.held().size() >= wanted && why == null ? Optional.empty() : Optional.ofNullable(why);
    }

    private FailureReason firstFailure(Ramp here) {
        List<Instance> failed = here.held().instances(settings.ready()).stream()
                .filter(instance -> !instance.outcome().isCompleted())
                .toList();
        if (!failed.isEmpty() && failed.get(0).outcome() instanceof Outcome.Failed why) {
            FailureReason reason = why.reason();
            return new FailureReason(
                    reason.kind(),
                    failed.size() + " not ready ("
                            + String.join(
                                    ", ",
                                    failed.stream()
                                            .limit(20)
                                            .map(Instance::name)
                                            .toList())
                            + (failed.size() > 20 ? ", ..." : "") + "); the first: " + reason.message(),
                    reason.facts(),
                    reason.lastLines(),
                    reason.events());
        }
        return FailureReason.of(Kind.PLATFORM_ERROR, "an instance did not become ready");
    }

    private static FailureReason reached(int count, int wanted, FailureReason why) {
        return new FailureReason(
                        why.kind(),
                        "the ramp ended at " + count + " of " + wanted + ": " + why.message(),
                        why.facts(),
                        why.lastLines(),
                        why.events())
                .with("reached", Integer.toString(count));
    }

    @Override
    public void interrupt() {
        interrupted = true;
        Burst burst = current;
        if (burst != null) {
            burst.interrupt();
        }
        probe.interrupt();
        onTop.interrupt();
    }

    private void takeDown() {
        Ramp there = ramp;
        ramp = null;
        current = null;
        if (there != null) {
            there.held().close();
        }
    }

    @Override
    public void close() {
        try {
            onTop.close();
        } finally {
            takeDown();
        }
    }
}
