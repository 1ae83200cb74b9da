package io.krater.cgroup.read;

import io.krater.sample.Reading;

/**
 * A thread's own working memory for samples. What a thousand targets share stays in the processor's cache; what each had
 * for itself would be fetched anew at every tick.
 */
public final class Scratch {
    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    private final ReadBuffer buffer = new ReadBuffer();
    private final Reading reading = new Reading();

    private Scratch() {}

    /** That of the calling thread. */
    public static Scratch ofThread() {
        return OF_THREAD.get();
    }

    public ReadBuffer buffer() {
        return buffer;
    }

    public Reading reading() {
        return reading;
    }
}
