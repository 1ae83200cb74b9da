package io.krater.launch;

import io.krater.launch.FailureReason.Kind;
import java.util.Optional;

/**
 * Why a program that began to run is counted as failed, from its exit value, in the same words and facts for every
 * launcher: {@code exit_code} always, {@code signal} and {@code signal_name} where a signal ended it. Pure.
 */
public final class ExitReason {
    private ExitReason() {}

    /**
     * What an exit value other than zero says: the program crashed, or a signal ended it, of which shells, the JVM and
     * container runtimes all tell as 128 + n.
     */
    public static FailureReason of(int exitValue) {
        FailureReason reason = Signal.ofExitValue(exitValue)
                .map(signal -> FailureReason.of(
                                Kind.KILLED,
                                "signal " + signal.number() + " (" + signal + ") ended the program (exit value "
                                        + exitValue + "; a program that exits with " + exitValue
                                        + " by itself looks the same)")
                        .with("signal", Integer.toString(signal.number()))
                        .with("signal_name", signal.name()))
                .orElseGet(() -> FailureReason.of(Kind.CRASHED, "the program ended with exit code " + exitValue));
        return reason.with("exit_code", Integer.toString(exitValue));
    }

    /**
     * The kernel's OOM killer ended the program.
     *
     * @param limitBytes the memory limit in force, where it is known
     */
    public static FailureReason outOfMemory(int exitValue, Optional<String> limitBytes) {
        String limit = limitBytes
                .map(bytes -> " at its memory limit of " + bytes + " bytes")
                .orElse("");
        return outOfMemory(limit, FailureReason.of(Kind.OOM_KILLED, "").with("exit_code", Integer.toString(exitValue)));
    }

    /** A {@code SIGKILL} that turned out to be the OOM killer's; what else was known of it stays. */
    public static FailureReason outOfMemory(FailureReason sigkill) {
        return outOfMemory("", sigkill);
    }

    private static FailureReason outOfMemory(String limit, FailureReason seen) {
        String message = "the kernel's OOM killer ended the program" + limit
                + ": raise the memory limit or make the workload smaller";
        return new FailureReason(Kind.OOM_KILLED, message, seen.facts(), seen.lastLines(), seen.events());
    }

    /** Whether a reason is {@code SIGKILL}, which may be the OOM killer's without its saying so. */
    public static boolean isSigkill(FailureReason reason) {
        return reason.kind() == Kind.KILLED && "SIGKILL".equals(reason.facts().get("signal_name"));
    }
}
