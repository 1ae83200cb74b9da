package io.krater.k8s.clock;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.krater.launch.ClockOffset;
import io.krater.node.EventLoop;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How far a node's clock is ahead of this machine's, where they are two.
 *
 * <p>Two sources narrow it. The kubelet dates its answers in whole seconds; asked through the API server (which needs the
 * permission to {@code get nodes/proxy}) again and again around the turn of a second, it gives the offset to within a round
 * trip. Without that permission cause and effect remain: no line is stamped before its pod was asked for, and none arrives
 * before it was stamped. That leaves about a start's length of doubt, and the offset says so. Thread-safe.
 */
public final class NodeClock {
    private static final int READINGS = 14;
    private static final long FIRST_TRAVEL_NANOS = 5_000_000;

    private final KubernetesClient client;
    private final EventLoop loop;
    private final String path;
    private OffsetBounds bounds = OffsetBounds.unknown();
    private long travel = FIRST_TRAVEL_NANOS;
    private int readings;

    public NodeClock(KubernetesClient client, EventLoop loop, String node) {
        this.client = client;
        this.loop = loop;
        this.path = "/api/v1/nodes/" + node + "/proxy/healthz";
    }

    /** Begins to ask the kubelet, in the background. */
    public void begin() {
        loop.request(this::read);
    }

    private void read() {
        Optional<DateHeader.Reading> reading = DateHeader.read(client, path);
        if (reading.isEmpty()) {
            return; // no permission, most likely: cause and effect have to do
        }
        long wait;
        synchronized (this) {
            DateHeader.Reading found = reading.get();
            bounds = bounds.reading(found.sent(), found.received(), found.second());
            travel = Math.min(travel, (found.received() - found.sent()) / 2);
            readings++;
            if (readings >= READINGS || bounds.width() <= 2 * travel) {
                return;
            }
            wait = bounds.untilNextReading(DateHeader.now(), travel);
        }
        loop.after(wait, TimeUnit.NANOSECONDS, () -> loop.request(this::read));
    }

    /** A stamp of the node's was here at a time of ours: it cannot be from later than that. */
    public synchronized void arrived(long stamp, long here) {
        bounds = bounds.atLeast(stamp - here);
    }

    /** A stamp of the node's came of something that was asked for at a time of ours: it cannot be from before that. */
    public synchronized void causedBy(long asked, long stamp) {
        bounds = bounds.atMost(stamp - asked);
    }

    public synchronized ClockOffset offset() {
        return bounds.middle();
    }
}
