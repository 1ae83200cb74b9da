package io.krater.k8s.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.fabric8.kubernetes.client.dsl.Watchable;
import io.krater.k8s.TestCluster;
import io.krater.node.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResourceWatchTest {
    private final EventLoop loop = new EventLoop("test");
    private final Server server = new Server();
    private final Told told = new Told();
    private final ResourceWatch<Pod> watch = waiting(Duration.ofMinutes(1));

    private ResourceWatch<Pod> waiting(Duration answer) {
        return new ResourceWatch<>(loop, server, server, told, new ResourceWatch.Times(answer, Duration.ofMillis(1)));
    }

    @AfterEach
    void stop() {
        watch.close();
        loop.close();
    }

    private static Pod pod(String name) {
        return new PodBuilder().withNewMetadata().withName(name).endMetadata().build();
    }

    @Test
    void listsThenWatchesFromThere() throws Exception {
        server.pods.add(pod("old"));
        server.version = "17";
        watch.open();
        assertThat(told.next()).isEqualTo("listed [old]");
        assertThat(server.watchedFrom.take()).isEqualTo("17");
        server.current().eventReceived(Watcher.Action.MODIFIED, pod("old"));
        assertThat(told.next()).isEqualTo("MODIFIED old");
    }

    @Test
    void tellsNothingOfBookmarks() throws Exception {
        watch.open();
        told.next();
        server.current().eventReceived(Watcher.Action.BOOKMARK, pod("x"));
        server.current().eventReceived(Watcher.Action.ADDED, pod("y"));
        assertThat(told.next()).isEqualTo("ADDED y");
    }

    @Test
    void listsAgainWhenTheVersionIsGone() throws Exception {
        watch.open();
        told.next();
        server.watchedFrom.take();
        server.pods.add(pod("came-meanwhile"));
        server.version = "99";
        server.current()
                .onClose(new WatcherException(
                        "too old resource version", new KubernetesClientException("gone", 410, null)));
        assertThat(told.next()).isEqualTo("listed [came-meanwhile]");
        assertThat(server.watchedFrom.take()).isEqualTo("99");
    }

    @Test
    void doesNotAskWithoutPauseWhereEachWatchIsClosedAtOnce() throws Exception {
        watch.open();
        told.next();
        server.watchedFrom.take();
        long before = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            server.current().onClose(new WatcherException("gone", new KubernetesClientException("gone", 410, null)));
            assertThat(told.next()).isEqualTo("listed []");
            server.watchedFrom.take();
        }
        // 1, 2, 4, 8 and 16 ms
        assertThat((System.nanoTime() - before) / 1e9).isGreaterThan(0.03);
    }

    @Test
    void triesUntilTheServerIsBack() throws Exception {
        watch.open();
        told.next();
        server.watchedFrom.take();
        server.failures.set(3);
        server.current().onClose(new WatcherException("connection reset"));
        assertThat(told.next()).isEqualTo("listed []");
        assertThat(server.failures).hasValueLessThan(1);
        assertThat(server.watchedFrom.take()).isEqualTo("1");
    }

    @Test
    void saysOnceThatItIsRefusedAgainAndAgain() throws Exception {
        watch.open();
        told.next();
        server.watchedFrom.take();
        server.code = 401;
        server.failures.set(25);
        server.current().onClose(new WatcherException("token revoked"));
        assertThat(told.next()).isEqualTo("refused 401");
        assertThat(told.next()).isEqualTo("listed []");
    }

    @Test
    void doesNotListenToAWatchThatWasGivenUp() throws Exception {
        watch.open();
        told.next();
        server.watchedFrom.take();
        Watcher<Pod> dead = server.current();
        watch.reopen();
        assertThat(told.next()).isEqualTo("listed []");
        server.watchedFrom.take();
        dead.eventReceived(Watcher.Action.MODIFIED, pod("late"));
        dead.onClose(new WatcherException("late"));
        server.current().eventReceived(Watcher.Action.MODIFIED, pod("fresh"));
        assertThat(told.next()).isEqualTo("MODIFIED fresh");
        assertThat(server.watchedFrom).isEmpty();
        assertThat(server.closed).hasValue(1);
    }

    @Test
    void refusesToOpenWhereListingIsRefused() {
        server.failures.set(1);
        assertThatThrownBy(watch::open).isInstanceOf(KubernetesClientException.class);
    }

    @Test
    void waitsForNoWatchThatDoesNotBegin() throws Exception {
        CountDownLatch begin = new CountDownLatch(1);
        server.held = begin;
        try (ResourceWatch<Pod> hasty = waiting(Duration.ofMillis(20))) {
            assertThatThrownBy(hasty::open).isInstanceOf(KubernetesClientException.class);
            begin.countDown();
            // and closes it when it begins after all
            TestCluster.await(Duration.ofMinutes(1), () -> server.closed.get() == 1);
        }
    }

    @Test
    void staysClosed() throws Exception {
        watch.open();
        told.next();
        Watcher<Pod> last = server.current();
        watch.close();
        last.onClose();
        loop.drain();
        assertThat(told.queue).isEmpty();
        assertThat(server.closed).hasValue(1);
    }

    /** What a sink heard, in words. */
    private static final class Told implements ResourceWatch.Sink<Pod> {
        private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();

        @Override
        public void seen(Watcher.Action action, Pod pod, long nanoTime) {
            queue.add(action + " " + pod.getMetadata().getName());
        }

        @Override
        public void listed(List<Pod> pods, long asked, long nanoTime) {
            queue.add("listed "
                    + pods.stream().map(pod -> pod.getMetadata().getName()).toList());
        }

        @Override
        public void refused(RuntimeException refusal) {
            queue.add("refused " + Refusals.code(refusal));
        }

        @Nullable
        String next() throws InterruptedException {
            return queue.poll(1, TimeUnit.MINUTES);
        }
    }

    /** A server whose watches a test speaks for. */
    private static final class Server implements Listable<PodList>, Watchable<Pod> {
        private final List<Pod> pods = new ArrayList<>();
        private final BlockingQueue<String> watchedFrom = new LinkedBlockingQueue<>();
        private volatile @Nullable Watcher<Pod> watcher;
        private volatile String version = "1";
        private volatile @Nullable CountDownLatch held;
        private volatile int code = 503;
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();

        Watcher<Pod> current() {
            return java.util.Objects.requireNonNull(watcher);
        }

        @Override
        public PodList list() {
            if (failures.getAndDecrement() > 0) {
                throw new KubernetesClientException("not now", code, null);
            }
            return new PodListBuilder()
                    .withNewMetadata()
                    .withResourceVersion(version)
                    .endMetadata()
                    .withItems(pods)
                    .build();
        }

        @Override
        @SuppressWarnings("deprecation") // the interface has it
        public PodList list(Integer limit, String next) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PodList list(ListOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Watch watch(Watcher<Pod> with) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Watch watch(ListOptions options, Watcher<Pod> with) {
            CountDownLatch until = held;
            if (until != null) {
                try {
                    until.await();
                } catch (InterruptedException e) {
                    throw new KubernetesClientException("interrupted", e);
                }
            }
            watcher = with;
            watchedFrom.add(options.getResourceVersion());
            return closed::incrementAndGet;
        }

        @Override
        @SuppressWarnings("deprecation") // the interface has it
        public Watch watch(String from, Watcher<Pod> with) {
            throw new UnsupportedOperationException();
        }
    }
}
