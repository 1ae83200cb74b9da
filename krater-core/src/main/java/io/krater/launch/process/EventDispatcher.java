package io.krater.launch.process;

import io.krater.launch.ExecutionListener;
import io.krater.launch.Exit;
import io.krater.launch.FailureReason;
import io.krater.launch.LogLine;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;
import io.krater.launch.spawn.HeldCommand;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listener what happens to an execution, one thing at a time and in order, whichever thread it comes from: the
 * request, the lines, the end, the removal. What comes after the end or a refusal is not told. Thread-safe.
 */
final class EventDispatcher implements OutputReader.Sink {
    /** A request to be sent. */
    interface Request {
        /** Sends the request and gives the moment of it. */
        Stamp send() throws IOException;
    }

    private final ExecutionListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean claimed;
    private boolean requested;
    private boolean sawLine;
    private boolean over;
    private boolean closed;
    private @Nullable Stamp stamp;
    private @Nullable String shellMessage;

    EventDispatcher(ExecutionListener listener) {
        this.listener = listener;
    }

    /**
     * The one start begins.
     *
     * @throws IllegalStateException if there was one before, or the execution was closed
     */
    void claim() {
        lock.lock();
        try {
            if (claimed || closed) {
                throw new IllegalStateException(
                        claimed
                                ? "an execution can be started once"
                                : "an execution that was closed cannot be started");
            }
            claimed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Sends the request of a start that was claimed, and tells it before all that follows from it. */
    void request(Request request) throws IOException {
        lock.lock();
        try {
            tell(request.send());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends one request for several whose starts were claimed, and tells each before all that follows from it.
     *
     * @return what listeners threw, by their place; empty where none did
     * @throws IOException if it cannot be sent; then nothing was told
     */
    static Map<Integer, RuntimeException> request(List<EventDispatcher> all, Request request) throws IOException {
        Map<Integer, RuntimeException> faults = new HashMap<>();
        all.forEach(one -> one.lock.lock());
        try {
            Stamp at = request.send();
            for (int i = 0; i < all.size(); i++) {
                try {
                    all.get(i).tell(at);
                } catch (RuntimeException fault) {
                    faults.put(i, fault);
                }
            }
        } finally {
            all.forEach(one -> one.lock.unlock());
        }
        return faults;
    }

    private void tell(Stamp at) {
        requested = true;
        listener.phase(Phase.REQUESTED, at);
    }

    /** Tells that the request could not be sent. */
    void refused(FailureReason reason, Stamp at) {
        lock.lock();
        try {
            if (!over && !closed) {
                over = true;
                listener.refused(reason, at);
            }
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
            if (requested) {
                listener.phase(Phase.FIRST_OUTPUT, at);
            }
        }
        if (requested) {
            listener.line(new LogLine(at, text, truncated));
        }
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
                over = true;
                listener.phase(Phase.ENDED, exit.at());
                listener.exited(exit);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Tells the removal. */
    void deleted(Stamp at) {
        lock.lock();
        try {
            over = true;
            closed = true;
            if (claimed) {
                listener.phase(Phase.DELETED, at);
            }
        } finally {
            lock.unlock();
        }
    }
}
