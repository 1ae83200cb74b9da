package io.krater.k8s.pod;

import io.krater.launch.Phase;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Decides which phases a pod's appearance in a watch shows. Each phase is decided once: told of when it was seen to come,
 * or passed over when it was found to have come while nobody watched, because its time is then not known. One thread.
 */
final class PodPhases {
    private final Set<Phase> decided = EnumSet.noneOf(Phase.class);

    /**
     * Looks at a pod.
     *
     * @param live whether the watch showed this change as it came
     * @param tell hears of the phases that came with this change
     */
    void see(PodFacts pod, boolean live, Consumer<Phase> tell) {
        boolean scheduled = pod.node().isPresent();
        decide(Phase.SCHEDULED, scheduled, live, tell);
        decide(Phase.SANDBOX_READY, pod.is("PodReadyToStartContainers"), live, tell);
        decide(Phase.RUNNING, pod.phase().equals("Running"), live, tell);
        decide(Phase.READY, pod.is("Ready"), live, tell);
    }

    /** Whether a phase that something else than the pod's status shows is to be told of. */
    boolean first(Phase phase) {
        return decided.add(phase);
    }

    private void decide(Phase phase, boolean there, boolean live, Consumer<Phase> tell) {
        if (there && decided.add(phase) && live) {
            tell.accept(phase);
        }
    }
}
