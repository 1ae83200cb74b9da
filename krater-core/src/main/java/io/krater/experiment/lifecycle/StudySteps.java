package io.krater.experiment.lifecycle;

import java.time.Duration;

/**
 * The study's life as a ready-made sequence: idle, start, idle, join, idle, deploy, idle, delete, drain, stop, idle, with its
 * marks, so that {@link PhaseTable#study()} fits.
 *
 * @param start starts the platform's master, and returns when it answers
 * @param join adds the workers, and returns when they are ready
 * @param deploy applies a deployment, and returns when it is available
 * @param delete deletes it, and returns when its pods are gone
 * @param leave drains and removes the workers
 * @param stop stops the platform
 */
public record StudySteps(
        StepAction start, StepAction join, StepAction deploy, StepAction delete, StepAction leave, StepAction stop) {

    /** Adds the steps to a platform, with idle times of a length. */
    public LifePlatform.Builder addTo(LifePlatform.Builder platform, Duration idle) {
        return platform.step(LifeStep.mark("START_SIMULATION"))
                .step(LifeStep.pause(idle))
                .step(LifeStep.action("START_KNS_PLATFORM", "FINISHED_START_KNS_PLATFORM", start))
                .step(LifeStep.pause(idle))
                .step(LifeStep.action("START_KNS_JOIN_NODES", "FINISHED_START_KNS_JOIN_NODES", join))
                .step(LifeStep.pause(idle))
                .step(LifeStep.action("START_KNS_DEPLOYMENT", "FINISHED_START_KNS_DEPLOYMENT", deploy))
                .step(LifeStep.pause(idle))
                .step(LifeStep.action("STOP_KNS_DEPLOYMENT", "FINISHED_STOP_KNS_DEPLOYMENT", delete))
                .step(LifeStep.action("START_KNS_UNJOIN_NODES", "FINISHED_KNS_UNJOIN_NODES", leave))
                .step(LifeStep.action("STOP_KNS_PLATFORM", "FINISHED_STOP_KNS_PLATFORM", stop))
                .step(LifeStep.pause(idle))
                .step(LifeStep.mark("STOP_SIMULATION"));
    }
}
