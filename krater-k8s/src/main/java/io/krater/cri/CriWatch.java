package io.krater.cri;

import io.krater.cri.v1.ContainerFilter;
import io.krater.cri.v1.ContainerState;
import io.krater.cri.v1.ContainerStateValue;
import io.krater.cri.v1.ListContainersRequest;
import io.krater.cri.v1.ListContainersResponse;
import io.krater.cri.v1.ListPodSandboxRequest;
import io.krater.cri.v1.ListPodSandboxResponse;
import io.krater.cri.v1.PodSandboxFilter;
import io.krater.cri.v1.PodSandboxState;
import io.krater.cri.v1.PodSandboxStateValue;
import io.krater.k8s.pod.Labels;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Looks once a second which of a launcher's containers and sandboxes have ended, in two calls for all: the cgroups tell of an end at
 * once, but not of every runtime's. Only the ended are listed, so that thousands that run cost nothing.
 */
final class CriWatch {
    private static final long EVERY_MILLIS = 1_000;

    private final CriSite site;
    private final BooleanSupplier needed;
    private final Consumer<String> containerEnded;
    private final Consumer<String> sandboxEnded;
    private volatile boolean closed;

    /**
     * A watch that begins now.
     *
     * @param needed whether there is anything that may end
     * @param containerEnded hears ids of containers that have ended, again and again while they are there
     * @param sandboxEnded hears UIDs of sandboxes that have ended
     */
    CriWatch(CriSite site, BooleanSupplier needed, Consumer<String> containerEnded, Consumer<String> sandboxEnded) {
        this.site = site;
        this.needed = needed;
        this.containerEnded = containerEnded;
        this.sandboxEnded = sandboxEnded;
        later();
    }

    private void later() {
        if (!closed) {
            site.loop().after(EVERY_MILLIS, TimeUnit.MILLISECONDS, this::look);
        }
    }

    private void look() {
        if (!needed.getAsBoolean()) {
            later();
            return;
        }
        Map<String, String> ofLauncher = Map.of(Labels.LAUNCHER, site.launcher());
        ListContainersRequest containers = ListContainersRequest.newBuilder()
                .setFilter(ContainerFilter.newBuilder()
                        .putAllLabelSelector(ofLauncher)
                        .setState(ContainerStateValue.newBuilder().setState(ContainerState.CONTAINER_EXITED)))
                .build();
        ListPodSandboxRequest sandboxes = ListPodSandboxRequest.newBuilder()
                .setFilter(PodSandboxFilter.newBuilder()
                        .putAllLabelSelector(ofLauncher)
                        .setState(PodSandboxStateValue.newBuilder().setState(PodSandboxState.SANDBOX_NOTREADY)))
                .build();
        site.connection().send(CriOperation.LIST_CONTAINERS, containers, new Answered<ListContainersResponse>(found -> {
            found.getContainersList().forEach(container -> containerEnded.accept(container.getId()));
            site.connection()
                    .send(CriOperation.LIST_POD_SANDBOX, sandboxes, new Answered<ListPodSandboxResponse>(gone -> {
                        gone.getItemsList()
                                .forEach(sandbox -> sandboxEnded.accept(
                                        sandbox.getMetadata().getUid()));
                        later();
                    }));
        }));
    }

    void close() {
        closed = true;
    }

    /** A look that failed, because the runtime is away, is followed by the next. */
    private final class Answered<R> implements CriConnection.Answer<R> {
        private final Consumer<R> then;

        Answered(Consumer<R> then) {
            this.then = then;
        }

        @Override
        public void answered(R response, long nanoTime) {
            site.loop().execute(() -> then.accept(response));
        }

        @Override
        public void failed(CriException problem, long nanoTime) {
            site.connection().reconnect();
            later();
        }
    }
}
