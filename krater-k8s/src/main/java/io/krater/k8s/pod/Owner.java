package io.krater.k8s.pod;

import io.krater.host.ProcessIdentity;
import io.krater.host.ProcessStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The process that made a pod, so that a later one can tell whether it is still there. Written as {@code
 * <boot id>/<pid namespace>/<time namespace>/<pid>/<start in clock ticks since boot>}: on the same boot and in the same two
 * namespaces the five name one process for ever. A time namespace shifts the boot that starts are counted from
 * (time_namespaces(7)), so that the same process has another start when looked at from another one.
 *
 * @param bootId boot of the kernel; {@code -} where it cannot be read
 * @param pidNamespace pid namespace; {@code -} where it cannot be read
 * @param timeNamespace time namespace; {@code -} where there are none
 * @param pid process id
 * @param startTicks start of the process, in clock ticks since boot; 0 where it cannot be read
 */
public record Owner(String bootId, String pidNamespace, String timeNamespace, long pid, long startTicks) {
    private static final String UNKNOWN = "-";
    private static final Path PROC = Path.of("/proc");

    /** Whether a process is still there. */
    public enum Life {
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
        return new Owner(bootIdHere(), namespaceHere("pid"), namespaceHere("time"), pid, ownStart());
    }

    /** Boot id of the kernel that runs this process, as the kubelet reports it of its node; {@code -} if unreadable. */
    static String bootIdHere() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String namespaceHere(String kind) {
        try {
            String link = Files.readSymbolicLink(PROC.resolve("self/ns").resolve(kind))
                    .toString();
            return link.replaceAll("[^0-9]", "");
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static long ownStart() {
        try {
            return ProcessStat.read(PROC.resolve("self")).startTicks();
        } catch (IOException e) {
            return 0;
        }
    }

    /** The owner that an annotation names; empty if it is not of this form. */
    public static Optional<Owner> parse(String text) {
        String[] fields = text.split("/", -1);
        if (fields.length != 5) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Owner(fields[0], fields[1], fields[2], Long.parseLong(fields[3]), Long.parseLong(fields[4])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether the process is still there, as far as {@code here}, the process that asks, can see. */
    public Life life(Owner here) {
        return life(here, PROC);
    }

    /**
     * The same by the processes in a directory such as {@code /proc}. A process is dead only where its absence can be seen: what
     * may not be read, or is hidden from this user ({@code hidepid}), may live.
     */
    Life life(Owner here, Path proc) {
        boolean sameBoot = bootId.equals(here.bootId) && !bootId.equals(UNKNOWN);
        boolean samePids = pidNamespace.equals(here.pidNamespace) && !pidNamespace.equals(UNKNOWN);
        boolean sameTime = timeNamespace.equals(here.timeNamespace);
        if (!sameBoot || !samePids || startTicks == 0) {
            return Life.UNKNOWN;
        }
        if (!sameTime && Files.exists(proc.resolve(Long.toString(pid)))) {
            return Life.UNKNOWN;
        }
        return switch (ProcessIdentity.life(proc, pid, startTicks)) {
            case ALIVE -> Life.ALIVE;
            case DEAD -> Life.DEAD;
            case UNKNOWN -> Life.UNKNOWN;
        };
    }

    @Override
    public String toString() {
        return bootId + "/" + pidNamespace + "/" + timeNamespace + "/" + pid + "/" + startTicks;
    }
}
