package io.krater.cgroup;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What live tests need of the host that they run on; they skip what it does not offer, and say so. */
public final class LiveCgroup {
    /** Of this JVM alone: builds that run at the same time must not remove each other's cgroups. */
    public static final String PREFIX = "kratertest-" + ProcessHandle.current().pid();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(LiveCgroup::tidy));
    }

    private LiveCgroup() {}

    /** A cgroup under which this process may make children and move processes; skips the test where there is none. */
    static CgroupParent parent() {
        Delegation found = Delegation.find(PREFIX);
        assumeThat(found.parent())
                .as("skipped, no place for cgroups: %s", found.tried())
                .isPresent();
        return found.parent().orElseThrow();
    }

    /** Removes the place at the top of the tree, which only tests have a reason to. */
    static void tidy() {
        Path top = CgroupMount.detect().root().map(root -> root.resolve(PREFIX)).orElse(null);
        if (top != null && Files.isDirectory(top)) {
            try {
                new CgroupTree(top, Pause.sleeping()).remove();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Waits until the kernel has caught up; real processes leave no other way. */
    public static boolean soon(BooleanSupplier condition) {
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

    /** A figure of a flat keyed file such as cpu.stat. */
    public static long entry(Path file, String key) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(key + " "))
                    .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1)))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
