package io.krater.cri;

import io.krater.cri.v1.ContainerStatus;
import io.krater.launch.FailureReason;
import io.krater.launch.FailureReason.Kind;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Tells from what a runtime says why an execution failed. Words are those of containerd 1.7 and 2, runc, crun and CRI-O. */
final class CriEndings {
    private static final int SIGNAL_BASE = 128;
    private static final int MAX_SIGNAL = 64;
    private static final int SIGKILL = 9;
    private static final Pattern NO_HANDLER = Pattern.compile(
            "no runtime for|runtime handler .*not found|failed to find runtime handler|unknown runtime",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_PROGRAM = Pattern.compile(
            "executable file not found|exec format error|no such file or directory|permission denied.*exec|exec:.*permission denied",
            Pattern.CASE_INSENSITIVE);

    private CriEndings() {}

    /** Why a container that has exited counts as failed; empty for exit code 0. */
    static Optional<FailureReason> of(ContainerStatus status, OptionalLong oomKills, boolean toldToEnd) {
        int code = status.getExitCode();
        int signal = code - SIGNAL_BASE;
        boolean killed = signal > 0 && signal <= MAX_SIGNAL;
        boolean oom =
                status.getReason().equals("OOMKilled") || (!toldToEnd && signal == SIGKILL && oomKills.orElse(0) > 0);
        if (code == 0 && !oom) {
            return Optional.empty();
        }
        FailureReason reason;
        if (oom) {
            reason = FailureReason.of(
                    Kind.OOM_KILLED,
                    "the kernel's OOM killer ended the workload: raise the memory limit or make the data smaller");
        } else if (killed) {
            reason = FailureReason.of(Kind.KILLED, "the workload was ended by signal " + signal)
                    .with("signal", Integer.toString(signal));
        } else {
            reason = FailureReason.of(Kind.CRASHED, "the workload ended with exit code " + code);
        }
        FailureReason coded = reason.with("exit_code", Integer.toString(code));
        return Optional.of(status.getReason().isEmpty() ? coded : coded.with("reason", status.getReason()));
    }

    /** Why a call on the way to a running container failed. */
    static FailureReason refused(CriOperation<?, ?> operation, String handler, CriException problem) {
        FailureReason reason = switch (problem.problem()) {
            case REFUSED, NOT_FOUND -> byRuntime(operation, handler, problem);
            case EXISTS ->
                FailureReason.of(
                        Kind.PLATFORM_ERROR,
                        problem.getMessage() + "; another run's sandbox has the name: crictl pods, crictl rmp -f ID");
            case NO_PERMISSION -> FailureReason.of(Kind.FORBIDDEN, String.valueOf(problem.getMessage()));
            default -> FailureReason.of(Kind.PLATFORM_ERROR, String.valueOf(problem.getMessage()));
        };
        return reason.with("operation", operation.label())
                .with("problem", problem.problem().name().toLowerCase(java.util.Locale.ROOT));
    }

    private static FailureReason byRuntime(CriOperation<?, ?> operation, String handler, CriException problem) {
        String said = problem.said().orElse(String.valueOf(problem.getMessage()));
        if (operation.equals(CriOperation.RUN_POD_SANDBOX)
                && NO_HANDLER.matcher(said).find()) {
            return FailureReason.of(
                    Kind.RUNTIME_CLASS_MISSING,
                    "the runtime has no handler \"" + handler + "\" (" + said
                            + "): crictl info shows those that it has");
        }
        if (operation.equals(CriOperation.START_CONTAINER)
                && NO_PROGRAM.matcher(said).find()) {
            return FailureReason.of(Kind.CANNOT_EXECUTE, "the container's program cannot be executed: " + said);
        }
        boolean image = operation.equals(CriOperation.CREATE_CONTAINER)
                && problem.problem() == CriException.Problem.NOT_FOUND
                && said.contains("image");
        return image
                ? FailureReason.of(Kind.IMAGE_UNAVAILABLE, "the image is gone: " + said)
                : FailureReason.of(Kind.SANDBOX_FAILED, operation.label() + " failed: " + said);
    }
}
