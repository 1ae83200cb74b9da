package io.krater.launch.process;

import io.krater.launch.ExecutionListener;
import io.krater.launch.Exit;
import io.krater.launch.LogLine;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.launch.spawn.HeldCommand;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listener what happens to an execution, one thing at a time and in order, whichever thread it comes from: the
 * request, the lines, the end, the removal. What comes after the end is not told. Thread-safe.
 */
final class EventDispatcher implements OutputReader.Sink {
    /** A request to be sent. */
    interface Request {
        /** Sends the request and gives the moment of it. */
        Stamp send() throws IOException;
    }

    private final ExecutionListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean requested;
    private boolean sawLine;
    private boolean over;
    private @Nullable Stamp stamp;
    private @Nullable String shellMessage;

    EventDispatcher(ExecutionListener listener) {
        this.listener = listener;
    }

    /** Sends the request and tells it before all that follows from it. */
    void request(Request request) throws IOException {
        lock.lock();
        try {
            if (requested) {
                throw new IllegalStateException("an execution can be started once");
            }
            Stamp at = request.send();
            requested = true;
            listener.phase(Phase.REQUESTED, at);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void begin(long epochNanos) {
        lock.lock();
        stamp = Stamp.node(epochNanos);
    }

    @Override
    public void line(String text, boolean truncated) {
        Stamp at = stamp;
        if (over || at == null) {
            return;
        }
        if (!sawLine) {
            sawLine = true;
            Optional<String> said = HeldCommand.shellMessage(text);
            if (said.isPresent()) {
                shellMessage = said.get(); // not the program's: it has not begun
                return;
            }
            listener.phase(Phase.FIRST_OUTPUT, at);
        }
        listener.line(new LogLine(at, text, truncated));
    }

    @Override
    public void end() {
        lock.unlock();
    }

    /** Whether the calling thread is the listener's, in the middle of being told something. */
    boolean isTelling() {
        return lock.isHeldByCurrentThread();
    }

    /** What the shell said if it could not execute the program. */
    Optional<String> shellMessage() {
        lock.lock();
        try {
            return Optional.ofNullable(shellMessage);
        } finally {
            lock.unlock();
        }
    }

    /** Tells the end, and nothing after it but the removal. An execution that never was requested did not end either. */
    void ended(Exit exit) {
        lock.lock();
        try {
            if (!over && requested) {
                listener.phase(Phase.ENDED, exit.at());
                listener.exited(exit);
            }
            over = true;
        } finally {
            lock.unlock();
        }
    }

    /** Tells the removal. */
    void deleted(Stamp at) {
        lock.lock();
        try {
            over = true;
            if (requested) {
                listener.phase(Phase.DELETED, at);
            }
        } finally {
            lock.unlock();
        }
    }
}
