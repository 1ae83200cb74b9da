package io.krater.launch.process;

import io.krater.launch.LineSplitter;
import io.krater.launch.spawn.HeldCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a held program's output to its end: first the shell's word that it waits, then the program's lines. Each line
 * is stamped when its end was read; what one read gave has one stamp. To be run once, by a thread of its own.
 */
final class OutputReader {
    /** A pipe's size on Linux, so that one read empties it. */
    private static final int BUFFER = 64 * 1024;

    private static final String NOTHING_SAID =
            "it ended and said nothing; may more processes be made (ulimit -u, pids.max)?";
    private static final int LONGEST_MESSAGE = 4 * 1024;
    private static final Pattern UP = Pattern.compile("\n(\\d{1,18})\n");

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
    private final CompletableFuture<Held> held = new CompletableFuture<>();

    /**
     * What came of the shell.
     *
     * @param pid its process id, once it waits; 0 where it does not
     * @param said what it said instead
     */
    record Held(long pid, String said) {}

    /** Is told, in the reading thread, that the shell waits. */
    interface Door {
        /** The shell of this process id waits; its program's output is read when this returns. */
        void entered(long pid) throws IOException;
    }

    OutputReader(InputStream output, LongSupplier clock, Sink sink) {
        this.output = output;
        this.clock = clock;
        this.sink = sink;
    }

    /**
     * Waits until the shell does.
     *
     * @return who waits, or what was said instead
     * @throws IOException if it does not within this time, or the thread is interrupted
     */
    Held awaitHeld(Duration most) throws IOException {
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
        held.complete(new Held(0, String.valueOf(why.getMessage())));
    }

    /**
     * Reads to the end.
     *
     * @throws IOException if the output breaks off
     */
    void run(Door door) throws IOException {
        try {
            String first = firstLines();
            long pid = pidOf(first);
            if (pid > 0) {
                held.complete(new Held(pid, ""));
                door.entered(pid);
                readLines();
            } else {
                held.complete(new Held(0, first.isBlank() ? NOTHING_SAID : first.strip()));
            }
        } finally {
            held.complete(new Held(0, NOTHING_SAID));
        }
    }

    /** The empty line and the process id that a held shell begins with, or all that came instead. */
    private String firstLines() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int lines = 0;
        for (int next = output.read(); next >= 0 && said.size() < LONGEST_MESSAGE; next = output.read()) {
            said.write(next);
            lines += next == '\n' ? 1 : 0;
            if (lines == 2 && said.toByteArray()[0] == HeldCommand.READY) {
                break;
            }
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private static long pidOf(String first) {
        Matcher matcher = UP.matcher(first);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private void readLines() throws IOException {
        byte[] buffer = new byte[BUFFER];
        LineSplitter splitter = LineSplitter.ofOutput(sink::line);
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
