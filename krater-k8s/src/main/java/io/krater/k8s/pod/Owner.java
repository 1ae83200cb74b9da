package io.krater.k8s.pod;

import io.krater.host.ProcessStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The process that made a pod, so that a later one can tell whether it is still there. Written as {@code
 * <boot id>/<pid namespace>/<pid>/<start in clock ticks since boot>}: on the same boot and in the same pid namespace
 * the four name one process for ever.
 *
 * @param bootId boot of the kernel; {@code -} where it cannot be read
 * @param pidNamespace pid namespace; {@code -} where it cannot be read
 * @param pid process id
 * @param startTicks start of the process, in clock ticks since boot; 0 where it cannot be read
 */
public record Owner(String bootId, String pidNamespace, long pid, long startTicks) {
    private static final String UNKNOWN = "-";

    /** Whether a process is still there. */
    enum Life {
        /** It runs. */
        ALIVE,
        /** It has ended. */
        DEAD,
        /** It is out of sight: another machine or another container. */
        UNKNOWN
    }

    /** This process. */
    public static Owner self() {
        long pid = ProcessHandle.current().pid();
        return new Owner(bootIdHere(), pidNamespaceHere(), pid, startTicks(pid));
    }

    /** Boot id of the kernel that runs this process, as the kubelet reports it of its node; {@code -} if unreadable. */
    static String bootIdHere() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String pidNamespaceHere() {
        try {
            String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            return link.replaceAll("[^0-9]", "");
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static long startTicks(long pid) {
        try {
            return ProcessStat.of(pid).startTicks();
        } catch (IOException e) {
            return 0;
        }
    }

    /** The owner that an annotation names; empty if it is not of this form. */
    static Optional<Owner> parse(String text) {
        String[] fields = text.split("/", -1);
        if (fields.length != 4) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Owner(fields[0], fields[1], Long.parseLong(fields[2]), Long.parseLong(fields[3])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether the process is still there, as far as {@code here}, the process that asks, can see. */
    Life life(Owner here) {
        boolean sameBoot = bootId.equals(here.bootId) && !bootId.equals(UNKNOWN);
        boolean samePids = pidNamespace.equals(here.pidNamespace) && !pidNamespace.equals(UNKNOWN);
        if (!sameBoot || !samePids) {
            return Life.UNKNOWN;
        }
        return startTicks(pid) == startTicks && startTicks != 0 ? Life.ALIVE : Life.DEAD;
    }

    @Override
    public String toString() {
        return bootId + "/" + pidNamespace + "/" + pid + "/" + startTicks;
    }
}
