package io.krater.cgroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A cgroup of this machine's kernel, made for a test, with a process in it that keeps a CPU busy. */
final class BusyCgroup implements AutoCloseable {
    private final Path path;
    private final List<String> busy = List.of("sh", "-c", "while :; do :; done");
    private @Nullable Process process;

    private BusyCgroup(Path path) {
        this.path = path;
    }

    /** Makes an empty cgroup, or skips the test where this user may not. */
    static BusyCgroup create(String name) {
        try {
            Path path = LiveCgroup.parent()
                    .path()
                    .resolve(LiveCgroup.PREFIX + "-" + name + "-"
                            + ProcessHandle.current().pid());
            return new BusyCgroup(Files.createDirectory(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    /** Starts a process and moves it here. */
    BusyCgroup withBusyProcess() {
        try {
            Process started = new ProcessBuilder(busy).start();
            process = started;
            Files.writeString(path.resolve("cgroup.procs"), Long.toString(started.pid()), StandardOpenOption.WRITE);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return Objects.requireNonNull(process, "no process yet").pid();
    }

    void remove() {
        try {
            if (process != null) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
                process = null;
            }
            for (int tries = 0; Files.exists(path); tries++) {
                try {
                    Files.delete(path);
                } catch (IOException busyYet) { // the kernel lets go of a dead process a moment after its parent hears
                    if (tries > 1000) {
                        throw busyYet;
                    }
                    Thread.onSpinWait();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        remove();
    }
}
