package io.krater.node;

import io.krater.launch.ExecutionListener;
import io.krater.launch.Exit;
import io.krater.launch.FailureReason;
import io.krater.launch.LogLine;
import io.krater.launch.Phase;
import io.krater.launch.Stamp;

/**
 * Tells what happens to an execution until that is over: a refusal or the exit is told once, and after it nothing but the
 * removal. To be called by one thread at a time.
 */
public final class LastWord implements ExecutionListener {
    private final ExecutionListener listener;
    private boolean over;

    /** Tells this listener. */
    public LastWord(ExecutionListener listener) {
        this.listener = listener;
    }

    /** Whether the last word was said. */
    public boolean isOver() {
        return over;
    }

    @Override
    public void mark(String name, Stamp at) {
        if (!over || name.equals(Phase.DELETED.label())) {
            listener.mark(name, at);
        }
    }

    @Override
    public void line(LogLine line) {
        if (!over) {
            listener.line(line);
        }
    }

    @Override
    public void refused(FailureReason reason, Stamp at) {
        if (!over) {
            over = true;
            listener.refused(reason, at);
        }
    }

    @Override
    public void exited(Exit exit) {
        if (!over) {
            over = true;
            listener.exited(exit);
        }
    }
}
