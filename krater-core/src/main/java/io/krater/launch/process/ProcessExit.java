package io.krater.launch.process;

import io.krater.launch.Exit;
import io.krater.launch.ExitReason;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import io.krater.launch.Stamp;
import io.krater.launch.spawn.HeldCommand;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known when a program has ended.
 *
 * @param exitValue what the JVM says: the exit code, or 128 + n for signal n
 * @param killed whether this launcher killed it
 * @param oomKills processes of its cgroup that the OOM killer ended; empty where nobody counts them
 * @param memoryLimit the limit in force, as the kernel showed it
 * @param shellMessage what the shell said if it could not execute the program
 * @param program path of the program
 * @param accepted exit codes of a trial that counts
 */
record ProcessExit(
        int exitValue,
        boolean killed,
        OptionalLong oomKills,
        Optional<String> memoryLimit,
        Optional<String> shellMessage,
        String program,
        Set<Integer> accepted) {

    /** The exit, with the reason why it counts as failed. */
    Exit exit(Stamp at) {
        if (killed && exitValue != 0) {
            return failed(
                    at,
                    OptionalInt.empty(),
                    FailureReason.of(Kind.KILLED, "the launcher was told to end the program")
                            .with("exit_code", text(exitValue)));
        }
        if (exitValue == 0 && accepted.contains(0)) {
            return new Exit(at, OptionalInt.of(0), Optional.empty());
        }
        if (oomKills.orElse(0) > 0) {
            return failed(
                    at,
                    OptionalInt.empty(),
                    ExitReason.outOfMemory(exitValue, memoryLimit)
                            .with("oom_kills", Long.toString(oomKills.orElse(0))));
        }
        if (shellMessage.isPresent()
                && (exitValue == HeldCommand.NOT_EXECUTABLE || exitValue == HeldCommand.NOT_FOUND)) {
            return failed(at, OptionalInt.empty(), cannotExecute(shellMessage.get()));
        }
        if (accepted.contains(exitValue)) {
            return new Exit(at, OptionalInt.of(exitValue), Optional.empty());
        }
        FailureReason reason = exitValue == 0
                ? FailureReason.of(
                        Kind.CRASHED, "the program ended with exit code 0, accepted are " + new TreeSet<>(accepted))
                : ExitReason.of(exitValue);
        boolean crashed = reason.kind() == Kind.CRASHED;
        return failed(at, crashed ? OptionalInt.of(exitValue) : OptionalInt.empty(), reason);
    }

    private FailureReason cannotExecute(String message) {
        return FailureReason.of(
                        Kind.CANNOT_EXECUTE,
                        "program " + program + " could not be executed (" + message
                                + "); is its interpreter there, is it built for this machine, is its file system mounted noexec?")
                .with("exit_code", text(exitValue));
    }

    private Exit failed(Stamp at, OptionalInt code, FailureReason reason) {
        return new Exit(at, code, Optional.of(reason.with("program", program)));
    }

    private static String text(int number) {
        return Integer.toString(number);
    }
}
