package io.krater.cgroup;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What live tests need of the host that they run on; they skip what it does not offer, and say so. */
final class LiveCgroup {
    static final String PREFIX = "kratertest";

    private LiveCgroup() {}

    /** A cgroup under which this process may make children and move processes; skips the test where there is none. */
    static Path parent() {
        CgroupMount mount = CgroupMount.detect();
        Path parent = mount.root().filter(Files::isWritable).orElse(null);
        assumeThat(parent)
                .as("skipped: no writable cgroup v2 tree for this user (%s)", mount.mode())
                .isNotNull();
        return java.util.Objects.requireNonNull(parent);
    }

    /** Waits until the kernel has caught up; real processes leave no other way. */
    static boolean soon(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.onSpinWait();
            Pause.sleeping().nanos(1_000_000);
        }
        return true;
    }

    static boolean holds(ChildCgroup cgroup, long pid) {
        try {
            return cgroup.processes().contains(pid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
