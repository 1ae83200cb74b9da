package io.krater.k8s.pod;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.fabric8.kubernetes.client.dsl.Watchable;
import io.krater.node.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Watches a kind of resource for as long as it is open: lists, watches from there, and does both again whenever the watch
 * ends for whatever reason (closed by the server, 410 Gone, API server restarted, network gone). What a list shows is
 * told apart from what the watch shows as it comes: only the latter has a time.
 *
 * @param <T> the resource
 */
final class ResourceWatch<T extends HasMetadata> implements AutoCloseable {
    /** The longest pause, in first ones. */
    private static final int LONGEST_PAUSE = 20;

    private static final long SETTLED_NANOS = 5_000_000_000L;
    /** With the pauses between them about 16 s, where the first is of 50 ms. */
    private static final int REFUSALS = 20;

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final EventLoop loop;
    private final Listable<? extends KubernetesResourceList<T>> listable;
    private final Watchable<T> watchable;
    private final Sink<T> sink;
    private final Object lock = new Object();
    private @Nullable Watch watch;
    private boolean closed;
    private final long answerMillis;
    private final long firstPauseMillis;
    private long pauseMillis;
    private long openedAt;
    private int refusals;
    /** One attempt is under way or will be: whoever else finds the watch dead need not begin another. */
    private boolean recovering;
    /** Tells a watch's late words from those of its successor. */
    private int generation;

    /**
     * How long it waits.
     *
     * @param answer for a watch to begin
     * @param firstPause before it tries again; each pause is twice as long as the last, up to 20 times the first
     */
    record Times(Duration answer, Duration firstPause) {}

    /** Hears what is seen, on the loop's thread. */
    interface Sink<T> {
        /** The resource came, changed or went, at this {@link System#nanoTime()}. */
        void seen(Watcher.Action action, T resource, long nanoTime);

        /** The server has refused our credentials, or what we may do, again and again for a quarter of a minute. */
        default void refused(RuntimeException refusal) {}

        /**
         * All that is there, found by a list: changes since the last word came at times unknown.
         *
         * @param asked when the list was asked for: what was made since may be missing in it
         */
        void listed(List<T> resources, long asked, long nanoTime);
    }

    ResourceWatch(
            EventLoop loop,
            Listable<? extends KubernetesResourceList<T>> listable,
            Watchable<T> watchable,
            Sink<T> sink,
            Times times) {
        this.answerMillis = times.answer().toMillis();
        this.firstPauseMillis = times.firstPause().toMillis();
        this.pauseMillis = firstPauseMillis;
        this.loop = loop;
        this.listable = listable;
        this.watchable = watchable;
        this.sink = sink;
    }

    /**
     * Opens the watch: when this returns, nothing that happens from now on is missed.
     *
     * @throws KubernetesClientException if the API server does not let us
     */
    void open() {
        int mine;
        synchronized (lock) {
            mine = ++generation;
        }
        long asked = System.nanoTime();
        KubernetesResourceList<T> list = listable.list();
        long at = System.nanoTime();
        if (list == null || list.getItems() == null || list.getMetadata() == null) {
            throw new KubernetesClientException("the answer to a request for a list is no list");
        }
        List<T> items = list.getItems();
        loop.execute(() -> sink.listed(items, asked, at));
        ListOptions from = new ListOptionsBuilder()
                .withResourceVersion(list.getMetadata().getResourceVersion())
                .withAllowWatchBookmarks(true)
                .build();
        await(begin(from, mine), mine);
    }

    /** The client waits for ever for a watch to begin; so somebody else does the waiting. */
    private Future<?> begin(ListOptions from, int mine) {
        FutureTask<Void> begun = new FutureTask<>(
                () -> {
                    Watch opened = watchable.watch(from, new Forward(mine));
                    synchronized (lock) {
                        if (!closed && mine == generation) {
                            watch = opened;
                            openedAt = System.nanoTime();
                            refusals = 0;
                            return;
                        }
                    }
                    opened.close();
                },
                null);
        Thread waiting = new Thread(begun, "krater-k8s-watch");
        waiting.setDaemon(true);
        waiting.start();
        return begun;
    }

    private void await(Future<?> begun, int mine) {
        try {
            begun.get(answerMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException refusal
                    ? refusal
                    : new KubernetesClientException("a watch could not be opened", failed.getCause());
        } catch (TimeoutException none) {
            giveUp(mine);
            throw new KubernetesClientException("a watch did not begin", none);
        } catch (InterruptedException stop) {
            giveUp(mine);
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted while a watch was opened", stop);
        }
    }

    /** Whatever comes of it is closed. */
    private void giveUp(int mine) {
        synchronized (lock) {
            generation += mine == generation ? 1 : 0;
        }
    }

    /** Gives up the present watch and opens another, because this one is believed to be dead. */
    void reopen() {
        Watch dead;
        synchronized (lock) {
            generation++;
            dead = watch;
            watch = null;
        }
        if (dead != null) {
            dead.close();
        }
        recoverLater();
    }

    private void recoverLater() {
        long pause;
        synchronized (lock) {
            if (closed || recovering) {
                return;
            }
            recovering = true;
            pause = pauseMillis;
            pauseMillis = Math.min(firstPauseMillis * LONGEST_PAUSE, pauseMillis * 2);
        }
        loop.after(pause, TimeUnit.MILLISECONDS, () -> loop.request(this::recover));
    }

    private void recover() {
        synchronized (lock) {
            recovering = false;
            if (closed || watch != null) {
                return;
            }
        }
        try {
            open();
        } catch (RuntimeException unreachable) {
            // trials have deadlines of their own; until then the server may come back, and speak Kubernetes again
            System.getLogger(ResourceWatch.class.getName())
                    .log(
                            System.Logger.Level.DEBUG,
                            "a watch could not be opened again: {0}",
                            Refusals.said(unreachable));
            count(unreachable);
            recoverLater();
        }
    }

    /** A server that restarts may refuse for a while; one that goes on refusing will never tell how the pods end. */
    private void count(RuntimeException refusal) {
        boolean refused = Refusals.code(refusal) == UNAUTHORIZED || Refusals.code(refusal) == FORBIDDEN;
        boolean enough;
        synchronized (lock) {
            refusals = refused ? refusals + 1 : 0;
            enough = refusals == REFUSALS;
        }
        if (enough) {
            loop.execute(() -> sink.refused(refusal));
        }
    }

    @Override
    public void close() {
        Watch last;
        synchronized (lock) {
            closed = true;
            last = watch;
            watch = null;
        }
        if (last != null) {
            last.close();
        }
    }

    /** Takes the time, hands over, returns: the client calls one after another. */
    private final class Forward implements Watcher<T> {
        private final int mine;

        Forward(int mine) {
            this.mine = mine;
        }

        @Override
        public boolean reconnecting() {
            return false; // a reconnected watch would tell late what happened meanwhile, as if it came now
        }

        @Override
        public void eventReceived(Action action, T resource) {
            long at = System.nanoTime();
            if (action != Action.BOOKMARK && action != Action.ERROR && isCurrent()) {
                loop.execute(() -> sink.seen(action, resource, at));
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            ended();
        }

        @Override
        public void onClose() {
            ended();
        }

        private void ended() {
            synchronized (lock) {
                if (closed || mine != generation) {
                    return;
                }
                generation++;
                watch = null;
                if (System.nanoTime() - openedAt > SETTLED_NANOS) {
                    pauseMillis = firstPauseMillis; // one that is closed each time is not asked for without pause
                }
            }
            recoverLater();
        }

        private boolean isCurrent() {
            synchronized (lock) {
                return mine == generation;
            }
        }
    }
}
