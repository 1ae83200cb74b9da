package io.krater.k8s.pod;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watcher;
import java.time.Duration;

/** Hears what the API server tells of one pod. Calls come on the cluster's loop. */
interface PodFollower {
    /** The pod's name. */
    String name();

    /** The pod came, changed or went. */
    void seen(Watcher.Action action, Pod pod, long nanoTime, boolean live);

    /** A list does not hold the pod. */
    void absent(long asked, long nanoTime);

    /** Something was said of the pod. */
    void said(Event event, long nanoTime, boolean live);

    /** The server will not tell how the pod ends: it refuses us for good. */
    void refused(RuntimeException refusal);

    /** Has no request for the pod be sent any more, and waits for the answer to one that was; whether one was under way. */
    boolean settle(Duration most);

    /** Ends the pod's workload. */
    void kill();

    /** Ends the pod and removes it. */
    void close();
}
