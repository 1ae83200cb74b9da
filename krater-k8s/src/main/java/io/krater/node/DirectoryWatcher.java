package io.krater.node;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells what happens in directories as the kernel tells it (inotify), with the time at which it was told. Works on cgroupfs
 * too. One thread for any number of directories; listeners are called on it and return quickly. Thread-safe.
 */
final class DirectoryWatcher implements AutoCloseable {
    private final WatchService service;
    private final Map<WatchKey, Watched> watched = new ConcurrentHashMap<>();

    /** Hears of a directory's changes, at a {@link System#nanoTime()}. */
    interface Listener {
        /** An entry was made. */
        default void created(Path entry, long nanoTime) {}

        /** An entry was removed. */
        default void removed(Path entry, long nanoTime) {}

        /** An entry was written to, or more happened than could be told: look for yourself. */
        default void changed(long nanoTime) {}

        /** The directory itself was removed. */
        default void gone(long nanoTime) {}
    }

    /** A watched directory, until closed. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    private record Watched(Path directory, Listener listener) {}

    DirectoryWatcher() throws IOException {
        service = FileSystems.getDefault().newWatchService();
        Thread thread = new Thread(this::run, "krater-k8s-inotify");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Watches a directory for entries that come, go and (where asked) are written to. What was there before is not told of.
     * A directory is watched once at a time.
     *
     * @throws IOException if it is not there or cannot be watched
     */
    Subscription watch(Path directory, boolean writes, Listener listener) throws IOException {
        WatchEvent.Kind<?>[] kinds = writes
                ? new WatchEvent.Kind<?>[] {
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_DELETE,
                    StandardWatchEventKinds.ENTRY_MODIFY
                }
                : new WatchEvent.Kind<?>[] {StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE};
        WatchKey key;
        try {
            key = directory.register(service, kinds);
        } catch (ClosedWatchServiceException closed) {
            throw new IOException("no longer watching", closed);
        }
        watched.put(key, new Watched(directory, listener));
        return () -> {
            watched.remove(key);
            try {
                key.cancel();
            } catch (ClosedWatchServiceException closed) {
                return; // with the service all its keys were cancelled
            }
        };
    }

    private void run() {
        try {
            while (true) {
                WatchKey key = service.take();
                long at = System.nanoTime();
                try {
                    deliver(key, at);
                } catch (RuntimeException e) {
                    // one listener's failure must not end what all others hear
                    System.getLogger(DirectoryWatcher.class.getName())
                            .log(System.Logger.Level.ERROR, "unexpected failure in the Kubernetes launcher", e);
                }
            }
        } catch (ClosedWatchServiceException | InterruptedException closed) {
            watched.clear();
        }
    }

    private void deliver(WatchKey key, long at) {
        Watched target = watched.get(key);
        if (target == null) {
            // registered a moment ago and not yet in the map, or cancelled; whoever registers lists afterwards
            key.pollEvents();
            key.reset();
            return;
        }
        for (WatchEvent<?> event : key.pollEvents()) {
            if (event.kind() == StandardWatchEventKinds.ENTRY_CREATE && event.context() instanceof Path name) {
                target.listener().created(target.directory().resolve(name), at);
            } else if (event.kind() == StandardWatchEventKinds.ENTRY_DELETE && event.context() instanceof Path name) {
                target.listener().removed(target.directory().resolve(name), at);
            } else {
                target.listener().changed(at);
            }
        }
        if (!key.reset()) {
            watched.remove(key);
            target.listener().gone(at);
        }
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot stop watching directories", e);
        }
    }
}
