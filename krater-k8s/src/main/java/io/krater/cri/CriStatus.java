package io.krater.cri;

import io.krater.cri.v1.ContainerState;
import io.krater.cri.v1.ContainerStatus;
import io.krater.cri.v1.ContainerStatusRequest;
import io.krater.cri.v1.ContainerStatusResponse;
import io.krater.node.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks how a container ended, because its cgroup went or the runtime lists it as ended. The runtime hears of an end a moment after
 * the kernel; if it takes longer than a few questions, the launcher's look at all containers finds it. Thread-safe.
 */
final class CriStatus {
    private static final int TRIES = 12;
    private static final long FIRST_WAIT_MILLIS = 2;

    private final CriConnection connection;
    private final EventLoop loop;
    private final Consumer<ContainerStatus> whenEnded;
    private volatile boolean known;

    /**
     * Asks through this connection.
     *
     * @param whenEnded hears of the end on the loop, at least once
     */
    CriStatus(CriConnection connection, EventLoop loop, Consumer<ContainerStatus> whenEnded) {
        this.connection = connection;
        this.loop = loop;
        this.whenEnded = whenEnded;
    }

    /** Whether the end is known. */
    boolean isKnown() {
        return known;
    }

    /** Asks, unless it is known. */
    void ask(String container) {
        if (!known) {
            ask(container, 0);
        }
    }

    private void ask(String container, int tries) {
        ContainerStatusRequest request =
                ContainerStatusRequest.newBuilder().setContainerId(container).build();
        connection.send(CriOperation.CONTAINER_STATUS, request, new CriConnection.Answer<>() {
            @Override
            public void answered(ContainerStatusResponse response, long nanoTime) {
                ContainerStatus status = response.getStatus();
                if (status.getState() == ContainerState.CONTAINER_EXITED) {
                    loop.execute(() -> {
                        known = true;
                        whenEnded.accept(status);
                    });
                } else {
                    again(container, tries);
                }
            }

            @Override
            public void failed(CriException problem, long nanoTime) {
                again(container, tries);
            }
        });
    }

    private void again(String container, int tries) {
        if (tries < TRIES && !known) {
            loop.after(FIRST_WAIT_MILLIS << tries, TimeUnit.MILLISECONDS, () -> ask(container, tries + 1));
        }
    }
}
