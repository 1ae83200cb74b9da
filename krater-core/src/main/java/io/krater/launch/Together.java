package io.krater.launch;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does the same with each of many, so that a fault of one costs that one only. An {@link Error} is thrown again, when all the
 * others are done. Stateless.
 */
public final class Together {
    private Together() {}

    /**
     * Does something with one after the other, in the caller's thread.
     *
     * @return what was thrown, by which of them; empty where nothing was
     * @throws IllegalArgumentException if one of them is there twice; then nothing was done
     */
    public static <T> Map<T, RuntimeException> inTurn(List<T> all, Consumer<? super T> what) {
        requireOnce(all);
        Faults<T> faults = new Faults<>();
        all.forEach(one -> faults.attempt(one, what));
        return faults.found();
    }

    /**
     * Does something with each in daemon threads, at most so many at a time, and waits until it was done with all, even if the
     * caller is interrupted meanwhile.
     *
     * @param most how many at a time; less than 1 counts as 1
     * @return what was thrown, by which of them; empty where nothing was
     * @throws IllegalArgumentException if one of them is there twice; then nothing was done
     */
    public static <T> Map<T, RuntimeException> sideBySide(List<T> all, int most, Consumer<? super T> what) {
        int width = Math.min(Math.max(1, most), all.size());
        if (width <= 1) {
            return inTurn(all, what);
        }
        requireOnce(all);
        Faults<T> faults = new Faults<>();
        AtomicInteger next = new AtomicInteger();
        CountDownLatch lanes = new CountDownLatch(width);
        for (int lane = 0; lane < width; lane++) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            for (int i = next.getAndIncrement(); i < all.size(); i = next.getAndIncrement()) {
                                faults.attempt(all.get(i), what);
                            }
                        } finally {
                            lanes.countDown();
                        }
                    },
                    "krater-together");
            thread.setDaemon(true);
            thread.start();
        }
        awaitAll(lanes);
        return faults.found();
    }

    private static void awaitAll(CountDownLatch lanes) {
        boolean interrupted = false;
        while (true) {
            try {
                lanes.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What went wrong. Thread-safe. */
    private static final class Faults<T> {
        private final IdentityHashMap<T, RuntimeException> faults = new IdentityHashMap<>();
        private @Nullable Error error;

        void attempt(T one, Consumer<? super T> what) {
            try {
                what.accept(one);
            } catch (RuntimeException fault) {
                synchronized (this) {
                    faults.put(one, fault);
                }
            } catch (Error worse) {
                synchronized (this) {
                    error = worse;
                }
            }
        }

        synchronized Map<T, RuntimeException> found() {
            if (error != null) {
                throw error;
            }
            return faults;
        }
    }

    /**
     * Refuses a list that holds one of them twice: the same object, whatever {@code equals} says.
     *
     * @throws IllegalArgumentException naming its place
     */
    public static void requireOnce(List<?> all) {
        IdentityHashMap<Object, Integer> places = new IdentityHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            Integer before = places.putIfAbsent(all.get(i), i);
            if (before != null) {
                throw new IllegalArgumentException(
                        "each must be given once, number " + (i + 1) + " is number " + (before + 1) + " again");
            }
        }
    }
}
