package io.krater.node;

import io.krater.launch.Phase;
import io.krater.launch.Sampling;
import io.krater.sample.SampleSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What sees pods from their node: their cgroups, and so their samples and the phases that no API server knows of. The seam
 * between executions and whoever reads a node's files, in this process or elsewhere. Thread-safe.
 */
public interface NodeView extends AutoCloseable {
    /** The node that is seen. */
    String node();

    /**
     * Begins to look for a pod's cgroups.
     *
     * @param uid the pod's UID
     * @param listener hears what is found, on a thread of the view
     */
    default PodView look(String uid, Sampling sampling, Listener listener) {
        return look(uid, sampling, listener, true);
    }

    /**
     * The same of a pod that may hold other containers before or beside the one that is measured.
     *
     * @param alone whether there are none: then the first container that is born is the one, and else its id tells
     */
    PodView look(String uid, Sampling sampling, Listener listener, boolean alone);

    /**
     * Begins to follow the log of a pod's container where it is written.
     *
     * @return empty where it cannot be read
     */
    Optional<PodLog> log(String namespace, String pod, String uid, String container, PodLog.Sink sink);

    @Override
    void close();

    /** Hears what is found of a pod. */
    interface Listener {
        /** A phase came at this {@link System#nanoTime()}, on the node's clock. */
        void phase(Phase phase, long nanoTime);

        /** The container's cgroup was removed: its last process has ended. */
        void ended(long nanoTime);
    }

    /** One pod as its node shows it. */
    interface PodView {
        /** The container's id is now known; what was guessed from the order of births is put right. */
        void container(String id);

        /** The container's first line was read: its program has started, whether that was seen or not. */
        void spoke();

        /** Takes a sample of everything at once, because an edge of the gate was just seen. */
        void mark(Phase edge);

        /** Ends the sampling and gives what was sampled. Later calls give the same. */
        List<SampleSet> stop();

        /**
         * How many of the pod's processes the kernel's OOM killer has ended, those of a container that is gone included; empty
         * where the kernel was not or cannot be asked.
         */
        OptionalLong oomKills();

        /** What was found: paths, limits really set. */
        Map<String, String> facts();
    }
}
