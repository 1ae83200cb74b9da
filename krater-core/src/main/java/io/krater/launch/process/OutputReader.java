package io.krater.launch.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Reads a held program's output to its end: first the shell's word that it waits, then the program's lines. Each line
 * is stamped when its end was read; what one read gave has one stamp. To be run once, by a thread of its own.
 */
final class OutputReader {
    /** A pipe's size on Linux, so that one read empties it. */
    private static final int BUFFER = 64 * 1024;

    private static final String NOTHING_SAID = "it ended and said nothing";
    private static final int LONGEST_MESSAGE = 4 * 1024;

    /** Takes what was read, in one thread. */
    interface Sink {
        /** Lines are about to come, whose ends were read at this time. */
        void begin(long epochNanos);

        /** A line. */
        void line(String text, boolean truncated);

        /** These were all. */
        void end();
    }

    private final InputStream output;
    private final LongSupplier clock;
    private final Sink sink;
    private final CompletableFuture<Optional<String>> held = new CompletableFuture<>();

    OutputReader(InputStream output, LongSupplier clock, Sink sink) {
        this.output = output;
        this.clock = clock;
        this.sink = sink;
    }

    /**
     * Waits until the shell does.
     *
     * @return empty once it waits, or what it said instead
     * @throws IOException if it does not within this time, or the thread is interrupted
     */
    Optional<String> awaitHeld(Duration most) throws IOException {
        try {
            return held.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the output cannot be read", e);
        } catch (TimeoutException e) {
            throw new IOException("the shell that holds it did not start within " + most.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the program was prepared", e);
        }
    }

    /** Says that the shell will never wait, because of this. */
    void refuse(IOException why) {
        held.complete(Optional.of(String.valueOf(why.getMessage())));
    }

    /**
     * Reads to the end.
     *
     * @throws IOException if the output breaks off
     */
    @SuppressWarnings("SynchronizeOnNonFinalField") // the field is final; the monitor is the JDK's own for this stream
    void run() throws IOException {
        // When the program ends, the JDK drains what is in the pipe into memory and closes it, though children may
        // still write. It needs the stream's monitor for that; whoever holds it reads to the true end, line by line.
        synchronized (output) {
            try {
                if (readHeld()) {
                    readLines();
                }
            } finally {
                held.complete(Optional.of(NOTHING_SAID));
            }
        }
    }

    private boolean readHeld() throws IOException {
        int first = output.read();
        if (first == HeldCommand.READY) {
            held.complete(Optional.empty());
            return true;
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (int next = first; next >= 0 && message.size() < LONGEST_MESSAGE; next = output.read()) {
            message.write(next);
        }
        held.complete(Optional.of(
                message.size() == 0
                        ? NOTHING_SAID
                        : message.toString(StandardCharsets.UTF_8).strip()));
        return false;
    }

    private void readLines() throws IOException {
        byte[] buffer = new byte[BUFFER];
        LineSplitter splitter = new LineSplitter(sink::line);
        for (int length = output.read(buffer); length >= 0; length = output.read(buffer)) {
            int read = length;
            tell(() -> splitter.feed(buffer, read));
        }
        tell(splitter::end);
    }

    private void tell(Runnable lines) {
        sink.begin(clock.getAsLong());
        try {
            lines.run();
        } finally {
            sink.end();
        }
    }
}
