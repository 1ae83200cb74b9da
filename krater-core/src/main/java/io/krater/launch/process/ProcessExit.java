package io.krater.launch.process;

import io.krater.launch.Exit;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Stamp;
import io.krater.launch.spawn.HeldCommand;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is known when a program has ended.
 *
 * @param exitValue what the JVM says: the exit code, or 128 + n for signal n
 * @param killed whether this launcher killed it
 * @param oomKills processes of its cgroup that the OOM killer ended; empty where nobody counts them
 * @param memoryLimit the limit in force, as the kernel showed it
 * @param shellMessage what the shell said if it could not execute the program
 * @param program path of the program
 */
record ProcessExit(
        int exitValue,
        boolean killed,
        OptionalLong oomKills,
        Optional<String> memoryLimit,
        Optional<String> shellMessage,
        String program) {

    /** The exit, with the reason why it counts as failed. */
    Exit exit(Stamp at) {
        if (killed && exitValue != 0) {
            return failed(
                    at,
                    OptionalInt.empty(),
                    reason(Kind.KILLED, "the launcher was told to end the program")
                            .with("exit_value", text(exitValue)));
        }
        if (exitValue == 0) {
            return new Exit(at, OptionalInt.of(0), Optional.empty());
        }
        if (oomKills.orElse(0) > 0) {
            return failed(at, OptionalInt.empty(), outOfMemory());
        }
        if (shellMessage.isPresent()
                && (exitValue == HeldCommand.NOT_EXECUTABLE || exitValue == HeldCommand.NOT_FOUND)) {
            return failed(at, OptionalInt.empty(), cannotExecute(shellMessage.get()));
        }
        return Signal.ofExitValue(exitValue)
                .map(signal -> signalled(at, signal))
                .orElseGet(() -> crashed(at));
    }

    private FailureReason outOfMemory() {
        return reason(
                        Kind.OOM_KILLED,
                        "the kernel's OOM killer ended the program"
                                + memoryLimit
                                        .map(limit -> " at its memory limit of " + limit
                                                + " bytes; raise the limit or make the workload smaller")
                                        .orElse(""))
                .with("oom_kill", Long.toString(oomKills.orElse(0)))
                .with("exit_value", text(exitValue));
    }

    private FailureReason cannotExecute(String message) {
        return reason(
                        Kind.CANNOT_EXECUTE,
                        "program " + program + " could not be executed (" + message
                                + "); is its interpreter there, is it built for this machine, is its file system mounted noexec?")
                .with("exit_value", text(exitValue));
    }

    private Exit signalled(Stamp at, Signal signal) {
        FailureReason reason = reason(
                        Kind.KILLED,
                        "signal " + signal.number() + " (" + signal + ") ended the program (exit value " + exitValue
                                + "; a program that exits with " + exitValue + " by itself looks the same)")
                .with("signal", text(signal.number()))
                .with("signal_name", signal.name())
                .with("exit_value", text(exitValue));
        return failed(at, OptionalInt.empty(), reason);
    }

    private Exit crashed(Stamp at) {
        FailureReason reason = reason(Kind.CRASHED, "the program ended with exit code " + exitValue)
                .with("exit_code", text(exitValue));
        return failed(at, OptionalInt.of(exitValue), reason);
    }

    private FailureReason reason(Kind kind, String message) {
        return new FailureReason(kind, message, java.util.Map.of("program", program), List.of(), List.of());
    }

    private static Exit failed(Stamp at, OptionalInt code, FailureReason reason) {
        return new Exit(at, code, Optional.of(reason));
    }

    private static String text(int number) {
        return Integer.toString(number);
    }
}
