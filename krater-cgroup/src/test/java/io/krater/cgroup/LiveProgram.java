package io.krater.cgroup;

import io.krater.sample.Scope;
import io.krater.sampler.SampleTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cgroup of this machine's own kernel, made for a test, with a program in it. */
public final class LiveProgram implements AutoCloseable {
    private final ChildCgroup cgroup;
    private @Nullable Process process;

    private LiveProgram(ChildCgroup cgroup) {
        this.cgroup = cgroup;
    }

    /** Makes the cgroup, or skips the test where this user may not. */
    public static LiveProgram in(String label) throws IOException {
        return new LiveProgram(LiveCgroup.parent().child(label));
    }

    /** Starts a shell that keeps a CPU busy until it is killed. */
    public LiveProgram busy() throws IOException {
        return shell("while :; do :; done");
    }

    /** Starts a shell with a script, inside from its first instruction. */
    public LiveProgram shell(String script) throws IOException {
        Process started = new ProcessBuilder(cgroup.enter(List.of("sh", "-c", script), false)).start();
        process = started;
        LiveCgroup.soon(() -> LiveCgroup.holds(cgroup, started.pid()));
        return this;
    }

    public ChildCgroup cgroup() {
        return cgroup;
    }

    public SampleTarget target() {
        return SampleTarget.cgroup(Scope.CONTAINER, cgroup.path());
    }

    public Process process() {
        if (process == null) {
            throw new IllegalStateException("no program was started");
        }
        return process;
    }

    /** The next line that the program prints. */
    public String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = process().getInputStream().read();
        while (next >= 0 && next != '\n') {
            line.append((char) next);
            next = process().getInputStream().read();
        }
        return line.toString();
    }

    /** Gives the program a line to read. */
    public void tell(String line) throws IOException {
        process().getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        process().getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        cgroup.close();
    }
}
