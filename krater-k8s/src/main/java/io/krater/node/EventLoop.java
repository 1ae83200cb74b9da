package io.krater.node;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a launcher: one on which all that happens to its executions is handled, one thing after another and
 * never waiting; a few for requests to the API server, which do wait, so that any number of executions needs no more
 * threads than one does; and one for each request that must not queue behind others, while that is under way.
 */
public final class EventLoop implements AutoCloseable {
    private static final int WAITING_THREADS = 4;

    private final ScheduledThreadPoolExecutor loop;
    private final ThreadPoolExecutor waiting;
    private final ThreadPoolExecutor apart;

    /** Threads with this name and names that begin with it. */
    public EventLoop(String name) {
        loop = new ScheduledThreadPoolExecutor(1, work -> daemon(work, name));
        loop.setRemoveOnCancelPolicy(true);
        loop.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        waiting = new ThreadPoolExecutor(
                WAITING_THREADS,
                WAITING_THREADS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> daemon(work, name + "-request"));
        waiting.allowCoreThreadTimeOut(true);
        apart = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> daemon(work, name + "-apart"));
    }

    private static Thread daemon(Runnable work, String name) {
        Thread made = new Thread(work, name);
        made.setDaemon(true);
        return made;
    }

    /** Handles something on the loop's thread, after all that was handed over before. */
    public void execute(Runnable work) {
        try {
            loop.execute(guarded(work));
        } catch (RejectedExecutionException closed) {
            // what comes after close concerns nobody any more
        }
    }

    /** Handles something on the loop's thread later, unless cancelled. */
    public Timer after(long delay, TimeUnit unit, Runnable work) {
        try {
            ScheduledFuture<?> scheduled = loop.schedule(guarded(work), delay, unit);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    /** Something that will be handled later. */
    public interface Timer {
        /** Has it not happen, unless it has. */
        void cancel();
    }

    /** Runs something that waits; its result is to be brought back by {@link #execute}. */
    public void request(Runnable work) {
        try {
            waiting.execute(guarded(work));
        } catch (RejectedExecutionException closed) {
            // see execute
        }
    }

    /** Runs something that waits in a thread of its own at once, however many others wait: what is timed queues for nothing. */
    public void apart(Runnable work) {
        try {
            apart.execute(guarded(work));
        } catch (RejectedExecutionException closed) {
            // see execute
        }
    }

    /** For what takes an executor and waits. */
    Executor requests() {
        return this::request;
    }

    /** Waits until all that was handed over so far has been handled. */
    public void drain() {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        execute(() -> reached.complete(null));
        if (!loop.isShutdown()) {
            reached.join();
        }
    }

    private static Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                // an executor would keep this to itself
                System.getLogger(EventLoop.class.getName())
                        .log(System.Logger.Level.ERROR, "unexpected failure in the Kubernetes launcher", e);
                if (e instanceof Error error) {
                    throw error;
                }
            }
        };
    }

    @Override
    public void close() {
        loop.shutdown();
        waiting.shutdown();
        apart.shutdown();
    }
}
