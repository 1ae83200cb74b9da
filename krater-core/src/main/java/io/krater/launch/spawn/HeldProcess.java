package io.krater.launch.spawn;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that was started held, with its ends of the pipes. Its output begins with what {@link HeldCommand} says; who
 * reads that has to tell of it by {@link #isUp}, for only then can the output end. Thread-safe but for its streams.
 */
public final class HeldProcess implements Closeable {
    private static final int ROUNDS = 50;
    private static final long ROUND_MILLIS = 100;
    private static final int SMALL = 256;

    private final Path inputName;
    private final RandomAccessFile input;
    private final Stream output;
    private final Optional<Stream> errors;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private volatile Optional<ProcessHandle> process = Optional.empty();
    private boolean inputClosed;

    private HeldProcess(Path inputName, RandomAccessFile input, Stream output, Optional<Stream> errors) {
        this.inputName = inputName;
        this.input = input;
        this.output = output;
        this.errors = errors;
    }

    /** Our end of a pipe to read from. As nobody else may have opened it yet, a second end keeps it from having ended. */
    private record Stream(Path name, FileInputStream in, RandomAccessFile keeper) implements Closeable {
        static Stream open(Path fifo) throws IOException {
            RandomAccessFile keeper = new RandomAccessFile(fifo.toFile(), "rw");
            try {
                return new Stream(fifo, new FileInputStream(fifo.toFile()), keeper);
            } catch (IOException e) {
                keeper.close();
                throw e;
            }
        }

        /** Whoever writes has opened it, or never will. */
        void settled() throws IOException {
            keeper.close();
            Files.deleteIfExists(name);
        }

        @Override
        public void close() throws IOException {
            settled();
            in.close();
        }
    }

    /** Opens our ends. */
    static HeldProcess open(Path input, Path output, Optional<Path> errors) throws IOException {
        List<Closeable> opened = new ArrayList<>();
        try {
            RandomAccessFile in = new RandomAccessFile(input.toFile(), "rw");
            opened.add(in);
            Stream out = Stream.open(output);
            opened.add(out);
            Optional<Stream> err = errors.isPresent() ? Optional.of(Stream.open(errors.get())) : Optional.empty();
            HeldProcess held = new HeldProcess(input, in, out, err);
            var unused = held.exit.whenComplete((status, failure) -> held.settle());
            return held;
        } catch (IOException e) {
            for (Closeable end : opened) {
                end.close();
            }
            throw e;
        }
    }

    private void settle() {
        try {
            settled();
        } catch (IOException e) {
            System.getLogger(HeldProcess.class.getName())
                    .log(System.Logger.Level.DEBUG, "a named pipe was not removed; the folder's end removes it", e);
        }
    }

    private void settled() throws IOException {
        Files.deleteIfExists(inputName);
        output.settled();
        if (errors.isPresent()) {
            errors.get().settled();
        }
    }

    /**
     * It has said that it waits, and its process id.
     *
     * @throws IOException if it has gone
     */
    public void isUp(long pid) throws IOException {
        process = ProcessHandle.of(pid);
        settled();
    }

    /** Its process id; 0 until it was heard of, and where it has gone at once. */
    public long pid() {
        return process.map(ProcessHandle::pid).orElse(0L);
    }

    /** All that it writes. */
    public InputStream output() {
        return output.in();
    }

    /** What it writes as errors, where that is apart from its output. */
    public Optional<InputStream> errors() {
        // buffered, for a FileInputStream reads as many bytes at once as its file is long, and a pipe's length is 0
        return errors.map(stream -> new BufferedInputStream(stream.in(), SMALL));
    }

    /** Lets it become its program. */
    public synchronized void release() throws IOException {
        say(new byte[] {HeldCommand.RELEASE});
    }

    /** Has it wait at a gate, with others, to become its program when that opens. */
    public synchronized void goTo(Gate gate) throws IOException {
        say(gate.word());
    }

    private void say(byte[] line) throws IOException {
        if (inputClosed || exit.isDone()) {
            throw new IOException("it has ended");
        }
        input.write(line);
        closeInput();
    }

    /** Lets go of it: if it waits, its program never begins. */
    public synchronized void closeInput() throws IOException {
        inputClosed = true;
        input.close();
    }

    /**
     * How it ended: its exit code, or 128 + n for signal n. Completed by the thread that hears of all ends, so that what
     * depends on it has to be quick.
     */
    public CompletableFuture<Integer> exit() {
        return exit;
    }

    /**
     * Waits for its end, whatever this thread is told meanwhile.
     *
     * @return as {@link #exit}; empty if it has gone and nobody tells how, because who waited for it was killed
     */
    public OptionalInt awaitExit() {
        boolean interrupted = false;
        try {
            for (int gone = 0; gone < ROUNDS; gone += isGone() ? 1 : 0) {
                try {
                    return OptionalInt.of(exit.get(ROUND_MILLIS, TimeUnit.MILLISECONDS));
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException stillAlive) {
                    // looked at once more, as often as the loop says
                } catch (ExecutionException e) {
                    throw new IllegalStateException("an end is told or not, but cannot fail", e);
                }
            }
            return OptionalInt.empty();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isGone() {
        if (process.isEmpty()) {
            return true;
        }
        try {
            String stat = Files.readString(Path.of("/proc/" + pid() + "/stat"), StandardCharsets.ISO_8859_1);
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'Z' || state == 'X';
        } catch (IOException gone) {
            return !process.get().isAlive();
        }
    }

    /** Whether it lives, as far as it was heard of. */
    public boolean isAlive() {
        return !exit.isDone() && process.map(ProcessHandle::isAlive).orElse(true);
    }

    /** Kills it, or keeps it from beginning. */
    public void kill() {
        process.ifPresentOrElse(ProcessHandle::destroyForcibly, () -> {
            try {
                closeInput();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() throws IOException {
        closeInput();
        Files.deleteIfExists(inputName);
        output.close();
        if (errors.isPresent()) {
            errors.get().close();
        }
    }
}
