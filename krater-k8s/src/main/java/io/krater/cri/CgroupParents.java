package io.krater.cri;

import io.krater.node.EventLoop;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Where sandboxes' cgroups are put: one directory for each sandbox, below one of KRATER's own. Not below the kubelet's: it
 * removes there what it does not know.
 *
 * @param root mount of the cgroup v2 tree
 * @param systemd whether the runtime has systemd make its cgroups, whose names then must be those of slices
 */
record CgroupParents(Path root, boolean systemd) {
    private static final int SLICES_AT_ONCE = 500;
    private static final long PATIENCE_SECONDS = 30;
    private static final long GONE_SECONDS = 10;
    private static final long AGAIN_MILLIS = 20;

    /** The directory of all; made if it is not there, so that it can be watched. */
    Path top() {
        return root.resolve(systemd ? "krater.slice" : "krater");
    }

    void prepare() throws IOException {
        Files.createDirectories(top());
    }

    /** What CRI calls the sandbox's {@code cgroup_parent}. */
    String of(String uid) {
        return "/" + root.relativize(directory(uid));
    }

    Path directory(String uid) {
        return top().resolve(systemd ? slice(uid) : "pod" + uid);
    }

    private static String slice(String uid) {
        return "krater-pod" + uid.replace('-', '_') + ".slice";
    }

    /**
     * Removes a sandbox's directory after the sandbox, as soon as nothing is in it: kernel and systemd let go of a container's
     * cgroup a moment after the runtime has said that it is gone.
     *
     * @return ends when it is gone, or with why it is still there
     */
    CompletableFuture<Void> remove(String uid, EventLoop loop) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        remove(uid, loop, System.nanoTime() + TimeUnit.SECONDS.toNanos(GONE_SECONDS), gone);
        return gone;
    }

    private void remove(String uid, EventLoop loop, long until, CompletableFuture<Void> gone) {
        Optional<String> stays = remove(uid);
        if (stays.isEmpty()) {
            gone.complete(null);
        } else if (System.nanoTime() - until > 0) {
            gone.completeExceptionally(new IOException(stays.get()));
        } else {
            loop.after(AGAIN_MILLIS, TimeUnit.MILLISECONDS, () -> remove(uid, loop, until, gone));
        }
    }

    private Optional<String> remove(String uid) {
        try {
            Files.deleteIfExists(directory(uid));
            return Optional.empty();
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (DirectoryNotEmptyException busy) {
            return Optional.of("its cgroup still has members");
        } catch (IOException busy) {
            return Optional.of("its cgroup: " + busy.getMessage());
        }
    }

    /** Has systemd forget the slices that it made for these sandboxes: it keeps a slice until told to stop it. */
    void forget(Collection<String> uids) {
        if (!systemd || uids.isEmpty()) {
            return;
        }
        List<String> slices = uids.stream().map(CgroupParents::slice).toList();
        for (int from = 0; from < slices.size(); from += SLICES_AT_ONCE) {
            List<String> command = new ArrayList<>(List.of("systemctl", "stop", "--quiet"));
            command.addAll(slices.subList(from, Math.min(slices.size(), from + SLICES_AT_ONCE)));
            run(command);
        }
    }

    private static void run(List<String> command) {
        System.Logger log = System.getLogger(CgroupParents.class.getName());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroy();
                log.log(
                        System.Logger.Level.WARNING,
                        "systemd still stops KRATER's slices: systemctl list-units krater*");
            }
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "cannot have systemd stop slices that are no longer used", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
