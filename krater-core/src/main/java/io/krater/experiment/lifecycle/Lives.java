package io.krater.experiment.lifecycle;

import io.krater.monitor.HostRecord;
import io.krater.trial.Trial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lives that are looked at together, and those that were set aside.
 *
 * @param counted the lives that count, platform by platform
 * @param excluded the lives that were set aside, with the reasons
 */
public record Lives(List<Life> counted, List<ExcludedLife> excluded) {
    /** Copies the lists, and refuses two lives of one id. */
    public Lives {
        counted = List.copyOf(counted);
        excluded = List.copyOf(excluded);
        Set<String> ids = new HashSet<>();
        for (Life life : counted) {
            if (!ids.add(life.id())) {
                throw new IllegalArgumentException("there are two lives \"" + life.id() + "\"");
            }
        }
    }

    /** Lives none of which is set aside. */
    public static Lives of(List<Life> lives) {
        return new Lives(lives, List.of());
    }

    /**
     * The lives that trials of a {@link LifecycleExperiment} were, with the hosts that were measured beside them. A life that
     * ended early has the events that it came to; trials that were set aside are set aside here.
     */
    public static Lives of(Collection<Trial> trials, Collection<HostRecord> hosts) {
        return LifeTrials.lives(trials, hosts);
    }

    /**
     * The same with some set aside, by id; ids of which there is no life say nothing here, see {@link #unknown}.
     *
     * @throws IllegalArgumentException if a reason is blank
     */
    public Lives excluding(Map<String, String> reasons) {
        List<Life> kept = new ArrayList<>();
        List<ExcludedLife> out = new ArrayList<>(excluded);
        for (Life life : counted) {
            String reason = reasons.get(life.id());
            if (reason == null) {
                kept.add(life);
            } else {
                out.add(new ExcludedLife(life.id(), life.platform(), reason));
            }
        }
        return new Lives(kept, out);
    }

    /** Those of the ids of which there is no life, counted or set aside. */
    public List<String> unknown(Set<String> ids) {
        Set<String> unknown = new LinkedHashSet<>(ids);
        counted.forEach(life -> unknown.remove(life.id()));
        excluded.forEach(exclusion -> unknown.remove(exclusion.id()));
        return List.copyOf(unknown);
    }

    /** The platforms of the lives that count, in order of appearance. */
    public List<String> platforms() {
        return counted.stream().map(Life::platform).distinct().toList();
    }

    /** The lives of a platform that count. */
    public List<Life> of(String platform) {
        return counted.stream().filter(life -> life.platform().equals(platform)).toList();
    }

    /** The lengths of a phase in the lives of a platform that have it, in seconds. */
    public double[] lengths(String platform, LifePhase phase) {
        return of(platform).stream()
                .flatMapToDouble(life -> life.length(phase).stream())
                .toArray();
    }

    /** The life of an id that counts. */
    public Optional<Life> life(String id) {
        return counted.stream().filter(life -> life.id().equals(id)).findFirst();
    }
}
