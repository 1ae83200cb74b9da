package io.krater.experiment.lifecycle;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the phases of a life are: in their order, and the whole that they are parts of.
 *
 * @param phases in order of time; where one begins with another event than the one before ended with, there is a wait
 *     between them
 * @param total the whole life
 */
public record PhaseTable(List<LifePhase> phases, LifePhase total) {
    private static final PhaseTable STUDY = new PhaseTable(
            List.of(
                    new LifePhase("System idle 1", "START_SIMULATION", "START_KNS_PLATFORM"),
                    new LifePhase("Start master", "START_KNS_PLATFORM", "FINISHED_START_KNS_PLATFORM"),
                    new LifePhase("Master idle", "FINISHED_START_KNS_PLATFORM", "START_KNS_JOIN_NODES"),
                    new LifePhase("Add workers", "START_KNS_JOIN_NODES", "FINISHED_START_KNS_JOIN_NODES"),
                    new LifePhase("Cluster idle", "FINISHED_START_KNS_JOIN_NODES", "START_KNS_DEPLOYMENT"),
                    new LifePhase("Apply deployment", "START_KNS_DEPLOYMENT", "FINISHED_START_KNS_DEPLOYMENT"),
                    new LifePhase("Deployment idle", "FINISHED_START_KNS_DEPLOYMENT", "STOP_KNS_DEPLOYMENT"),
                    new LifePhase("Delete deployment", "STOP_KNS_DEPLOYMENT", "FINISHED_STOP_KNS_DEPLOYMENT"),
                    new LifePhase("Drain workers", "START_KNS_UNJOIN_NODES", "FINISHED_KNS_UNJOIN_NODES"),
                    new LifePhase("Stop master", "STOP_KNS_PLATFORM", "FINISHED_STOP_KNS_PLATFORM"),
                    new LifePhase("System idle 2", "FINISHED_STOP_KNS_PLATFORM", "STOP_SIMULATION")),
            new LifePhase("Total simulation time", "START_SIMULATION", "STOP_SIMULATION"));

    /** Copies the list, and refuses two phases of one name. */
    public PhaseTable {
        phases = List.copyOf(phases);
        Set<String> names = new LinkedHashSet<>(Set.of(total.name()));
        for (LifePhase phase : phases) {
            if (!names.add(phase.name())) {
                throw new IllegalArgumentException("there are two phases \"" + phase.name() + "\"");
            }
        }
    }

    /** The study's twelve: eleven phases and the total. */
    public static PhaseTable study() {
        return STUDY;
    }

    /** The phases and, last, the total. */
    public List<LifePhase> withTotal() {
        List<LifePhase> all = new ArrayList<>(phases);
        all.add(total);
        return List.copyOf(all);
    }

    /** The waits: what lies between two phases that follow each other and belongs to neither. */
    public List<LifePhase> waits() {
        List<LifePhase> waits = new ArrayList<>();
        for (int i = 1; i < phases.size(); i++) {
            LifePhase before = phases.get(i - 1);
            LifePhase after = phases.get(i);
            if (!before.to().equals(after.from())) {
                waits.add(new LifePhase("Wait after " + lowerFirst(before.name()), before.to(), after.from()));
            }
        }
        return List.copyOf(waits);
    }

    private static String lowerFirst(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** Phases and waits in order of time. */
    public List<LifePhase> withWaits() {
        List<LifePhase> waits = waits();
        List<LifePhase> all = new ArrayList<>();
        for (LifePhase phase : phases) {
            waits.stream().filter(wait -> wait.to().equals(phase.from())).forEach(all::add);
            all.add(phase);
        }
        return List.copyOf(all);
    }

    /** All types of events that it names, in order of appearance. */
    public List<String> events() {
        Set<String> events = new LinkedHashSet<>();
        events.add(total.from());
        phases.forEach(phase -> {
            events.add(phase.from());
            events.add(phase.to());
        });
        events.add(total.to());
        return List.copyOf(events);
    }
}
